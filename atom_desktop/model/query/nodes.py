"""The parts of a query once it is understood, made to be turned into array operations or SQL.

Dates are resolved when a query is read: a `When` is a plain range of *wall minutes*
(`model.planned.wall_minutes`, on the clock of the person's zone), so a query that names a relative
day is read again at midnight. Names are as they were typed; whoever runs the query looks them up,
ignoring case.
"""

from enum import StrEnum
from typing import TypeAlias

import msgspec

from atom_desktop.model.task import Status


class TextField(StrEnum):
    """Where words are looked for."""

    ANY = "text"
    """Title and notes."""
    TITLE = "title"
    NOTES = "notes"


class DateField(StrEnum):
    """A date of a task that can be asked for; the last three are instants, the others planned."""

    DUE = "due"
    START = "start"
    DEADLINE = "deadline"
    CREATED = "created"
    DONE = "done"
    CHANGED = "changed"


class FlagName(StrEnum):
    """A question about a task that is answered by yes or no."""

    OVERDUE = "overdue"
    """Due before today, or, with a time, before now; and not done or cancelled."""
    TRASHED = "trashed"
    ARCHIVED = "archived"
    BLOCKED = "blocked"
    """Depends on a task that is not closed."""
    BLOCKING = "blocking"
    """A task that is not closed depends on it."""
    RECURRING = "recurring"
    SOMEDAY = "someday"
    DEFERRED = "deferred"
    """Its start lies in the future."""


class MayHave(StrEnum):
    """A thing that a task has or lacks."""

    NOTES = "notes"
    PROJECT = "project"
    SECTION = "section"
    LABEL = "label"
    DUE = "due"
    START = "start"
    DEADLINE = "deadline"
    PRIORITY = "priority"
    """One above the lowest."""
    ESTIMATE = "estimate"
    DURATION = "duration"
    ATTACHMENT = "attachment"
    REMINDER = "reminder"
    SUBTASKS = "subtasks"
    PARENT = "parent"
    LINK = "link"
    CHECKLIST = "checklist"
    RECURRENCE = "recurrence"


class Everything(msgspec.Struct, frozen=True, tag=True):
    """Holds for each task."""


class Text(msgspec.Struct, frozen=True, tag=True):
    """Each of `words` begins some word of the field, whatever its case or accents."""

    words: tuple[str, ...]
    field: TextField = TextField.ANY


class Phrase(msgspec.Struct, frozen=True, tag=True):
    """The whole words of `text` stand in the field one after the other, whatever their case."""

    text: str
    field: TextField = TextField.ANY


class InProject(msgspec.Struct, frozen=True, tag=True):
    """Is in the project of that name or path (parts joined by ``/``), or in one nested in it."""

    name: str


class InSection(msgspec.Struct, frozen=True, tag=True):
    """Is in a section of that name."""

    name: str


class HasLabel(msgspec.Struct, frozen=True, tag=True):
    """Carries the label of that name, or one nested in it by ``/``."""

    name: str


class Priority(msgspec.Struct, frozen=True, tag=True):
    """The priority is from `first` to `last`, both included, in 1..4 (1 is the highest)."""

    first: int
    last: int


class When(msgspec.Struct, frozen=True, tag=True):
    """The date is there and lies in the half-open range from `start` to `end`, in wall minutes.

    None leaves that side open. A planned day without a time counts as its first minute, an instant
    as the minute that a clock in the person's zone shows.
    """

    field: DateField
    start: int | None = None
    end: int | None = None


class StatusIs(msgspec.Struct, frozen=True, tag=True):
    """The status is this one."""

    status: Status


class Flag(msgspec.Struct, frozen=True, tag=True):
    """The question is answered by yes."""

    name: FlagName


class Has(msgspec.Struct, frozen=True, tag=True):
    """The thing is there; its opposite is `Not(Has(...))`."""

    what: MayHave


class And(msgspec.Struct, frozen=True, tag=True):
    """All of the parts hold; there are at least two."""

    parts: "tuple[Node, ...]"


class Or(msgspec.Struct, frozen=True, tag=True):
    """At least one of the parts holds; there are at least two."""

    parts: "tuple[Node, ...]"


class Not(msgspec.Struct, frozen=True, tag=True):
    """The part does not hold."""

    part: "Node"


Node: TypeAlias = (
    Everything
    | Text
    | Phrase
    | InProject
    | InSection
    | HasLabel
    | Priority
    | When
    | StatusIs
    | Flag
    | Has
    | And
    | Or
    | Not
)


class SortKey(StrEnum):
    """What a list can be sorted by; tasks without the value come last in either direction."""

    DUE = "due"
    START = "start"
    DEADLINE = "deadline"
    CREATED = "created"
    DONE = "done"
    CHANGED = "changed"
    PRIORITY = "priority"
    TITLE = "title"
    ORDER = "order"


class GroupKey(StrEnum):
    """What a list can be grouped by."""

    PROJECT = "project"
    SECTION = "section"
    LABEL = "label"
    PRIORITY = "priority"
    DUE = "due"
    STATUS = "status"


class Sort(msgspec.Struct, frozen=True):
    """One key of the order of a list."""

    key: SortKey
    descending: bool = False


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A whole query: the complete condition, the order, the grouping and the greatest number.

    `where` includes what is implied: open tasks only unless a status is asked for, nothing that is
    trashed or archived unless that is asked for. `text` is what was typed.
    """

    where: Node
    sort: tuple[Sort, ...] = ()
    group: GroupKey | None = None
    limit: int | None = None
    text: str = ""
