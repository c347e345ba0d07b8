"""Reads a new value for a field of a task, from JSON or from what a person typed."""

import re
from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.dates.phrases import read_clock, read_date
from atom_desktop.model.errors import UserError
from atom_desktop.model.formats.recurring import rule_from_words
from atom_desktop.model.json import Json
from atom_desktop.model.planned import planned_json, read_planned
from atom_desktop.model.task import LOWEST_PRIORITY, CountedFrom, Status

Read = Callable[[str, Json, Moment], Json]
"""Returns the value to store (None clears the field); is given the name of the field."""

MOST_MINUTES: Final = 10_000 * 60
_DURATION: Final = re.compile(r"(?:(\d{1,5})\s*h)?\s*(?:(\d{1,6})\s*m(?:in)?)?", re.IGNORECASE)
_PRIORITY: Final = re.compile(r"(?:p|!!)?([1-4])", re.IGNORECASE)
_PREPOSITION: Final = re.compile(r"(on|at|by|before|until|till)\s+", re.IGNORECASE)
_ITS_LAST_DAY: Final = frozenset({"by", "before", "until", "till"})
_EVERY: Final = re.compile(r"(?:every|ev)\s+", re.IGNORECASE)
_RULE: Final = re.compile(
    r"(?:RRULE:)?(FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[A-Z0-9,+-]+)*)"
)


def as_json(value: Json) -> Json:
    """Return what a text that looks like a JSON list or object stands for; others as they are."""
    if not isinstance(value, str) or value.strip()[:1] not in {"[", "{"}:
        return value
    try:
        decoded: Json = msgspec.json.decode(value)
    except msgspec.DecodeError:
        return value
    return decoded


def is_empty(value: Json) -> bool:
    """Tell whether a value clears the field."""
    return value is None or value in ("", []) or (isinstance(value, str) and not value.strip())


def read_status(value: Json) -> Status:
    """Return a status; nothing means open."""
    if is_empty(value):
        return Status.OPEN
    try:
        return Status(str(value).strip().lower())
    except ValueError as error:
        raise refused("status", value, f"It is one of: {', '.join(Status)}.") from error


def refused(field: str, value: Json, hint: str) -> UserError:
    """Return the error for a value that a field cannot have."""
    return UserError(f"{field} cannot be “{str(value)[:60]}”.", hint, "field")


def _title(field: str, value: Json, _moment: Moment) -> Json:
    title = " ".join(value.split()) if isinstance(value, str) else ""
    if not title and (value is None or isinstance(value, str)):
        hint = "A task needs a title: some text on one line."
        raise UserError(f"The {field} cannot be empty.", hint, "field")
    if not title:
        raise refused(field, value, "A task needs a title: some text on one line.")
    return title


def _notes(field: str, value: Json, _moment: Moment) -> Json:
    if is_empty(value):
        return None
    if not isinstance(value, str):
        raise refused(field, value, "Notes are text.")
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _planned(field: str, value: Json, moment: Moment) -> Json:
    """Read a day or time in words, as ISO text or as JSON."""
    if is_empty(value):
        return None
    value = as_json(value)
    if isinstance(value, str):
        return _planned_from_words(field, value.strip(), moment)
    planned = read_planned(value)
    return None if planned is None else planned_json(planned)


def _planned_from_words(field: str, text: str, moment: Moment) -> Json:
    preposition = _PREPOSITION.match(text)
    place = preposition.end() if preposition else 0
    reading = read_date(text, place, moment) or read_clock(text, place, moment)
    if reading is None or reading.last != len(text):
        hint = "Write one like 2026-12-01, tomorrow 9am or next friday; nothing clears it."
        raise refused(field, text, hint)
    last_day = preposition is not None and preposition[1].lower() in _ITS_LAST_DAY
    return planned_json(reading.planned_by(moment.tz) if last_day else reading.planned(moment.tz))


def _minutes(field: str, value: Json, _moment: Moment) -> Json:
    if is_empty(value):
        return None
    minutes = read_minutes(value)
    if minutes is None or not 0 <= minutes <= MOST_MINUTES:
        raise refused(field, value, "Write it like 30m, 1h30m or 90 (minutes); nothing clears it.")
    return minutes or None


def read_minutes(value: Json) -> int | None:
    """Return the whole minutes of ``90``, ``30m``, ``2h`` or ``1h30m``; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    found = _DURATION.fullmatch(text) if text else None
    return int(found[1] or 0) * 60 + int(found[2] or 0) if found else None


def _priority(field: str, value: Json, _moment: Moment) -> Json:
    if is_empty(value):
        return None
    found = None if isinstance(value, bool) else _PRIORITY.fullmatch(str(value).strip())
    if found is None:
        raise refused(field, value, "A priority is 1 (the highest) to 4, or p1 to p4.")
    level = int(found[1])
    return level if level != LOWEST_PRIORITY else None


def _recurrence(field: str, value: Json, _moment: Moment) -> Json:
    """Read ``every 2 weeks``, ``weekly``, an RFC 5545 rule, or the JSON form."""
    if is_empty(value):
        return None
    value = as_json(value)
    if isinstance(value, str):
        return {"rule": _rule(field, value), "text": value.strip()}
    said = value if isinstance(value, dict) else {}
    counted_from = said.get("from", CountedFrom.DUE.value)
    if counted_from not in set(CountedFrom):
        raise refused(field, value, "“from” is due or completion.")
    stored: Json = {"rule": _rule(field, said.get("rule")), "from": counted_from}
    if isinstance(stored, dict) and isinstance(said.get("text"), str) and said["text"]:
        stored["text"] = said["text"]
    return stored


def _rule(field: str, value: Json) -> str:
    text = value.strip() if isinstance(value, str) else ""
    found = _RULE.fullmatch(text)
    rule = f"RRULE:{found[1]}" if found else rule_from_words(_EVERY.sub("", text, count=1))
    if rule is None:
        hint = "Write it like weekly, every 2 weeks, or RRULE:FREQ=MONTHLY;INTERVAL=3."
        raise refused(field, value, hint)
    return rule


READERS: Final[Mapping[str, Read]] = {
    "title": _title,
    "notes": _notes,
    "due": _planned,
    "start": _planned,
    "deadline": _planned,
    "duration": _minutes,
    "estimate": _minutes,
    "priority": _priority,
    "recurrence": _recurrence,
}
"""The fields whose new value is the same for every task that is edited."""
