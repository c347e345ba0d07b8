"""A folder of small sealed documents by name: caches, drafts and the settings of a device."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from atom_desktop.model.errors import Damaged
from atom_desktop.store.disk import Disk
from atom_desktop.store.sealed import FileKind, Identity, SealedReader, SealedWriter

BLOCK_BYTES: Final = 1 << 20
UNFINISHED: Final = ".new"
ENDING: Final = ".atom"
ID_DIGITS: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFolder:
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

    def read(self, name: str) -> bytearray | None:
        """Return a document, or None if there is none that verifies."""
        for path in reversed(self._files(name)):
            content = self._content(path)
            if content is not None:
                return content
        return None

    def write(self, name: str, parts: Sequence[bytes | bytearray | memoryview]) -> None:
        """Replace a document by the concatenation of `parts`."""
        self.before()
        self.disk.mkdir(self.path)
        older = self._files(name)
        target = self.path / f"{name}-{self.who.random_bytes(16).hex()}{ENDING}"
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
        for path in older:
            self.disk.unlink(path)

    def remove(self, name: str) -> None:
        """Remove a document if it is there."""
        for path in self._files(name):
            self.disk.unlink(path)

    def names(self) -> list[str]:
        """Return the names of the documents."""
        files = (name for name in self.disk.list(self.path) if name.endswith(ENDING))
        return sorted({name[: -len(ENDING) - ID_DIGITS - 1] for name in files})

    def _files(self, name: str) -> list[Path]:
        """Return the files of a document, the newest last."""
        length = len(name) + 1 + ID_DIGITS + len(ENDING)
        found = [
            self.path / entry
            for entry in self.disk.list(self.path)
            if entry.startswith(f"{name}-") and entry.endswith(ENDING) and len(entry) == length
        ]
        return sorted(found, key=self.disk.modified) if len(found) > 1 else found

    def _content(self, path: Path) -> bytearray | None:
        try:
            reader = SealedReader.open(self.disk, path, self.kind, self.key, self.who.vault)
            content = bytearray()
            for _, block in reader.blocks(window=16 << 20):
                content += block
        except (Damaged, OSError):
            return None
        return content if reader.finished and not reader.problem else None
