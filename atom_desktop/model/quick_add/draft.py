"""What quick add understood: a task not yet made, and which characters said what."""

from enum import StrEnum

import msgspec

from atom_desktop.model.dates.reading import Reading
from atom_desktop.model.planned import Planned
from atom_desktop.model.task import LOWEST_PRIORITY, Recurrence, Reminder


class SpanKind(StrEnum):
    """What a recognised stretch of text stands for."""

    PROJECT = "project"
    SECTION = "section"
    LABEL = "label"
    PRIORITY = "priority"
    DUE = "due"
    TIME = "time"
    START = "start"
    DEADLINE = "deadline"
    DURATION = "duration"
    ESTIMATE = "estimate"
    RECURRENCE = "recurrence"
    REMINDER = "reminder"
    PERSON = "person"
    LINK = "link"
    NOTES = "notes"


class Span(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A recognised stretch: ``text[start:end]``; `new` marks a name that does not exist yet."""

    start: int
    end: int
    kind: SpanKind
    text: str
    new: bool = False


class Ambiguity(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch that has several meanings, and which of the choices was taken."""

    start: int
    end: int
    choices: tuple[Planned, ...]
    chosen: int = 0


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A task as it was understood; `project` and `labels` are names, as they exist or are new."""

    text: str
    title: str = ""
    notes: str = ""
    spans: tuple[Span, ...] = ()
    when: tuple[Reading, ...] = ()
    ambiguous: tuple[Ambiguity, ...] = ()
    due: Planned | None = None
    start: Planned | None = None
    duration: int | None = None
    deadline: Planned | None = None
    recurrence: Recurrence | None = None
    next: tuple[Planned, ...] = ()
    project: str | None = None
    section: str | None = None
    labels: tuple[str, ...] = ()
    priority: int = LOWEST_PRIORITY
    reminders: tuple[Reminder, ...] = ()
    estimate: int | None = None
