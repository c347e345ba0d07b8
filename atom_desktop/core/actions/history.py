"""Commands that take changes back, repeat them, and show what was changed."""

from itertools import islice
from typing import Annotated, Final

import msgspec

from atom_desktop.core.actions.finding import SHORTEST_ID, find_id
from atom_desktop.core.commands import Command, Context, Permission
from atom_desktop.core.session import Session
from atom_desktop.core.task_json import utc_text
from atom_desktop.core.workspace import Receipt, touched
from atom_desktop.model.change import Change, Step
from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import NotFound
from atom_desktop.model.ids import is_id
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.stamp import hlc_milliseconds

MOST_CHANGES: Final = 100
"""A step is shown with at most this many changes; `more` counts the others."""
_LOOKED_IN: Final = (
    Collection.TASK,
    Collection.PROJECT,
    Collection.SECTION,
    Collection.LABEL,
    Collection.FILTER,
)


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Takes nothing."""


class Undoing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The step to take back, "" for the last one."""

    step: str = ""


class Past(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The id of a record or its first letters, "" for everything, and how many steps."""

    id: str = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 50


def _undo(context: Context, params: Undoing) -> Json:
    return _told(context.session.workspace.undo(context.actor, params.step))


def _redo(context: Context, _params: Nothing) -> Json:
    return _told(context.session.workspace.redo(context.actor))


def _told(receipt: Receipt) -> Json:
    step = receipt.wait()
    return {"title": step.title, "step": step.id, "changed": len(touched(step))}


def _list(context: Context, params: Past) -> Json:
    session = context.session
    record_id = _record_id(session, params.id) if params.id else ""
    steps: list[Json] = [
        _step_json(step) for step in islice(session.store.history(record_id), params.limit)
    ]
    return {"steps": steps}


def _record_id(session: Session, text: str) -> str:
    """Return the id of a record of any kind; a whole id may be that of an erased one."""
    wanted = text.strip().lower()
    if is_id(wanted) or len(wanted) < SHORTEST_ID:
        return wanted if is_id(wanted) else find_id(session, Collection.TASK, text)
    for collection in _LOOKED_IN:
        if session.store.ids_with_prefix(collection, wanted, 1):
            return find_id(session, collection, text)
    message = f"Nothing has an id that begins with “{text[:40]}”."
    raise NotFound(message, "`atom list` shows the ids of tasks.")


def _step_json(step: Step) -> JsonObject:
    changes: list[Json] = [_change_json(change) for change in step.changes[:MOST_CHANGES]]
    return {
        "id": step.id,
        "at": utc_text(hlc_milliseconds(step.hlc)),
        "actor": step.actor,
        "command": step.command,
        "title": step.title,
        "undoes": step.undoes,
        "redoes": step.redoes,
        "changes": changes,
        "more": len(step.changes) - len(changes),
    }


def _change_json(change: Change) -> JsonObject:
    return {
        "collection": change.collection,
        "id": change.id,
        "op": change.op.value,
        "field": change.field,
        "before": change.before,
        "after": change.after,
    }


COMMANDS: Final = (
    Command(
        id="history.undo",
        title="Undo",
        help="Takes the last change back; as a change of its own, so that it can be repeated.",
        params=Undoing,
        run=_undo,
        permission=Permission.WRITE,
    ),
    Command(
        id="history.redo",
        title="Redo",
        help="Repeats the change that was last taken back.",
        params=Nothing,
        run=_redo,
        permission=Permission.WRITE,
    ),
    Command(
        id="history.list",
        title="History",
        help="Shows what was changed, the newest first: everything, or one record.",
        params=Past,
        run=_list,
        permission=Permission.READ,
        example={"id": "ID", "limit": 10},
    ),
)
