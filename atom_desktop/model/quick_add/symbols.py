"""Recognises ``#project``, ``@label`` and the priorities ``p1`` and ``!!1``."""

import re
from collections.abc import Callable
from typing import Final

import msgspec

from atom_desktop.model.names import Names, ends_word
from atom_desktop.model.quick_add.draft import Draft, SpanKind
from atom_desktop.model.quick_add.recogniser import Context, Found

_PRIORITY: Final = re.compile(r"(?:p|!!)([1-4])", re.IGNORECASE | re.ASCII)
_WORD: Final = re.compile(r"\S+")
_BEHIND_A_NAME: Final = ".,;:!?)]}\"'…"
_NOT_IN_A_NAME: Final = frozenset('#@"\\')


class Name(msgspec.Struct, frozen=True, kw_only=True):
    """A name that was read at a place: where it ends, and whether it is new."""

    name: str
    end: int
    new: bool = False


def read_project(text: str, place: int, context: Context) -> Found | None:
    """Recognise ``#Name``; the last one of a line wins."""
    name = _read_name(text, place, "#", context.projects)

    def fill(draft: Draft) -> Draft:
        return msgspec.structs.replace(draft, project=name.name if name else None)

    return _found(name, place, SpanKind.PROJECT, context, fill)


def read_label(text: str, place: int, context: Context) -> Found | None:
    """Recognise ``@name``; labels add up."""
    name = _read_name(text, place, "@", context.labels)

    def fill(draft: Draft) -> Draft:
        if name is None or name.name.casefold() in map(str.casefold, draft.labels):
            return draft
        return msgspec.structs.replace(draft, labels=(*draft.labels, name.name))

    return _found(name, place, SpanKind.LABEL, context, fill)


def read_priority(text: str, place: int, _context: Context) -> Found | None:
    """Recognise ``p1`` to ``p4`` and ``!!1`` to ``!!4``, alone as a word."""
    found = _PRIORITY.match(text, place)
    if found is None or not ends_word(text, found.end()):
        return None
    level = int(found[1])

    def fill(draft: Draft) -> Draft:
        return msgspec.structs.replace(draft, priority=level)

    return Found(start=place, end=found.end(), kind=SpanKind.PRIORITY, fill=fill)


def _found(
    name: Name | None,
    place: int,
    kind: SpanKind,
    context: Context,
    fill: Callable[[Draft], Draft],
) -> Found | None:
    if name is None or (name.new and not context.create):
        return None
    return Found(start=place, end=name.end, kind=kind, fill=fill, new=name.new)


def _read_name(text: str, place: int, symbol: str, names: Names) -> Name | None:
    """Read the name behind `symbol`: quoted, else the longest that exists, else a new word."""
    if not text.startswith(symbol, place):
        return None
    begin = place + 1
    if text.startswith('"', begin):
        return _quoted(text, begin, names)
    if known := names.longest(text, begin):
        return Name(name=known[0], end=known[1])
    return _new(text, begin)


def _quoted(text: str, begin: int, names: Names) -> Name | None:
    end = text.find('"', begin + 1)
    name = text[begin + 1 : end].strip()
    if end < 0 or not ends_word(text, end + 1):
        return None
    if known := names.exact(name):
        return Name(name=known, end=end + 1)
    return Name(name=name, end=end + 1, new=True) if _can_be_new(name) else None


def _new(text: str, begin: int) -> Name | None:
    found = _WORD.match(text, begin)
    if found is None:
        return None
    name = found[0].rstrip(_BEHIND_A_NAME)
    if not _can_be_new(name) or not _NOT_IN_A_NAME.isdisjoint(name):
        return None
    return Name(name=name, end=begin + len(name), new=True)


def _can_be_new(name: str) -> bool:
    """Tell whether a new thing may be called so: a letter first, two characters at least."""
    return len(name) >= 2 and name[0].isalpha()
