"""An event in a calendar."""

from enum import StrEnum

import msgspec

from atom_desktop.model.planned import Planned
from atom_desktop.model.task import Recurrence, Reminder


class EventStatus(StrEnum):
    """How sure an event is (RFC 5545, 3.8.1.11)."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Attendee(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody who was asked to an event, and what they answered."""

    address: str
    name: str = ""
    answer: str = ""
    contact: str | None = None


class Event(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Something that takes place from `start` to just before `end`, whether or not one goes."""

    title: str = ""
    notes: str = ""
    start: Planned | None = None
    end: Planned | None = None
    place: str = ""
    status: EventStatus = EventStatus.CONFIRMED
    busy: bool = True
    calendar: str = ""
    attendees: tuple[Attendee, ...] = ()
    recurrence: Recurrence | None = None
    rule: str | None = None
    reminders: tuple[Reminder, ...] = ()
    links: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    account: str | None = None
    source: str | None = None
    imported: dict[str, object] = {}
    created: str | None = None
    trashed: str | None = None
    archived: str | None = None
    version: int = 1
