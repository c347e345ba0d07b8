"""Text for a terminal: harmless whatever it holds, and measured in the cells it takes."""

import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

_LINE: Final = "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}"
_ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"
_UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
_PICTURES: Final = 0x2400
_DELETE_PICTURE: Final = "\N{SYMBOL FOR DELETE}"
_TURNING: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""Marks that turn the direction of text, and so could make a line read as another."""


class Column(NamedTuple):
    """One column of a table: its heading, and whether it gives way when the line is too long."""

    heading: str
    flexible: bool = False
    right: bool = False


def counted(number: int, noun: str) -> str:
    """Return `1 task`, `1,234 tasks`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def harmless(text: str, *, lines: bool = False) -> str:
    """Return text that shows what it holds and commands no terminal; `lines` keeps line ends."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(letter, lines=lines) for letter in text)


def _shown(letter: str, *, lines: bool) -> str:
    code = ord(letter)
    if letter == "\n":
        return letter if lines else _LINE
    if letter == "\t":
        return "    " if lines else " "
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == 0x7F:
        return _DELETE_PICTURE
    if code in {0x2028, 0x2029}:
        return _LINE
    if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 or letter in _TURNING:
        return _UNKNOWN
    return letter


def cells(text: str) -> int:
    """Return how many cells of a terminal harmless text takes."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(letter: str) -> int:
    if letter.isascii():
        return 1
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1


def cut(text: str, width: int) -> str:
    """Return text that takes at most `width` cells, with an ellipsis where it was cut."""
    if cells(text) <= width:
        return text
    if width <= 0:
        return ""
    taken, used = [], 0
    for letter in text:
        used += _cells_of(letter)
        if used > width - 1:
            break
        taken.append(letter)
    return "".join(taken) + _ELLIPSIS


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Return text filled with blanks to `width` cells."""
    blanks = " " * max(0, width - cells(text))
    return blanks + text if right else text + blanks


def table_widths(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int, gap: int = 2
) -> list[int]:
    """Return the width of each column so that a line takes at most `width` cells if it can.

    The flexible columns give way, the widest first; a column that is empty throughout takes none.
    """
    found = [max((cells(row[place]) for row in rows), default=0) for place in range(len(columns))]
    wanted = [
        max(size, cells(column.heading)) if size else 0
        for column, size in zip(columns, found, strict=True)
    ]
    shown = sum(1 for size in wanted if size)
    excess = sum(wanted) + gap * max(0, shown - 1) - width
    flexible = [place for place, column in enumerate(columns) if column.flexible]
    while excess > 0 and flexible:
        widest = max(flexible, key=wanted.__getitem__)
        least = max(8, cells(columns[widest].heading))
        others = max((wanted[place] for place in flexible if place != widest), default=0)
        step = min(excess, max(1, wanted[widest] - max(others, least)))
        if wanted[widest] - step < least:
            flexible.remove(widest)
            continue
        wanted[widest] -= step
        excess -= step
    return wanted


def table_line(
    columns: Sequence[Column], row: Sequence[str], widths: Sequence[int], gap: int = 2
) -> list[str]:
    """Return the cells of one line, cut and padded, up to the last one that holds something."""
    parts = [
        padded(cut(text, size), size, right=column.right)
        for column, text, size in zip(columns, row, widths, strict=True)
        if size
    ]
    while parts and not parts[-1].strip():
        parts.pop()
    blanks = " " * gap
    return [part + blanks for part in parts[:-1]] + [part.rstrip() for part in parts[-1:]]
