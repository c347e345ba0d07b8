"""What was found not to verify, in words for the person whose vault it is."""

from enum import StrEnum

import msgspec


class Gravity(StrEnum):
    """How bad a finding is."""

    UNFINISHED = "unfinished"
    """Bytes that were being written when the computer stopped; nothing acknowledged is missing."""
    DAMAGED = "damaged"
    """Bytes that were whole once and do not verify now."""
    MISSING = "missing"
    """Something that this computer remembers is not there."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One finding: the `file`, what it means, and what the person can do."""

    gravity: Gravity
    file: str
    message: str
    hint: str
    lost: int = 0
    """How many steps or records are affected, 0 if that cannot be known."""
