"""A folder of small sealed documents by name: caches, drafts and the settings of a device."""

import contextlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from atom_desktop.model.errors import Damaged
from atom_desktop.store.disk import Disk, make_folder
from atom_desktop.store.faults import explained
from atom_desktop.store.sealed import FileKind, Identity, SealedReader, SealedWriter

BLOCK_BYTES: Final = 1 << 20
UNFINISHED: Final = ".new"
ENDING: Final = ".atom"
_FILE: Final = re.compile(r"(.+)-([0-9a-f]{8})-[0-9a-f]{32}\.atom")


class SealedFolder(msgspec.Struct, frozen=True, kw_only=True):
    """Documents of one kind. `durable` ones survive a power cut once `write` has returned.

    A document is replaced by writing a new file and removing the older ones, so a reader finds the
    old or the new one, never a mixture. One writer at a time.
    """

    disk: Disk
    path: Path
    kind: FileKind
    key: bytes
    who: Identity
    durable: bool
    before: Callable[[], None] = lambda: None
    """Called before a document is written: makes durable what its place depends on."""
    aside: Callable[[Path, Damaged], None] = lambda _path, _why: None
    """Called with a file that does not verify: keeps a copy before it is passed over or removed."""

    def read(self, name: str) -> bytearray | None:
        """Return a document, or None if there is none that verifies.

        Raises `Unavailable` where the disk holds a durable one back: it may give it back later.
        """
        files = self._files(name)
        for path in reversed(files):
            try:
                return self._content(path)
            except Damaged as why:
                with contextlib.suppress(OSError):  # the bytes stay where they are
                    self.aside(path, why)
            except FileNotFoundError:
                if self._files(name) != files:
                    return self.read(name)  # it was replaced just now
            except OSError as error:
                if self.durable:
                    raise explained(error, self.path) from error
        return None

    def write(self, name: str, parts: Sequence[bytes | bytearray | memoryview]) -> None:
        """Replace a document by the concatenation of `parts`."""
        self.before()
        if self.durable:
            make_folder(self.disk, self.path, self.path.parent)
        else:
            self.disk.mkdir(self.path)
        older = self._files(name)
        target = self.path / self._next_name(name, older)
        unfinished = target.with_name(target.name + UNFINISHED)
        writer = SealedWriter.create(self.disk, unfinished, self.kind, self.key, self.who)
        try:
            for part in parts:
                view = memoryview(part).cast("B")
                for start in range(0, len(view), BLOCK_BYTES):
                    writer.append(view[start : start + BLOCK_BYTES])
                    writer.flush()
            writer.append(b"", final=True)
            writer.sync() if self.durable else writer.flush()
        finally:
            writer.close()
        self.disk.rename(unfinished, target)
        if self.durable:
            self.disk.sync_dir(self.path)
        with contextlib.suppress(OSError):  # what is left over is older, and goes the next time
            for path in (*self._unfinished(name), *older):
                self._unlink(path)

    def remove(self, name: str) -> None:
        """Remove a document if it is there, the newest file last: no older one comes back."""
        files = [*self._unfinished(name), *self._files(name)]
        for path in files:
            if self.durable and path == files[-1]:
                self.disk.sync_dir(self.path)
            self._unlink(path)
        if self.durable and files:
            self.disk.sync_dir(self.path)

    def names(self) -> list[str]:
        """Return the names of the documents."""
        found = map(_FILE.fullmatch, self.disk.list(self.path))
        return sorted({match[1] for match in found if match})

    def _next_name(self, name: str, older: Sequence[Path]) -> str:
        """Return a file name whose number is above all others: clocks go back, numbers do not."""
        held = _FILE.fullmatch(older[-1].name) if older else None
        number = int(held[2], 16) + 1 if held else 1
        return f"{name}-{number:08x}-{self.who.random_bytes(16).hex()}{ENDING}"

    def _files(self, name: str) -> list[Path]:
        """Return the files of a document, the newest last."""
        found = map(_FILE.fullmatch, self.disk.list(self.path))
        return [self.path / match[0] for match in found if match and match[1] == name]

    def _unfinished(self, name: str) -> list[Path]:
        """Return what writers that were stopped have left of a document."""
        files = (entry for entry in self.disk.list(self.path) if entry.endswith(UNFINISHED))
        found = ((entry, _FILE.fullmatch(entry.removesuffix(UNFINISHED))) for entry in files)
        return [self.path / entry for entry, match in found if match and match[1] == name]

    def _unlink(self, path: Path) -> None:
        """Remove a file; of a durable one that does not verify there is a copy first."""
        if self.durable and path.name.endswith(ENDING):
            try:
                self._content(path)
            except Damaged as why:
                self.aside(path, why)
        self.disk.unlink(path)

    def _content(self, path: Path) -> bytearray:
        """Return what a file holds; raises `Damaged` or `OSError`."""
        reader = SealedReader.open(self.disk, path, self.kind, self.key, self.who.vault)
        content = bytearray()
        for _, block in reader.blocks(window=BLOCK_BYTES):
            content += block
        if reader.problem or not reader.finished:
            why = reader.problem or "its end is missing"
            message = f"The file {path.name} does not verify: {why}."
            raise Damaged(message, "An older copy is used in its place, if there is one.")
        return content
