"""What completing, cancelling and reopening changes, for commands and for edits of the status."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from atom_desktop.core.actions.family import subtasks_below
from atom_desktop.core.actions.recurring import next_day
from atom_desktop.core.commands import Context
from atom_desktop.core.session import Session
from atom_desktop.core.task_json import utc_text
from atom_desktop.core.workspace import field_changes, set_changes
from atom_desktop.model.change import Change
from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.planned import Planned, at_time, on_day, planned_json, read_planned
from atom_desktop.model.record import Record
from atom_desktop.model.task import CountedFrom, Status

CLOSED: Final = frozenset({Status.DONE.value, Status.CANCELLED.value})
_MOVED_ALONG: Final = ("start", "deadline")


def status_changes(context: Context, records: Iterable[Record], status: Status) -> list[Change]:
    """Return the changes that give tasks a status.

    Closing a task closes its open subtasks. Completing a recurring one moves it to its next date;
    raises `UserError` if that cannot be computed.
    """
    session = context.session
    values = _values(session, status)
    changed = [record for record in records if _status(record) != status.value]
    moved = [one for one in changed if status is Status.DONE and _recurrence(session, one)]
    going_on = {record.id for record in moved}
    plain = [record for record in changed if record.id not in going_on]
    if status.value in CLOSED:
        known = {record.id for record in changed}
        below = subtasks_below(session, [record.id for record in plain])
        plain += [one for one in below if one.id not in known and _status(one) not in CLOSED]
    changes = [change for record in moved for change in _moved_on(session, record)]
    return changes + [change for record in plain for change in field_changes(record, values)]


def _values(session: Session, status: Status) -> JsonObject:
    done = utc_text(session.clock.now_ms()) if status is Status.DONE else None
    return {"status": None if status is Status.OPEN else status.value, "done": done}


def _status(record: Record) -> Json:
    return record.fields.get("status", Status.OPEN.value)


def _recurrence(session: Session, record: Record) -> JsonObject | None:
    """Return how a task comes back: as it says itself, or as its rule says."""
    said = record.fields.get("recurrence")
    rule = record.fields.get("rule")
    if not isinstance(said, dict) and isinstance(rule, str):
        held = session.workspace.read(Collection.RULE, rule)
        said = held.fields if held is not None else None
    return said if isinstance(said, dict) else None


def _moved_on(session: Session, record: Record) -> list[Change]:
    """Return the changes that make a recurring task its next occurrence."""
    said = _recurrence(session, record) or {}
    due = read_planned(record.fields.get("due"))
    today = session.clock.now().date()
    counted_from = CountedFrom.DUE if said.get("from") != "completion" else CountedFrom.COMPLETION
    day = next_day(str(said.get("rule")), due.day if due else None, today, counted_from)
    if day is None:
        title = record.fields.get("title", "")
        message = f"The next date of “{title}” ({said.get('rule')}) cannot be computed yet."
        hint = (
            "Nothing was changed. Move it with `atom edit ID due=DATE`, or end the series with "
            "`atom edit ID recurrence=` and complete it then."
        )
        raise UserError(message, hint, "recurrence")
    shift = day - (due.day if due else today)
    values: JsonObject = {"due": planned_json(_shifted(due, shift) if due else on_day(day))}
    for name in _MOVED_ALONG:
        planned = read_planned(record.fields.get(name))
        if planned is not None and due is not None:
            values[name] = planned_json(_shifted(planned, shift))
    values["status"] = None
    return field_changes(record, values) + _unticked(record)


def _shifted(planned: Planned, by: dt.timedelta) -> Planned:
    if planned.at is None:
        return on_day(planned.day + by)
    return at_time(planned.at + by, planned.tz)


def _unticked(record: Record) -> list[Change]:
    """Return the changes that make a checklist ready for the next time."""
    held = record.fields.get("checklist")
    items = held if isinstance(held, list) else []
    ticked = [item for item in items if isinstance(item, dict) and item.get("done")]
    fresh = [{name: value for name, value in item.items() if name != "done"} for item in ticked]
    return set_changes(record, "checklist", add=fresh, remove=ticked)
