"""Reading every byte that this device keeps of a vault, to find what does not verify."""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from atom_desktop.model.errors import Damaged
from atom_desktop.model.ids import is_id
from atom_desktop.store.backup_make import alive, decode_step
from atom_desktop.store.moment import Moment
from atom_desktop.store.pace import Cancelled, Pace, Progress, uncancelled, untold
from atom_desktop.store.problem import Gravity, Problem
from atom_desktop.store.sealed import HEADER, BlockRef, FileKind, SealedReader
from atom_desktop.store.sealed_folder import SealedFolder
from atom_desktop.store.segment import SegmentIndex, SegmentName, record_of
from atom_desktop.store.slots import find_slots
from atom_desktop.store.snapshot import Snapshot, generation_of, read_snapshot
from atom_desktop.store.store import Store

_ENDING: Final = ".atom"
_CUT: Final = "cut short"
_HINT: Final = "All that verifies can be used. The newest backup may have a good copy."
_decode_index = msgspec.json.Decoder(SegmentIndex).decode


class VerifyReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was read, and what was wrong with it. `records` counts those that are not erased."""

    files: int
    blocks: int
    bytes: int
    records: dict[str, int]
    steps: int
    slots: int
    documents: int
    problems: tuple[Problem, ...]


def verify_store(
    store: Store, progress: Progress = untold, cancelled: Cancelled = uncancelled
) -> VerifyReport:
    """Read and check every file of an open vault, those of other devices too; writes nothing.

    Progress is told in bytes. Work goes on meanwhile; what is written later is not looked at.
    Raises `UserError` (cancelled).
    """
    checking = _Checking(store.moment(), store.settings, Pace(progress, cancelled))
    checking.run()
    seen = {problem.file for problem in checking.problems}
    checking.problems += [problem for problem in store.problems if problem.file not in seen]
    return VerifyReport(
        files=checking.files,
        blocks=checking.blocks,
        bytes=checking.pace.done,
        records=dict(checking.records),
        steps=checking.steps,
        slots=checking.slots,
        documents=checking.documents,
        problems=tuple(checking.problems),
    )


@dataclass(slots=True)
class _Checking:
    """One check of one moment."""

    moment: Moment
    settings: SealedFolder
    pace: Pace
    files: int = 0
    blocks: int = 0
    steps: int = 0
    slots: int = 0
    documents: int = 0
    records: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def run(self) -> None:
        """Check everything."""
        found = find_slots(self.moment.disk, self.moment.place.keys)
        self.slots, self.problems = len(found.slots), [*found.problems]
        devices = [(folder, self._files(folder)) for folder in self._devices()]
        settings = self._files(self.settings.path)
        listed = [path for _, files in devices for path in files.values()]
        self.pace.total = sum(map(self._size, (*listed, *settings.values())))
        for folder, files in devices:
            self._device(folder, files)
        for path in settings.values():
            self._file(path, self._document)
        self._count()

    def _devices(self) -> list[Path]:
        """Return the folder of every device, this one's first."""
        devices = self.moment.place.devices
        others = (devices / name for name in self.moment.disk.list(devices) if is_id(name))
        return list(dict.fromkeys((self.moment.own, *others)))

    def _device(self, folder: Path, files: Mapping[str, Path]) -> None:
        """Check what one device has written."""
        roots = [root for path in files.values() if (root := self._root(path)) is not None]
        for described in {entry.name: entry for root in roots for entry in root.segments}.values():
            path = folder / described.name
            self._file(path, partial(self._segment, described=described))
        named = [name for root in roots for name in root.histories]
        named += self.moment.histories if folder == self.moment.own else ()
        for name in dict.fromkeys(named):
            self._file(folder / name, self._history)
        for name, path in files.items():
            if name.startswith("log-"):
                self._file(path, self._log)

    def _files(self, folder: Path) -> dict[str, Path]:
        names = (name for name in self.moment.disk.list(folder) if name.endswith(_ENDING))
        return {name: folder / name for name in names}

    def _size(self, path: Path) -> int:
        return self.moment.disk.size(path) if self.moment.disk.exists(path) else 0

    def _file(self, path: Path, check: Callable[[Path], None]) -> None:
        """Check one file; what is wrong with it becomes a problem."""
        self.files += 1
        try:
            check(path)
        except FileNotFoundError:
            self._found(Gravity.MISSING, path, f"The file {path.name} is missing.")
        except (Damaged, OSError, msgspec.DecodeError, ValueError) as error:
            why = error.message if isinstance(error, Damaged) else f"{path.name}: {error}"
            self._found(Gravity.DAMAGED, path, why)

    def _root(self, path: Path) -> Snapshot | None:
        """Check a snapshot and return it, None if it is another file or does not verify."""
        if generation_of(path.name) < 0:
            return None
        keys, held = self.moment.keys, []

        def check(path: Path) -> None:
            root, _ = read_snapshot(self.moment.disk, path, keys.content, keys.vault)
            self.blocks += 1
            self.pace.took(self._size(path))
            held.append(root)

        self._file(path, check)
        return held[0] if held else None

    def _segment(self, path: Path, described: SegmentName) -> None:
        keys = self.moment.keys
        reader = self._open(path, FileKind.SEGMENT, keys.content)
        count, last = 0, b""
        for block, content in self._contents(reader):
            if block.final:
                last = content
            else:
                count += len([record_of(line) for line in content.split(b"\n")])
        index = _decode_index(last)
        if (index.records, reader.size) != (count, described.bytes):
            raise _wrong(path, "it holds something else than its index says")

    def _history(self, path: Path) -> None:
        reader = self._open(path, FileKind.HISTORY, self.moment.keys.history)
        self.steps += sum(
            _steps_in(content) for block, content in self._contents(reader) if not block.final
        )

    def _log(self, path: Path) -> None:
        """Check a log as far as it was known to reach; what is torn behind that was no promise."""
        reader = self._open(path, FileKind.LOG, self.moment.keys.content)
        now = {entry.name: entry for entry in self.moment.logs}
        known = (self.moment.covers | now).get(path.name)
        count = known.count if known else 0
        steps = sum(_steps_in(content) for _, content in self._contents(reader, count))
        self.steps += steps if path.name in now else 0

    def _document(self, path: Path) -> None:
        reader = self._open(path, FileKind.SETTINGS, self.settings.key)
        for _ in self._contents(reader):
            pass
        self.documents += 1

    def _open(self, path: Path, kind: FileKind, key: bytes) -> SealedReader:
        vault = self.moment.keys.vault
        reader = SealedReader.open(self.moment.disk, path, kind, key, vault)
        self.pace.took(HEADER.size)
        return reader

    def _contents(
        self, reader: SealedReader, count: int | None = None
    ) -> Iterator[tuple[BlockRef, bytes]]:
        """Yield the blocks of a file that is finished, or the first `count` of a log."""
        for block, content in reader.blocks():
            self.blocks += 1
            self.pace.took(block.length)
            yield block, content
            if block.sequence + 1 == count:
                return
        if count is None and not reader.finished:
            raise _wrong(reader.path, reader.problem or "its end is missing")
        if count:
            raise _wrong(reader.path, reader.problem or "it is shorter than it was")
        if reader.problem and (count is None or _CUT not in reader.problem):
            raise _wrong(reader.path, reader.problem)

    def _count(self) -> None:
        """Count what there is; a block that does not verify has been told of already."""
        with contextlib.suppress(Damaged, OSError):
            for key, line in self.moment.lines():
                self.records[key.partition("/")[0]] += alive(line)

    def _found(self, gravity: Gravity, path: Path, message: str) -> None:
        found = Problem(gravity=gravity, file=path.name, message=message, hint=_HINT)
        self.problems.append(found)


def _steps_in(content: bytes) -> int:
    return sum(decode_step(line).last for line in content.split(b"\n"))


def _wrong(path: Path, why: str) -> Damaged:
    return Damaged(f"The file {path.name} does not verify: {why}.", _HINT)
