"""Says in a sentence how a query was read."""

from typing import Final

from atom_desktop.model.planned import MINUTES_A_DAY, from_minutes
from atom_desktop.model.query.nodes import (
    And,
    DateField,
    Everything,
    Flag,
    FlagName,
    Has,
    HasLabel,
    InProject,
    InSection,
    Node,
    Not,
    Or,
    Phrase,
    Priority,
    Query,
    StatusIs,
    Text,
    TextField,
    When,
)

_DATES: Final = {
    DateField.DUE: "due",
    DateField.START: "starting",
    DateField.DEADLINE: "with a deadline",
    DateField.CREATED: "created",
    DateField.DONE: "done",
    DateField.CHANGED: "changed",
}
_FLAGS: Final = {FlagName.TRASHED: "in the trash", FlagName.SOMEDAY: "put off to someday"}
_PLACES: Final = {
    TextField.ANY: "title or notes",
    TextField.TITLE: "title",
    TextField.NOTES: "notes",
}


def explain(query: Query) -> str:
    """Return one sentence that says what the query finds, and in which order."""
    sentence = f"Tasks: {_said(query.where)}"
    if query.sort:
        keys = [key.key + (" (descending)" if key.descending else "") for key in query.sort]
        sentence += f"; sorted by {', then '.join(keys)}"
    if query.group is not None:
        sentence += f"; grouped by {query.group}"
    if query.limit is not None:
        sentence += f"; at most {query.limit}"
    return sentence + "."


def _said(node: Node) -> str:
    match node:
        case And(parts):
            return " and ".join(_bracketed(part) for part in parts)
        case Or(parts):
            return " or ".join(map(_said, parts))
        case Not(part):
            return _denied(part)
        case Everything():
            return "all"
        case _:
            return _condition(node)


def _bracketed(node: Node) -> str:
    return f"({_said(node)})" if isinstance(node, Or) else _said(node)


def _denied(node: Node) -> str:
    match node:
        case Everything() | Priority(1, 4):
            return "none"
        case Has(what):
            return f"without {what}"
        case And() | Or():
            return f"not ({_said(node)})"
        case _:
            return f"not {_said(node)}"


def _condition(node: Node) -> str:
    match node:
        case Text(words, field):
            listed = " and ".join(f"“{word}…”" for word in words)
            return f"{listed} in the {_PLACES[field]}"
        case Phrase(text, field):
            return f"the words “{text}” in the {_PLACES[field]}"
        case InProject(name):
            return f"in project {name}"
        case InSection(name):
            return f"in section {name}"
        case HasLabel(name):
            return f"with label {name}"
        case Priority(first, last):
            return "priority " + " or ".join(str(level) for level in range(first, last + 1))
        case _:
            return _state(node)


def _state(node: Node) -> str:
    match node:
        case When(field, start, end):
            return f"{_DATES[field]} {_range(start, end)}"
        case StatusIs(status):
            return str(status)
        case Flag(name):
            return _FLAGS.get(name, str(name))
        case Has(what):
            return f"with {what}"
        case _:
            raise TypeError(f"no words for {node!r}")


def _range(start: int | None, end: int | None) -> str:
    if start is None and end is None:
        return "at any time"
    if start is None:
        return f"before {_moment(end or 0)}"
    if end is None:
        return f"{_moment(start)} or later"
    if end - start <= 1:
        return f"at {_moment(start)}"
    if start % MINUTES_A_DAY == 0 and end - start == MINUTES_A_DAY:
        return f"on {_moment(start)}"
    return f"from {_moment(start)} until before {_moment(end)}"


def _moment(minutes: int) -> str:
    wall = from_minutes(minutes)
    if minutes % MINUTES_A_DAY == 0:
        return wall.date().isoformat()
    return wall.isoformat(" ", "minutes")
