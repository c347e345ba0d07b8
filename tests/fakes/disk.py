"""A disk in memory that keeps what it is given, and fails at the call a test names."""

import errno
import posixpath
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

ROOM = 1 << 40


@dataclass(eq=False, slots=True)
class File:
    """A file, whatever its names are."""

    content: bytearray = field(default_factory=bytearray)
    changed: float = 0.0


@dataclass(eq=False, slots=True)
class Folder:
    """A folder: names of files and folders."""

    entries: "dict[str, File | Folder]" = field(default_factory=dict)


Node = File | Folder


class Call(StrEnum):
    """The calls of a disk."""

    CREATE = "create"
    APPEND = "append"
    ALLOCATE = "allocate"
    SYNC = "sync"
    TRUNCATE = "truncate"
    CLOSE = "close"
    SYNC_DIR = "sync_dir"
    RENAME = "rename"
    UNLINK = "unlink"
    MKDIR = "mkdir"
    READ = "read"
    READ_RANGE = "read_range"
    SIZE = "size"
    LIST = "list"
    EXISTS = "exists"
    MODIFIED = "modified"
    FREE = "free"


TAKES_ROOM = frozenset({Call.CREATE, Call.APPEND, Call.ALLOCATE, Call.MKDIR, Call.SYNC})


class Trouble(StrEnum):
    """What a disk can answer instead of doing what it was asked."""

    FULL = "ENOSPC"
    BROKEN = "EIO"
    INTERRUPTED = "EINTR"
    SHORT = "short write"
    SHORT_THEN_FULL = "short write, then ENOSPC"


_NUMBERS = {
    Trouble.FULL: errno.ENOSPC,
    Trouble.BROKEN: errno.EIO,
    Trouble.INTERRUPTED: errno.EINTR,
    Trouble.SHORT_THEN_FULL: errno.ENOSPC,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Trouble at the call number `at` (from 1), and at every later one if it is `lasting`.

    `calls` limits it to some kinds of call; the number counts all of them nevertheless.
    """

    trouble: Trouble
    at: int
    lasting: bool = False
    calls: frozenset[Call] = frozenset(Call)

    def strikes(self, number: int, call: Call) -> bool:
        """Whether it happens at this call."""
        room = self.trouble in {Trouble.FULL, Trouble.SHORT_THEN_FULL}
        if call not in self.calls or (room and call not in TAKES_ROOM):
            return False
        short = self.trouble in {Trouble.SHORT, Trouble.SHORT_THEN_FULL}
        if short and not self.lasting and call is Call.APPEND:
            # Half of the bytes are taken first, the next call for room finds none.
            follows = self.trouble is Trouble.SHORT_THEN_FULL
            return number == self.at or (follows and number == self.at + 1)
        if self.trouble is Trouble.SHORT and call is not Call.APPEND:
            return False
        return number >= self.at if self.lasting else number == self.at


class MemoryDisk:
    """Implements `atom_desktop.store.disk.Disk`. `log` lists the calls, `fault` makes one fail.

    `struck` are the numbers of the calls that failed.
    """

    def __init__(
        self, root: Folder | None = None, clock: Callable[[], float] = lambda: 0.0
    ) -> None:
        self.root = root or Folder()
        self.clock = clock
        self.fault: Fault | None = None
        self.log: list[Call] = []
        self.struck: list[int] = []
        self.room = ROOM
        self._open: dict[int, File] = {}
        self._handles = 2
        self._lock = threading.RLock()

    def create(self, path: Path) -> int:
        with self._lock:
            self._begin(Call.CREATE, path)
            folder, name = self._parent(path)
            if name in folder.entries:
                raise FileExistsError(errno.EEXIST, "File exists", str(path))
            file = folder.entries[name] = File(changed=self.clock())
            self._named(folder, name, file)
            self._handles += 1
            self._open[self._handles] = file
            return self._handles

    def append(self, handle: int, content: bytes | memoryview) -> int:
        with self._lock:
            number = len(self.log) + 1
            fault = self.fault
            if fault is not None and fault.strikes(number, Call.APPEND):
                short = fault.trouble is Trouble.SHORT
                short |= fault.trouble is Trouble.SHORT_THEN_FULL and number == fault.at
                if short and len(content) > 1:
                    self.log.append(Call.APPEND)
                    return self._write(handle, bytes(content[: len(content) // 2]))
                if fault.trouble is Trouble.SHORT:
                    self.log.append(Call.APPEND)
                    return self._write(handle, bytes(content))
            self._begin(Call.APPEND)
            return self._write(handle, bytes(content))

    def allocate(self, handle: int, size: int) -> None:
        with self._lock:
            self._begin(Call.ALLOCATE)
            self._file(handle)

    def sync(self, handle: int) -> None:
        with self._lock:
            try:
                self._begin(Call.SYNC)
            except OSError:
                self._sync_failed(self._file(handle))
                raise
            self._synced(self._file(handle))

    def truncate(self, handle: int, size: int) -> None:
        with self._lock:
            self._begin(Call.TRUNCATE)
            file = self._file(handle)
            cut = bytes(file.content[size:])
            del file.content[size:]
            self._cut(file, cut)

    def close(self, handle: int) -> None:
        with self._lock:
            del self._open[handle]
            self._begin(Call.CLOSE)

    def sync_dir(self, path: Path) -> None:
        with self._lock:
            self._begin(Call.SYNC_DIR, path)
            self._folder_synced(self._folder(path))

    def rename(self, old: Path, new: Path) -> None:
        with self._lock:
            self._begin(Call.RENAME, old)
            (source, was), (target, name) = self._parent(old), self._parent(new)
            if was not in source.entries:
                raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(old))
            node = target.entries[name] = source.entries.pop(was)
            self._renamed((source, was), (target, name), node)

    def unlink(self, path: Path) -> None:
        with self._lock:
            self._begin(Call.UNLINK, path)
            folder, name = self._parent(path)
            if not isinstance(self._at(path), File):
                raise IsADirectoryError(errno.EISDIR, "Is a directory", str(path))
            del folder.entries[name]
            self._removed(folder, name)

    def mkdir(self, path: Path) -> None:
        with self._lock:
            self._begin(Call.MKDIR, path)
            folder = self.root
            for name in path.parts[1:]:
                inner = folder.entries.get(name)
                if inner is None:
                    inner = folder.entries[name] = Folder()
                    self._named(folder, name, inner)
                if not isinstance(inner, Folder):
                    raise FileExistsError(errno.EEXIST, "File exists", str(path))
                folder = inner

    def read(self, path: Path) -> bytes:
        with self._lock:
            self._begin(Call.READ, path)
            return bytes(self._content(path).content)

    def read_range(self, path: Path, offset: int, length: int) -> bytes:
        with self._lock:
            self._begin(Call.READ_RANGE, path)
            return bytes(self._content(path).content[offset : offset + length])

    def size(self, path: Path) -> int:
        with self._lock:
            self._begin(Call.SIZE, path)
            node = self._at(path)
            return len(node.content) if isinstance(node, File) else 4096

    def list(self, path: Path) -> list[str]:
        with self._lock:
            self._begin(Call.LIST, path)
            node = self._find(path)
            return sorted(node.entries) if isinstance(node, Folder) else []

    def exists(self, path: Path) -> bool:
        with self._lock:
            self._begin(Call.EXISTS, path)
            return self._find(path) is not None

    def modified(self, path: Path) -> float:
        with self._lock:
            self._begin(Call.MODIFIED, path)
            return self._content(path).changed

    def free(self, path: Path) -> int:
        with self._lock:
            self._begin(Call.FREE, path)
            return self.room

    # --- for tests --------------------------------------------------------------------------

    def files(self) -> dict[str, bytes]:
        """Return every file with its content."""
        found: dict[str, bytes] = {}
        _gather(self.root, "/", found)
        return found

    def put(self, path: Path | str, content: bytes) -> None:
        """Make or overwrite a file without counting as a call."""
        folder = self.root
        *parents, name = Path(path).parts[1:]
        for parent in parents:
            inner = folder.entries.setdefault(parent, Folder())
            assert isinstance(inner, Folder)
            folder = inner
        folder.entries[name] = File(bytearray(content), self.clock())

    def drop(self, path: Path | str) -> None:
        """Remove a file or a whole folder without counting as a call."""
        folder, name = self._parent(Path(path))
        del folder.entries[name]

    @property
    def open_files(self) -> int:
        """How many files are open."""
        return len(self._open)

    # --- what a disk that remembers listens to ----------------------------------------------

    def _named(self, folder: Folder, name: str, node: Node) -> None: ...

    def _removed(self, folder: Folder, name: str) -> None: ...

    def _renamed(self, old: tuple[Folder, str], new: tuple[Folder, str], node: Node) -> None: ...

    def _appended(self, file: File, content: bytes) -> None: ...

    def _cut(self, file: File, content: bytes) -> None: ...

    def _synced(self, file: File) -> None: ...

    def _sync_failed(self, file: File) -> None: ...

    def _folder_synced(self, folder: Folder) -> None: ...

    # ----------------------------------------------------------------------------------------

    def _begin(self, call: Call, path: Path | None = None) -> None:
        self.log.append(call)
        fault = self.fault
        if fault is None or not fault.strikes(len(self.log), call):
            return
        if fault.trouble in _NUMBERS:
            number = _NUMBERS[fault.trouble]
            self.struck.append(len(self.log))
            raise OSError(number, errno.errorcode[number], str(path or ""))

    def _write(self, handle: int, content: bytes) -> int:
        file = self._file(handle)
        file.content += content
        file.changed = self.clock()
        self._appended(file, content)
        return len(content)

    def _file(self, handle: int) -> File:
        if handle not in self._open:
            raise OSError(errno.EBADF, "Bad file descriptor")
        return self._open[handle]

    def _find(self, path: Path) -> Node | None:
        node: Node = self.root
        for name in path.parts[1:]:
            inner = node.entries.get(name) if isinstance(node, Folder) else None
            if inner is None:
                return None
            node = inner
        return node

    def _at(self, path: Path) -> Node:
        node = self._find(path)
        if node is None:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(path))
        return node

    def _content(self, path: Path) -> File:
        node = self._at(path)
        if isinstance(node, Folder):
            raise IsADirectoryError(errno.EISDIR, "Is a directory", str(path))
        return node

    def _folder(self, path: Path) -> Folder:
        node = self._at(path)
        if isinstance(node, File):
            raise NotADirectoryError(errno.ENOTDIR, "Not a directory", str(path))
        return node

    def _parent(self, path: Path) -> tuple[Folder, str]:
        return self._folder(path.parent), path.name


def _gather(folder: Folder, path: str, found: dict[str, bytes]) -> None:
    for name in sorted(folder.entries):
        node = folder.entries[name]
        inner = posixpath.join(path, name)
        if isinstance(node, File):
            found[inner] = bytes(node.content)
        else:
            _gather(node, inner, found)
