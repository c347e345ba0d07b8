"""Tells which characters of a line may be read as tokens, and puts the rest together as a title."""

import re
from typing import Final

_QUOTES: Final = {'"': '"', "“": "”", "«": "»", "„": "“"}
_NAME_SYMBOLS: Final = frozenset("#@+")
_NOTES: Final = re.compile(r"\s//\s")
_ESCAPED: Final = re.compile(r"\\(?=[^\w\s])")
_LOOSE: Final = " ,;:"
_CLOSING: Final = tuple(",;:.!?)…")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def split_notes(text: str, literal: bytearray) -> int | None:
    """Return where `` // `` starts, outside quotes, or None."""
    for found in _NOTES.finditer(text):
        if not literal[found.start() + 1]:
            return found.start()
    return None


def literal_characters(text: str) -> bytearray:
    """Mark (by 1) the characters inside paired quotes, and those that a backslash makes text."""
    literal = bytearray(len(text))
    place, size = 0, len(text)
    unpaired = set()
    while place < size:
        character = text[place]
        if character == "\\" and place + 1 < size and _ESCAPED.match(text, place):
            literal[place] = literal[place + 1] = 1
            place += 2
            continue
        closing = _QUOTES.get(character)
        end = -1 if closing is None or closing in unpaired else text.find(closing, place + 1)
        if end < 0:
            unpaired.add(closing)
            place += 1
            continue
        if not (place and text[place - 1] in _NAME_SYMBOLS and begins_word(text, place - 1)):
            literal[place : end + 1] = b"\x01" * (end + 1 - place)
        place = end + 1
    return literal


def begins_word(text: str, place: int) -> bool:
    """Tell whether a word begins at `place`."""
    return place == 0 or text[place - 1].isspace()


def title_without(text: str, spans: list[tuple[int, int]]) -> str:
    """Return what is left of `text` without the spans, tidy and without backslashes."""
    title, place = "", 0
    for start, stop in [*spans, (len(text), len(text))]:
        piece = text[place:start]
        if place and piece[:1] in _CLOSING:
            title = title.rstrip()
        title += piece + " "
        place = stop
    title = " ".join(_UNSEEN.sub(" ", title).split())
    if spans and not text[: spans[0][0]].strip():
        title = title.lstrip(_LOOSE)
    if spans and not text[spans[-1][1] :].strip(_LOOSE):
        title = title.rstrip(_LOOSE)
    return _ESCAPED.sub("", title)
