"""What this computer remembers of a vault, outside of its folder: the alarm for missing changes.

The anchor names the newest snapshot and how far each log reached. Cutting a log at the border of
two blocks leaves files that verify; only a memory kept elsewhere can tell.
"""

import hmac
from pathlib import Path

import msgspec

from atom_desktop.store.disk import Disk, write_all
from atom_desktop.store.journal import LogPosition


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """How far a vault was known to reach."""

    generation: int
    hlc: str
    device: str = ""
    logs: tuple[LogPosition, ...]


class _SignedAnchor(msgspec.Struct, frozen=True):
    anchor: msgspec.Raw
    mac: str


class AnchorFile(msgspec.Struct, frozen=True):
    """The anchor in the state folder, under a MAC of the vault's anchor key."""

    disk: Disk
    path: Path
    key: bytes

    def write(self, anchor: Anchor) -> None:
        """Replace the anchor; not flushed: losing the newest one only makes the alarm later."""
        body = msgspec.json.encode(anchor)
        mac = hmac.digest(self.key, body, "sha256").hex()
        self.disk.mkdir(self.path.parent)
        unfinished = self.path.with_name(self.path.name + ".new")
        if self.disk.exists(unfinished):
            self.disk.unlink(unfinished)
        handle = self.disk.create(unfinished)
        try:
            write_all(self.disk, handle, msgspec.json.encode(_SignedAnchor(msgspec.Raw(body), mac)))
        finally:
            self.disk.close(handle)
        self.disk.rename(unfinished, self.path)

    def read(self) -> Anchor | None:
        """Return the anchor, or None if there is none to be read that this vault has signed."""
        try:
            if not self.disk.exists(self.path):
                return None
            signed = msgspec.json.decode(self.disk.read(self.path), type=_SignedAnchor)
            body = bytes(signed.anchor)
            expected = hmac.digest(self.key, body, "sha256").hex()
            if not hmac.compare_digest(expected.encode(), signed.mac.encode()):
                return None
            return msgspec.json.decode(body, type=Anchor)
        except (msgspec.DecodeError, UnicodeError, OSError):
            return None
