"""Recognises days and times: ``2026-12-01``, ``tomorrow 9:30``, ``on friday``, ``15:00``."""

import datetime as dt
import re
from typing import Final

import msgspec

from atom_desktop.model.dates.phrases import read_clock, read_date
from atom_desktop.model.dates.reading import Reading
from atom_desktop.model.names import ends_word
from atom_desktop.model.planned import Planned, at_time, on_day
from atom_desktop.model.quick_add.draft import Ambiguity, Draft, SpanKind
from atom_desktop.model.quick_add.recogniser import Context, Found

_PREPOSITION: Final = re.compile(
    r"(on|by|at|before|until|till|for|due)\s+(?=\S)", re.IGNORECASE | re.ASCII
)
_ITS_LAST_DAY: Final = frozenset({"by", "before", "until", "till"})


def read_due(text: str, place: int, context: Context) -> Found | None:
    """Recognise a day, with a time or without, and the preposition in front of it."""
    preposition = _PREPOSITION.match(text, place)
    begin = preposition.end() if preposition else place
    reading = read_date(text, begin, context.moment)
    if reading is None or not ends_word(text, reading.last):
        return None
    if reading.weak and preposition is None:
        return None
    last_day = preposition is not None and preposition[1].lower() in _ITS_LAST_DAY
    tz = context.moment.tz
    planned = reading.planned_by(tz) if last_day else reading.planned(tz)
    ambiguity = _ambiguity(reading, planned)

    def fill(draft: Draft) -> Draft:
        ambiguous = (*draft.ambiguous, ambiguity) if ambiguity else draft.ambiguous
        return msgspec.structs.replace(draft, due=planned, ambiguous=ambiguous)

    return Found(
        start=place,
        end=reading.last,
        kind=SpanKind.DUE,
        fill=fill,
        absorbed=preposition is not None,
        readings=(reading,),
    )


def read_time(text: str, place: int, context: Context) -> Found | None:
    """Recognise a time of day at the end of the line, or anywhere behind "at"."""
    preposition = _PREPOSITION.match(text, place)
    begin = preposition.end() if preposition else place
    reading = read_clock(text, begin, context.moment)
    if reading is None or not ends_word(text, reading.last):
        return None
    tz = context.moment.tz

    def fill(draft: Draft) -> Draft:
        planned = reading.planned(tz)
        if draft.due is not None:
            planned = _at_clock(draft.due, reading.start.time(), tz)
        return msgspec.structs.replace(draft, due=planned)

    return Found(
        start=place,
        end=reading.last,
        kind=SpanKind.TIME,
        fill=fill,
        phase=1,
        trailing=preposition is None,
        absorbed=preposition is not None,
        readings=(reading,),
    )


def _at_clock(due: Planned, clock: dt.time, tz: str | None) -> Planned:
    return at_time(dt.datetime.combine(due.day, clock), tz)


def _ambiguity(reading: Reading, planned: Planned) -> Ambiguity | None:
    """Return the other days that a phrase could mean, each at the time that was said."""
    if not reading.choices:
        return None
    choices = tuple(
        on_day(day)
        if planned.at is None
        else at_time(dt.datetime.combine(day, planned.at.time()), planned.tz)
        for day in reading.choices
    )
    return Ambiguity(start=reading.first, end=reading.last, choices=choices)
