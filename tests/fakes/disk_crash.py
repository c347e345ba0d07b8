"""A disk that remembers enough to tell every state a power cut could leave behind.

`CrashDisk` records what is done to it. `Wreckage` plays the record and answers, at any call, what
may be found afterwards: bytes that were not synced are lost, whole, or torn at some unit; names
that were not synced in their folder are there in any combination, or as a prefix.
"""

import random
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tests.fakes.disk import File, Folder, MemoryDisk, Node

TEAR_UNITS = (64, 512, 4096)


@dataclass(frozen=True, slots=True)
class Linked:
    folder: Folder
    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class Unlinked:
    folder: Folder
    name: str


@dataclass(frozen=True, slots=True)
class Renamed:
    folder: Folder
    old: str
    target: Folder
    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class Appended:
    file: File
    content: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    file: File
    content: bytes


@dataclass(frozen=True, slots=True)
class Synced:
    file: File


@dataclass(frozen=True, slots=True)
class SyncFailed:
    file: File


@dataclass(frozen=True, slots=True)
class FolderSynced:
    folder: Folder


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that a test wants to find in the record, such as an acknowledgement."""

    what: str
    about: Hashable


NameChange = Linked | Unlinked | Renamed
Event = NameChange | Appended | Cut | Synced | SyncFailed | FolderSynced | Mark


class CrashDisk(MemoryDisk):
    """A disk in memory with a record of every change, in order."""

    def __init__(
        self, root: Folder | None = None, clock: Callable[[], float] = lambda: 0.0
    ) -> None:
        super().__init__(root, clock)
        self.events: list[Event] = []

    def mark(self, what: str, about: Hashable) -> None:
        """Put something into the record."""
        with self._lock:
            self.events.append(Mark(what, about))

    def _named(self, folder: Folder, name: str, node: Node) -> None:
        self.events.append(Linked(folder, name, node))

    def _removed(self, folder: Folder, name: str) -> None:
        self.events.append(Unlinked(folder, name))

    def _renamed(self, old: tuple[Folder, str], new: tuple[Folder, str], node: Node) -> None:
        self.events.append(Renamed(*old, *new, node))

    def _appended(self, file: File, content: bytes) -> None:
        self.events.append(Appended(file, content))

    def _cut(self, file: File, content: bytes) -> None:
        self.events.append(Cut(file, content))

    def _synced(self, file: File) -> None:
        self.events.append(Synced(file))

    def _sync_failed(self, file: File) -> None:
        self.events.append(SyncFailed(file))

    def _folder_synced(self, folder: Folder) -> None:
        self.events.append(FolderSynced(folder))


class Names(StrEnum):
    """What becomes of names that were not synced."""

    ALL = "all"
    NONE = "none"
    PREFIX = "prefix"
    SUBSET = "subset"


class Data(StrEnum):
    """What becomes of bytes that were not synced."""

    ALL = "all"
    NONE = "none"
    ZEROS = "zeros"
    CUT = "cut"
    TORN = "torn"


@dataclass
class Wreckage:
    """Plays a record; `names` and `synced` are what is on the platter for certain."""

    root: Folder
    names: dict[Folder, dict[str, Node]] = field(default_factory=dict)
    waiting: list[NameChange] = field(default_factory=list)
    synced: dict[File, bytes] = field(default_factory=dict)
    pending: dict[File, bytes] = field(default_factory=dict)
    cut: dict[File, bytes] = field(default_factory=dict)
    """What was cut off and may come back: the new length was not synced."""

    def play(self, event: Event) -> None:
        """Follow one change."""
        match event:
            case Appended(file, content):
                self.pending[file] = self.pending.get(file, b"") + content
            case Cut(file, content):
                held = self.pending.pop(file, b"")
                assert len(content) <= len(held), "what was synced is never cut off"
                end = len(held) - len(content)
                self.cut[file] = held[end:]
                if end:
                    self.pending[file] = held[:end]
            case Synced(file):
                self.cut.pop(file, None)
                self.synced[file] = self.synced.get(file, b"") + self.pending.pop(file, b"")
            case SyncFailed(file):
                # The system forgets that the pages were dirty: they never reach the platter.
                self.pending[file] = bytes(len(self.pending.get(file, b"")))
            case FolderSynced(folder):
                self._settle(folder)
            case Linked() | Unlinked() | Renamed():
                self.waiting.append(event)

    @property
    def certain(self) -> bool:
        """Whether a power cut now leaves one state alone."""
        return not self.waiting and not self.pending and not self.cut

    def left(self, choices: random.Random, names: Names, data: Data) -> Folder:
        """Return the tree that is found after a power cut, one of those that are possible."""
        held = {folder: dict(entries) for folder, entries in self.names.items()}
        for change in self._kept(choices, names):
            _apply(held, change)
        return self._built(self.root, held, choices, data)

    def _settle(self, folder: Folder) -> None:
        left = []
        for change in self.waiting:
            touched = {change.folder}
            if isinstance(change, Renamed):
                touched.add(change.target)
            if folder in touched:
                _apply(self.names, change)
            else:
                left.append(change)
        self.waiting = left

    def _kept(self, choices: random.Random, names: Names) -> Sequence[NameChange]:
        match names:
            case Names.ALL:
                return self.waiting
            case Names.NONE:
                return ()
            case Names.PREFIX:
                return self.waiting[: choices.randrange(len(self.waiting) + 1)]
            case Names.SUBSET:
                return [change for change in self.waiting if choices.random() < 0.5]

    def _built(
        self,
        folder: Folder,
        held: dict[Folder, dict[str, Node]],
        choices: random.Random,
        data: Data,
    ) -> Folder:
        built = Folder()
        for name, node in held.get(folder, {}).items():
            if isinstance(node, Folder):
                built.entries[name] = self._built(node, held, choices, data)
                continue
            sure = self.synced.get(node, b"")
            unsure = self.pending.get(node, b"") + self.cut.get(node, b"")
            left = _survived(choices, len(sure), unsure, data) if unsure else b""
            built.entries[name] = File(bytearray(sure + left), node.changed)
        return built


def _apply(names: dict[Folder, dict[str, Node]], change: NameChange) -> None:
    entries = names.setdefault(change.folder, {})
    match change:
        case Linked(_, name, node):
            entries[name] = node
        case Unlinked(_, name):
            entries.pop(name, None)
        case Renamed(_, old, target, name, node):
            entries.pop(old, None)
            names.setdefault(target, {})[name] = node


def _survived(choices: random.Random, offset: int, unsure: bytes, data: Data) -> bytes:
    """Return what is left of bytes that were not synced and would begin at `offset`."""
    match data:
        case Data.ALL:
            return unsure
        case Data.NONE:
            return b""
        case Data.ZEROS:
            return bytes(len(unsure))
    unit = choices.choice(TEAR_UNITS)
    pieces = list(_units(offset, unsure, unit))
    if data is Data.CUT:
        if choices.random() < 0.3:  # the length is as it came, not at a border
            return unsure[: choices.randrange(len(unsure))]
        return b"".join(pieces[: choices.randrange(len(pieces) + 1)])
    return b"".join(piece if choices.random() < 0.5 else bytes(len(piece)) for piece in pieces)


def _units(offset: int, content: bytes, unit: int) -> Iterator[bytes]:
    at = 0
    while at < len(content):
        step = unit - (offset + at) % unit
        yield content[at : at + step]
        at += step
