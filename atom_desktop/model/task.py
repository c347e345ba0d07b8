"""A task: something to be done, with everything that can be said about it.

A task has two dates that are easily confused. **due** is the day or time I mean to do it; Today and
Overdue go by it. **deadline** is the latest it may be; rescheduling never moves it.
"""

from enum import StrEnum

import msgspec

from atom_desktop.model.planned import Planned

LOWEST_PRIORITY = 4


class Status(StrEnum):
    """Where a task stands; `open` is not stored."""

    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    CANCELLED = "cancelled"


class CountedFrom(StrEnum):
    """What the next occurrence of a recurring task is counted from."""

    DUE = "due"
    COMPLETION = "completion"


class Recurrence(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How a task comes back: an RFC 5545 rule, and the words in which it was said."""

    rule: str
    counted_from: CountedFrom = msgspec.field(default=CountedFrom.DUE, name="from")
    text: str = ""


class Reminder(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """When to be told: at a planned time (`at`), or that many minutes `before` the task is due."""

    at: Planned | None = None
    before: int | None = None


class ChecklistItem(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A small step inside a task."""

    id: str
    text: str
    done: bool = False
    order: str = ""


class Task(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The stored fields of a task.

    References are ids. `priority` goes from 1 (highest) to 4 (the default, not stored). `duration`
    (its length in the calendar) and `estimate` (the work in it) are whole minutes. `order` is a
    fractional string (`model.order`) among its siblings. `links` are web addresses or ids of link
    records. `created`, `done`, `trashed` and
    `archived` are UTC instants like ``2026-11-23T08:00:00Z``. `imported` keeps what another program
    said and ATOM has no place for.
    """

    title: str = ""
    notes: str = ""
    project: str | None = None
    section: str | None = None
    labels: tuple[str, ...] = ()
    priority: int = LOWEST_PRIORITY
    status: Status = Status.OPEN
    start: Planned | None = None
    due: Planned | None = None
    deadline: Planned | None = None
    duration: int | None = None
    estimate: int | None = None
    recurrence: Recurrence | None = None
    rule: str | None = None
    reminders: tuple[Reminder, ...] = ()
    parent: str | None = None
    depends_on: tuple[str, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    assignee: str | None = None
    order: str = ""
    links: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    created: str | None = None
    done: str | None = None
    trashed: str | None = None
    archived: str | None = None
    source: str | None = None
    template: str | None = None
    someday: bool = False
    imported: dict[str, object] = {}
    version: int = 1

    @property
    def closed(self) -> bool:
        """Whether nothing is left to do."""
        return self.status in {Status.DONE, Status.CANCELLED}
