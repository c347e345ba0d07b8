"""Reads a line that was typed, spoken or sent into a draft of a task."""

import re
from typing import Final

import msgspec

from atom_desktop.model.errors import UserError
from atom_desktop.model.quick_add.draft import Draft, Span, SpanKind
from atom_desktop.model.quick_add.line import literal_characters, split_notes, title_without
from atom_desktop.model.quick_add.recogniser import Context, Dialect, Found
from atom_desktop.model.quick_add.symbols import read_label, read_priority, read_project
from atom_desktop.model.quick_add.times import read_due, read_time

TODOIST: Final = Dialect(
    name="todoist", recognisers=(read_project, read_label, read_priority, read_due, read_time)
)
"""The symbols that programs and most people use: ``#project @label p1 tomorrow``."""
DIALECTS: Final = {TODOIST.name: TODOIST}

_WORD_BEGINS: Final = re.compile(r"(?<!\S)\S")
_LAST_WORD: Final = re.compile(r"\w+$")
_LAST_ONE_STANDS: Final = frozenset({SpanKind.DUE, SpanKind.TIME})
"""Dates are ordinary words: of several only the last is taken, the others stay in the title."""
_LEADS_ON: Final = frozenset({
    "on", "by", "at", "before", "until", "till", "for", "due", "to", "from", "in", "of", "with",
    "about", "after", "since", "between", "and", "or",
})  # fmt: skip
_LONGER_THAN_EACH: Final = 10


def dialect_named(name: str) -> Dialect:
    """Return a dialect; raises `UserError` where there is none of this name."""
    if name not in DIALECTS:
        message = f"There is no dialect “{name[:40]}”."
        raise UserError(message, f"There is: {', '.join(DIALECTS)}.")
    return DIALECTS[name]


def parse_line(text: str, context: Context, dialect: Dialect = TODOIST) -> Draft:
    """Return what the line says; whatever is not recognised stays in the title.

    Never raises; a draft without a title is a line without one.
    """
    literal = literal_characters(text)
    notes_at = split_notes(text, literal)
    line = text if notes_at is None else text[:notes_at]
    recognised = _recognised(line, literal, context, dialect)
    tokens = _settled(line, recognised)
    draft = Draft(
        text=text,
        title=_title(line, tokens),
        notes="" if notes_at is None else text[notes_at + 4 :].strip(),
        spans=_spans(text, tokens, notes_at),
        when=tuple(reading for found in recognised for reading in found.readings),
    )
    for found in sorted(tokens, key=lambda found: (found.phase, found.start)):
        draft = found.fill(draft)
    return draft


def _recognised(line: str, literal: bytearray, context: Context, dialect: Dialect) -> list[Found]:
    """Return the longest token at each place where a word begins, from left to right."""
    tokens: list[Found] = []
    end = 0
    for begin in _WORD_BEGINS.finditer(line):
        place = begin.start()
        if place < end or literal[place]:
            continue
        best: Found | None = None
        for recognise in dialect.recognisers:
            found = recognise(line, place, context)
            if found is not None and (best is None or found.end > best.end):
                best = found
        if best is not None:
            tokens.append(best)
            end = best.end
    return tokens


def _settled(line: str, recognised: list[Found]) -> list[Found]:
    """Give back to the title what lost, stands in the wrong place or would leave no title."""
    tokens = _without_losers(_in_place(line, recognised))
    if tokens and not _title(line, tokens):
        tokens = tokens[1:]
    dangling = _dangling(line, tokens)
    if dangling is not None:
        tokens = [found for found in tokens if found is not dangling]
    return tokens


def _in_place(line: str, tokens: list[Found]) -> list[Found]:
    """Drop the tokens that count only at the end of the line and stand elsewhere."""
    kept: list[Found] = []
    reached = len(line)
    for found in reversed(tokens):
        at_end = not line[found.end : reached].strip(" ,.;:!?")
        if at_end:
            reached = found.start
        if at_end or not found.trailing:
            kept.append(found)
    return kept[::-1]


def _without_losers(tokens: list[Found]) -> list[Found]:
    last = {found.kind: found for found in tokens}
    return [
        found for found in tokens if found.kind not in _LAST_ONE_STANDS or last[found.kind] is found
    ]


def _dangling(line: str, tokens: list[Found]) -> Found | None:
    """Return the date without which the title would end in a preposition, if there is one."""
    for number, found in enumerate(tokens):
        if found.kind not in _LAST_ONE_STANDS or found.absorbed:
            continue
        if _word_before(line, found.start).lower() not in _LEADS_ON:
            continue
        if not _title(line[found.end :], _shifted(tokens[number + 1 :], found.end)):
            return found
    return None


def _word_before(line: str, place: int) -> str:
    """Return the last word before `place`, of a long one only its end."""
    end = place
    while end and not (line[end - 1].isalnum() or line[end - 1] == "_"):
        end -= 1
    found = _LAST_WORD.search(line, max(end - _LONGER_THAN_EACH, 0), end)
    return found[0] if found else ""


def _shifted(tokens: list[Found], by: int) -> list[Found]:
    return [
        msgspec.structs.replace(found, start=found.start - by, end=found.end - by)
        for found in tokens
    ]


def _title(line: str, tokens: list[Found]) -> str:
    return title_without(line, [(found.start, found.end) for found in tokens])


def _spans(text: str, tokens: list[Found], notes_at: int | None) -> tuple[Span, ...]:
    spans = [
        Span(
            start=found.start,
            end=found.end,
            kind=found.kind,
            text=text[found.start : found.end],
            new=found.new,
        )
        for found in tokens
    ]
    if notes_at is not None:
        notes = Span(
            start=notes_at + 1, end=len(text), kind=SpanKind.NOTES, text=text[notes_at + 1 :]
        )
        spans.append(notes)
    return tuple(spans)
