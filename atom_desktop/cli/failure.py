"""What a command leaves behind for a script: its exit code."""

from enum import IntEnum
from typing import Final

from atom_desktop.model.errors import (
    AtomError,
    Busy,
    Conflict,
    Damaged,
    Denied,
    NotFound,
    UserError,
)


class Exit(IntEnum):
    """The exit codes, which stay as they are."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    LOCKED = 3
    DAMAGED = 4
    CONFLICT = 5
    AGAIN = 75
    INTERRUPTED = 130


_EXITS: Final = (
    (Busy, Exit.AGAIN),
    (Denied, Exit.LOCKED),
    (Damaged, Exit.DAMAGED),
    (Conflict, Exit.CONFLICT),
    (NotFound, Exit.CONFLICT),
)
_USAGE: Final = frozenset({UserError.default_code, "unconfirmed", "query", "field", "short-id"})
"""What was typed has to be typed otherwise; other codes are about what it named."""
_WRONG_SECRET: Final = "wrong-recovery-code"  # noqa: S105 -- the code of an error


def exit_code(error: AtomError) -> Exit:
    """Return the exit code of a failure."""
    for kind, code in _EXITS:
        if isinstance(error, kind):
            return code
    if error.code == _WRONG_SECRET:
        return Exit.LOCKED
    if isinstance(error, UserError) and error.code in _USAGE:
        return Exit.USAGE
    return Exit.FAILED
