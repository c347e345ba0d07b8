"""Reads one condition of a query, such as ``due before friday``, ``@errand`` or a word."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Final

import msgspec

from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.dates.phrases import read_date
from atom_desktop.model.dates.reading import Reading
from atom_desktop.model.names import Names
from atom_desktop.model.planned import at_time, local_minutes, wall_minutes, zone
from atom_desktop.model.query.nodes import (
    DateField,
    Everything,
    Flag,
    FlagName,
    Has,
    HasLabel,
    InProject,
    InSection,
    MayHave,
    Node,
    Not,
    Phrase,
    Priority,
    StatusIs,
    Text,
    TextField,
    When,
)
from atom_desktop.model.query.scanner import Scanner
from atom_desktop.model.task import LOWEST_PRIORITY, Status

_PRIORITY: Final = re.compile(r"(?:p|!!)([1-4])(?![^\s()])", re.IGNORECASE | re.ASCII)
_LEVEL: Final = re.compile(r"(?:p|!!)?([1-4])(?![^\s()])", re.IGNORECASE | re.ASCII)
_TEXT_FIELD: Final = re.compile(r"(title|notes|text):\s*", re.IGNORECASE | re.ASCII)
_SEARCHABLE: Final = re.compile(r"[^\W_]+")
_ANY: Final = "any"
_ANY_PRIORITY: Final = Priority(1, LOWEST_PRIORITY)
_EQUAL: Final = ("=", ":", "!=")
_DATE_WORDS: Final = ("before", "after", "on", "is", "by", "until", "since", "from")
_NAMED: Final[dict[str, Callable[[str], Node]]] = {
    "project": InProject,
    "section": InSection,
    "label": HasLabel,
}
_THINGS: Final = {thing.value: thing for thing in MayHave} | {
    "labels": MayHave.LABEL,
    "date": MayHave.DUE,
    "note": MayHave.NOTES,
    "attachments": MayHave.ATTACHMENT,
    "reminders": MayHave.REMINDER,
    "subtask": MayHave.SUBTASKS,
    "links": MayHave.LINK,
}


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What a query is read against: the moment, and the names that exist."""

    moment: Moment
    projects: Names
    labels: Names


def read_condition(scanner: Scanner, around: Surroundings) -> Node:
    """Read the condition that starts at this place; the last resort is a word to look for."""
    for reader in (_symbols, _priority, _fields, _questions):
        node = reader(scanner, around)
        if node is not None:
            return node
    return _text(scanner, TextField.ANY)


def _symbols(scanner: Scanner, around: Surroundings) -> Node | None:
    if scanner.symbol == "#" and scanner.take_symbol("#"):
        return InProject(_name(scanner, around.projects, "project"))
    if scanner.symbol == "@" and scanner.take_symbol("@"):
        return HasLabel(_name(scanner, around.labels, "label"))
    return None


def _name(scanner: Scanner, names: Names, kind: str) -> str:
    """Read a quoted name, else the longest one that exists, else one word."""
    start = scanner.place
    quoted = scanner.take_quoted()
    if quoted is not None:
        if not quoted.strip():
            scanner.place = start
            raise scanner.problem(f"The {kind} between these quotes has no name.")
        return quoted.strip()
    if known := names.longest(scanner.text, scanner.place):
        scanner.jump(known[1])
        return known[0]
    word = scanner.take_word()
    if not word:
        raise scanner.problem(f"The name of a {kind} is missing here.")
    return word


def _priority(scanner: Scanner, _around: Surroundings) -> Node | None:
    if found := _PRIORITY.match(scanner.text, scanner.place):
        scanner.jump(found.end())
        return Priority(int(found[1]), int(found[1]))
    start = scanner.place
    if scanner.take_field() not in {"priority", "prio"}:
        scanner.place = start
        return None
    comparison = scanner.take_comparison() or scanner.take_keyword("above", "below", "is")
    found = _LEVEL.match(scanner.text, scanner.place)
    if found is None and not comparison:
        scanner.place = start
        return None
    if found is None:
        raise scanner.problem("A priority is p1, p2, p3 or p4 (p1 is the highest).")
    scanner.jump(found.end())
    return _priority_range(comparison, int(found[1]))


def _priority_range(comparison: str, level: int) -> Node:
    """Turn a comparison into a range; "above" and ``>`` mean more urgent."""
    match comparison:
        case "above" | ">":
            return Priority(1, level - 1) if level > 1 else Not(_ANY_PRIORITY)
        case "below" | "<":
            lowest = level == LOWEST_PRIORITY
            return Not(_ANY_PRIORITY) if lowest else Priority(level + 1, LOWEST_PRIORITY)
        case ">=":
            return Priority(1, level)
        case "<=":
            return Priority(level, LOWEST_PRIORITY)
        case "!=":
            return Not(Priority(level, level))
        case _:
            return Priority(level, level)


def _fields(scanner: Scanner, around: Surroundings) -> Node | None:
    if found := _TEXT_FIELD.match(scanner.text, scanner.place):
        scanner.jump(found.end())
        return _text(scanner, TextField(found[1].lower()))
    start = scanner.place
    field = scanner.take_field()
    if field in set(DateField):
        node = _date(scanner, DateField(field), around.moment)
    elif field in _NAMED:
        node = _named(scanner, field, around)
    elif field == "status":
        node = _status(scanner)
    else:
        node = None
    if node is None:
        scanner.place = start
    return node


def _date(scanner: Scanner, field: DateField, moment: Moment) -> Node | None:
    comparison = scanner.take_comparison() or scanner.take_keyword(*_DATE_WORDS)
    reading = read_date(scanner.text, scanner.place, moment)
    if reading is None:
        if comparison:
            raise scanner.problem(
                "There is no date here that can be read.",
                "Write one like 2026-12-01, today, friday or next week.",
            )
        return None
    scanner.jump(reading.last)
    start, end = _minutes(reading, reading.start, moment), _minutes(reading, reading.end, moment)
    match comparison:
        case "before" | "<":
            return When(field, end=start)
        case "by" | "until" | "<=":
            return When(field, end=end)
        case "after" | ">":
            return When(field, start=end)
        case "since" | "from" | ">=":
            return When(field, start=start)
        case "!=":
            return Not(When(field, start=start, end=end))
        case _:
            return When(field, start=start, end=end)


def _minutes(reading: Reading, wall: dt.datetime, moment: Moment) -> int:
    """Return what a clock at home shows at `wall`, which may stand in a zone of its own."""
    if reading.tz is None or moment.tz is None:
        return wall_minutes(wall)
    return local_minutes(at_time(wall, reading.tz), zone(moment.tz))


def _named(scanner: Scanner, field: str, around: Surroundings) -> Node | None:
    comparison = scanner.take_comparison() or scanner.take_keyword("is")
    if comparison not in {*_EQUAL, "is"}:
        return None
    names = {"project": around.projects, "label": around.labels}.get(field) or Names()
    scanner.take_symbol({"project": "#", "label": "@"}.get(field, ""))
    node = _NAMED[field](_name(scanner, names, field))
    return Not(node) if comparison == "!=" else node


def _status(scanner: Scanner) -> Node | None:
    comparison = scanner.take_comparison() or scanner.take_keyword("is")
    status = scanner.take_keyword(*Status, _ANY)
    if not status:
        if not comparison:
            return None
        raise scanner.problem("A status is open, waiting, done, cancelled or any.")
    node = Everything() if status == _ANY else StatusIs(Status(status))
    return Not(node) if comparison == "!=" else node


def _questions(scanner: Scanner, around: Surroundings) -> Node | None:
    """Read ``overdue``, ``today``, ``no due``, ``has notes`` and ``is blocked``."""
    if scanner.take_keyword("overdue"):
        return Flag(FlagName.OVERDUE)
    if scanner.keyword() == "today":
        return _date(scanner, DateField.DUE, around.moment)
    start = scanner.place
    if verb := scanner.take_keyword("no", "has"):
        if thing := scanner.take_keyword(*_THINGS):
            node = Has(_THINGS[thing])
            return Not(node) if verb == "no" else node
        if verb == "has" and not scanner.at_end:
            raise scanner.problem("A task cannot have this.", f"Ask for {', '.join(MayHave)}.")
    if scanner.take_keyword("is") and not scanner.at_end:
        return _state(scanner)
    scanner.place = start
    return None


def _state(scanner: Scanner) -> Node:
    if flag := scanner.take_keyword(*FlagName):
        return Flag(FlagName(flag))
    if status := scanner.take_keyword(*Status):
        return StatusIs(Status(status))
    known = ", ".join([*FlagName, *Status])
    raise scanner.problem("A task is never in this state.", f"Ask for {known}.")


def _text(scanner: Scanner, field: TextField) -> Node:
    """Read a quoted phrase, or a word, which is taken apart at punctuation."""
    start = scanner.place
    quoted = scanner.take_quoted()
    word = quoted if quoted is not None else scanner.take_free_word()
    words = tuple(_SEARCHABLE.findall(word))
    if not words:
        scanner.place = start
        raise scanner.problem("There is no letter or digit here to look for.")
    return Phrase(word.strip(), field) if quoted is not None else Text(words, field)
