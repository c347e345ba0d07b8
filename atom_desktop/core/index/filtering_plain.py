"""Conditions as a test of one row, in plain Python: for one task, and where numpy is not wanted."""

from collections.abc import Callable
from typing import Final

from atom_desktop.core.index.columns import NONE, STATUSES, Mark
from atom_desktop.core.index.rows import CLOSED, Ground
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
    MayHave,
    Node,
    Not,
    Or,
    Phrase,
    Priority,
    StatusIs,
    Text,
    When,
)
from atom_desktop.model.task import LOWEST_PRIORITY

Test = Callable[[int], bool]

INSTANTS: Final = frozenset({DateField.CREATED, DateField.DONE, DateField.CHANGED})
MARKED: Final = {
    MayHave.NOTES: Mark.NOTES,
    MayHave.ATTACHMENT: Mark.ATTACHMENT,
    MayHave.REMINDER: Mark.REMINDER,
    MayHave.PARENT: Mark.PARENT,
    MayHave.LINK: Mark.LINK,
    MayHave.CHECKLIST: Mark.CHECKLIST,
    MayHave.RECURRENCE: Mark.RECURRING,
}
FLAGGED: Final = {
    FlagName.TRASHED: Mark.TRASHED,
    FlagName.ARCHIVED: Mark.ARCHIVED,
    FlagName.RECURRING: Mark.RECURRING,
    FlagName.SOMEDAY: Mark.SOMEDAY,
}
NUMBERED: Final = {
    MayHave.PROJECT: "project",
    MayHave.SECTION: "section",
    MayHave.LABEL: "labels",
    MayHave.ESTIMATE: "estimate",
    MayHave.DURATION: "duration",
}
DATED: Final = {
    MayHave.DUE: "due",
    MayHave.START: "start",
    MayHave.DEADLINE: "deadline",
}


def row_test(node: Node, ground: Ground) -> Test:
    """Return a test that tells of a living row whether the condition holds."""
    match node:
        case Everything():
            return lambda _row: True
        case And():
            parts = [row_test(part, ground) for part in node.parts]
            return lambda row: all(part(row) for part in parts)
        case Or():
            parts = [row_test(part, ground) for part in node.parts]
            return lambda row: any(part(row) for part in parts)
        case Not():
            inner = row_test(node.part, ground)
            return lambda row: not inner(row)
        case Text() | Phrase():
            return lambda row: ground.matches(node, row)
        case When():
            return _dated(node, ground)
        case _:
            return _plain(node, ground)


def interval(node: When, ground: Ground) -> tuple[int, int]:
    """Return the half-open range of a date condition in the unit of its column."""
    convert = ground.wall_to_ms if node.field in INSTANTS else int
    first = NONE + 1 if node.start is None else convert(node.start)
    last = -NONE if node.end is None else convert(node.end)
    return first, last


def numbers_in(node: InProject | InSection | HasLabel, ground: Ground) -> tuple[str, set[int]]:
    """Return a column and the numbers in it for which a condition on names holds."""
    columns, names = ground.columns, ground.names
    if isinstance(node, InProject):
        ids = names.projects_called(node.name)
        return "project", {columns.projects.known(one) for one in ids}
    if isinstance(node, InSection):
        ids = names.sections_called(node.name)
        return "section", {columns.sections.known(one) for one in ids}
    ids = names.labels_called(node.name)
    texts = columns.label_sets.texts
    return "labels", {number for number, text in enumerate(texts) if ids & set(text.split())}


def rows_of_flag(flag: FlagName, ground: Ground) -> frozenset[int] | None:
    """Return the rows of a flag that is kept as a set of rows, None for the others."""
    if flag is FlagName.BLOCKED:
        return ground.blocked
    return ground.blocking if flag is FlagName.BLOCKING else None


def _dated(node: When, ground: Ground) -> Test:
    cells = ground.columns.cells[str(node.field)]
    first, last = interval(node, ground)
    return lambda row: first <= cells[row] < last


def _plain(node: Node, ground: Ground) -> Test:
    cells = ground.columns.cells
    match node:
        case InProject() | InSection() | HasLabel():
            column, numbers = numbers_in(node, ground)
            held = cells[column]
            return lambda row: held[row] in numbers
        case Priority():
            priority = cells["priority"]
            return lambda row: node.first <= priority[row] <= node.last
        case StatusIs():
            status, code = cells["status"], STATUSES.index(node.status)
            return lambda row: bool(status[row] == code)
        case Flag():
            return _flag(node.name, ground)
        case Has():
            return _has(node.what, ground)
        case _:
            message = f"no test for {node!r}"
            raise TypeError(message)


def _flag(flag: FlagName, ground: Ground) -> Test:
    cells = ground.columns.cells
    if flag in FLAGGED:
        marks, bit = cells["marks"], int(FLAGGED[flag])
        return lambda row: bool(marks[row] & bit)
    rows = rows_of_flag(flag, ground)
    if rows is not None:
        return lambda row: row in rows
    if flag is FlagName.DEFERRED:
        start, now = cells["start"], ground.now
        return lambda row: bool(start[row] > now)
    due, marks, status = cells["due"], cells["marks"], cells["status"]
    timed, today, now = int(Mark.DUE_TIMED), ground.today, ground.now

    def overdue(row: int) -> bool:
        limit = now if marks[row] & timed else today
        return NONE < due[row] < limit and status[row] not in CLOSED

    return overdue


def _has(what: MayHave, ground: Ground) -> Test:
    cells = ground.columns.cells
    if what in MARKED:
        marks, bit = cells["marks"], int(MARKED[what])
        return lambda row: bool(marks[row] & bit)
    if what in NUMBERED:
        numbers = cells[NUMBERED[what]]
        return lambda row: bool(numbers[row])
    if what in DATED:
        dates = cells[DATED[what]]
        return lambda row: bool(dates[row] > NONE)
    if what is MayHave.SUBTASKS:
        parents = ground.with_subtasks
        return lambda row: row in parents
    priority = cells["priority"]
    return lambda row: bool(priority[row] < LOWEST_PRIORITY)
