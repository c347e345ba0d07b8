"""The log of this computer: JSON lines that say what ATOM did, and can never quote a title.

Only the fields of `_FIELDS` are written, each in its own narrow form; everything else is left out.
A person's words have no place there: texts of errors, titles, names, addresses and paths of files.
"""

import json
import os
import re
import traceback
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final

SIZE_LIMIT: Final = 1 << 20
KEPT: Final = 3
NAME: Final = "atom.jsonl"

_WORD: Final = re.compile(r"[A-Za-z0-9_.:<>=+-]{1,80}")
_FRAMES: Final = 12


class Event(StrEnum):
    """What happened."""

    STARTED = "started"
    OPENED = "opened"
    LOCKED = "locked"
    CLOSED = "closed"
    COMMAND = "command"
    STRANGER = "stranger"
    BUG = "bug"
    WARNING = "warning"
    PROBLEM = "problem"


_FIELDS: Final = frozenset(
    {
        "actor",
        "code",
        "command",
        "count",
        "error",
        "face",
        "kind",
        "milliseconds",
        "platform",
        "python",
        "qt",
        "records",
        "step",
        "version",
        "where",
    }
)

Field = str | int | float | bool | list[str] | None


class Log:
    """Appends events to one rotated file that only its owner can read; safe from any thread.

    Several processes may write at once: each line is one append. A line that cannot be written is
    counted, and the count stands in the next one that can.
    """

    def __init__(self, folder: Path, now_ms: Callable[[], int]) -> None:
        """Write into `folder`, made at the first line; `now_ms` gives Unix milliseconds."""
        self.path = folder / NAME
        self._now_ms = now_ms
        self.lost = 0

    def write(self, event: Event, **fields: Field) -> None:
        """Append one event with those of its fields that are allowed."""
        line: dict[str, Field] = {"at": self._now_ms(), "pid": os.getpid(), "event": event.value}
        for name, value in fields.items():
            if name in _FIELDS:
                line[name] = _narrowed(value)
        if self.lost:
            line["lost"] = self.lost
        try:
            self._append((json.dumps(line) + "\n").encode())
        except OSError:
            self.lost += 1
        else:
            self.lost = 0

    def bug(self, error: BaseException, event: Event = Event.BUG) -> None:
        """Append the kind of an error and where in the program it was raised, not its text."""
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        where = [f"{_module(frame.filename)}:{frame.lineno}" for frame in frames]
        cause = error.__cause__ or error.__context__
        self.write(
            event,
            error=type(error).__name__,
            kind=type(cause).__name__ if cause else None,
            where=where,
        )

    def _append(self, line: bytes) -> None:
        if not self.path.parent.exists():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, line)
            size = os.fstat(handle).st_size
        finally:
            os.close(handle)
        if size > SIZE_LIMIT:
            self._rotate()

    def _rotate(self) -> None:
        names = [self.path, *(self.path.with_suffix(f".{n}.jsonl") for n in range(1, KEPT + 1))]
        for older, newer in zip(reversed(names[1:]), reversed(names[:-1]), strict=True):
            if newer.exists():
                newer.replace(older)


def _narrowed(value: Field) -> Field:
    """Return numbers as they are, and words that can be no sentence."""
    if isinstance(value, list):
        return [word for word in value if _WORD.fullmatch(word)]
    if isinstance(value, str):
        return value if _WORD.fullmatch(value) else "?"
    return value


def _module(filename: str) -> str:
    """Return the end of a source path that names the module and nobody's home folder."""
    parts = Path(filename).with_suffix("").parts
    for root in ("atom_desktop", "site-packages"):
        if root in parts:
            return ".".join(parts[parts.index(root) :][-4:])
    return parts[-1] if parts else "?"
