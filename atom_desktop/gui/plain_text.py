"""Text of others beside our own: nothing in it may turn the words that stand around it."""

from typing import Final

_TURNING: Final = dict.fromkeys(
    map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), "\N{REPLACEMENT CHARACTER}"
)
"""What turns everything behind it; the marks that only join a letter to its neighbours may stay."""


def straight(text: str) -> str:
    """Return text in which what turns the direction is shown as a sign; the record keeps it."""
    return text if text.isascii() else text.translate(_TURNING)
