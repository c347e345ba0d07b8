"""A recurrence rule: how something comes back, kept apart from its occurrences."""

import msgspec

from atom_desktop.model.planned import Planned
from atom_desktop.model.task import CountedFrom


class RecurrenceRule(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An RFC 5545 rule with the days that are left out or put in.

    Moving, editing or skipping one occurrence never changes the rule; what an occurrence looks like
    when it is made stands in `template` (stored fields of a task).
    """

    rule: str
    counted_from: CountedFrom = msgspec.field(default=CountedFrom.DUE, name="from")
    text: str = ""
    start: Planned | None = None
    left_out: tuple[Planned, ...] = ()
    put_in: tuple[Planned, ...] = ()
    template: dict[str, object] = {}
    created: str | None = None
    trashed: str | None = None
    version: int = 1
