"""What the person should be told without having asked: each face shows it in its own way."""

import itertools
import threading
from collections import deque
from enum import StrEnum
from typing import Final

import msgspec

from atom_desktop.core.bus import Bus
from atom_desktop.model.errors import AtomError

KEPT: Final = 200


class Level(StrEnum):
    """How loud a notice is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to be told; `code` is stable, `hint` says what to do."""

    number: int
    level: Level
    message: str
    hint: str = ""
    code: str = ""


class Notices:
    """The last notices, and the bus that carries new ones. For any thread."""

    def __init__(self, bus: Bus[Notice]) -> None:
        """Publish new notices on `bus`."""
        self.bus = bus
        self._numbers = itertools.count(1)
        self._held: deque[Notice] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    def tell(self, level: Level, message: str, hint: str = "", code: str = "") -> None:
        """Tell something."""
        with self._lock:
            number = next(self._numbers)
            notice = Notice(number=number, level=level, message=message, hint=hint, code=code)
            self._held.append(notice)
        self.bus.publish(notice)

    def tell_error(self, error: AtomError) -> None:
        """Tell an expected failure."""
        self.tell(Level.ERROR, error.message, error.hint, error.code)

    def held(self) -> tuple[Notice, ...]:
        """Return the last notices, the newest last."""
        with self._lock:
            return tuple(self._held)
