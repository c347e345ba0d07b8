"""Tells which characters of a line may be read as tokens, and puts the rest together as a title."""

import re
from typing import Final

_QUOTES: Final = {'"': '"', "“": "”", "«": "»", "„": "“"}
_NOTES: Final = re.compile(r"\s//\s")
_ESCAPED: Final = re.compile(r"\\(?=[^\w\s])")
_DROPPED: Final = 2
_LOOSE: Final = " ,;:"
_BEFORE_CLOSING: Final = " ,;"
_CLOSING: Final = tuple(",;:.!?)…")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def split_notes(text: str, literal: bytearray) -> int | None:
    """Return where `` // `` starts, outside quotes, or None."""
    for found in _NOTES.finditer(text):
        if not literal[found.start() + 1]:
            return found.start()
    return None


def literal_characters(text: str) -> bytearray:
    """Mark the characters inside paired quotes, and those that a backslash makes text, by 1.

    The backslash itself, which is not shown in a title, is marked by 2.
    """
    literal = bytearray(len(text))
    place, size = 0, len(text)
    unpaired = set()
    while place < size:
        character = text[place]
        if character == "\\" and place + 1 < size and _ESCAPED.match(text, place):
            literal[place], literal[place + 1] = _DROPPED, 1
            place += 2
            continue
        closing = _QUOTES.get(character)
        end = -1 if closing is None or closing in unpaired else text.find(closing, place + 1)
        if end < 0:
            unpaired.add(closing)
            place += 1
            continue
        literal[place : end + 1] = b"\x01" * (end + 1 - place)
        place = end + 1
    return literal


def title_without(text: str, spans: list[tuple[int, int]]) -> str:
    """Return what is left of `text` without the spans, tidy and without backslashes."""
    literal = literal_characters(text)
    title, place = "", 0
    for start, stop in [*spans, (len(text), len(text))]:
        piece = text[place:start]
        if place and piece[:1] in _CLOSING:
            title = title.rstrip(_BEFORE_CLOSING)
        title += _unescaped(piece, literal[place:start]) + " "
        place = stop
    title = " ".join(_UNSEEN.sub(" ", title).split())
    if spans and not text[: spans[0][0]].strip():
        title = title.lstrip(_LOOSE)
    if spans and not text[spans[-1][1] :].strip(_LOOSE):
        title = title.rstrip(_LOOSE)
    return title


def _unescaped(piece: str, literal: bytearray) -> str:
    if _DROPPED not in literal:
        return piece
    kept = zip(piece, literal, strict=True)
    return "".join(character for character, mark in kept if mark != _DROPPED)
