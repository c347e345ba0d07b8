"""The command that moves tasks: to a project, under another task, before or behind one."""

from typing import Annotated, Final

import msgspec

from atom_desktop.core.actions.answering import answer, carried_out, titled
from atom_desktop.core.actions.finding import find_record, find_tasks
from atom_desktop.core.actions.placing import (
    Place,
    order_changes,
    parent_place,
    place_changes,
    place_of,
    project_place,
)
from atom_desktop.core.capture import last_task_order
from atom_desktop.core.commands import Command, Context, Permission
from atom_desktop.core.session import Session
from atom_desktop.core.workspace import field_changes
from atom_desktop.model.change import Change
from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json
from atom_desktop.model.order import spread
from atom_desktop.model.record import Record

_NOTHING: Final = "-"


class Moving(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which tasks, and where to.

    `to` is a PROJECT or PROJECT/SECTION, or ``-`` for the inbox; `parent` a task, or ``-`` for
    none; `before` and `after` name the task to stand beside.
    """

    ids: list[str] = []
    query: str = ""
    expected: Annotated[int, msgspec.Meta(ge=0)] | None = None
    to: str = ""
    parent: str = ""
    before: str = ""
    after: str = ""


def _move(context: Context, params: Moving) -> Json:
    session = context.session
    if not (params.to or params.parent or params.before or params.after):
        message = "Where are they to be moved?"
        raise UserError(message, "Say to which project, under which task, before or after which.")
    records = find_tasks(context, params.ids, params.query, params.expected)
    anchor = _anchor(session, params)
    if anchor is not None:
        changes = _beside(session, records, anchor, params)
    elif params.parent == _NOTHING and not params.to:
        changes = _freed(session, records)
    else:
        changes = place_changes(session, records, _place(session, params))
        changes += _at_the_end(session, records)
    step = carried_out(context, "task.move", titled("Move", records), changes)
    return answer(context, step, records)


def _anchor(session: Session, params: Moving) -> Record | None:
    if params.before and params.after:
        message = "A task cannot be moved before one and after another."
        raise UserError(message, "Name one of the two.")
    beside = params.before or params.after
    return find_record(session, Collection.TASK, beside) if beside else None


def _place(session: Session, params: Moving) -> Place:
    """Return the place that `to` and `parent` name; they must agree."""
    place = project_place(session, params.to) if params.to else Place()
    if params.parent in {"", _NOTHING}:
        return place
    under = parent_place(session, params.parent)
    if params.to and (under.project, under.section) != (place.project, place.section):
        message = "The parent is in another project or section."
        raise UserError(message, "Subtasks are where their parent is: leave one of the two out.")
    return under


def _beside(
    session: Session, records: list[Record], anchor: Record, params: Moving
) -> list[Change]:
    place = place_of(anchor)
    if any(record.id == anchor.id for record in records):
        message = "A task cannot be moved before or after itself."
        raise UserError(message, "Name a task that is not moved.")
    if (params.to or params.parent) and _place(session, params) != place:
        message = "The task to stand beside is somewhere else."
        raise UserError(message, "`before` and `after` already say where: leave the others out.")
    changes = place_changes(session, records, place)
    return changes + order_changes(session, records, anchor, behind=bool(params.after))


def _freed(session: Session, records: list[Record]) -> list[Change]:
    """Return the changes that make subtasks tasks of their own, where they are."""
    freed = [one for one in records if one.fields.get("parent")]
    changes = [change for one in freed for change in field_changes(one, {"parent": None})]
    return changes + _at_the_end(session, freed)


def _at_the_end(session: Session, records: list[Record]) -> list[Change]:
    orders = spread(len(records), last_task_order(session))
    pairs = zip(records, orders, strict=True)
    return [change for one, order in pairs for change in field_changes(one, {"order": order})]


COMMANDS: Final = (
    Command(
        id="task.move",
        title="Move",
        help="Moves tasks to a project, section or parent, or to a place among their neighbours.",
        params=Moving,
        run=_move,
        permission=Permission.WRITE,
        undoable=True,
        example={"ids": ["ID"], "to": "-"},
    ),
)
