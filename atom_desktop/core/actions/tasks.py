"""Commands that complete, reopen, cancel, delete and restore tasks."""

from collections.abc import Callable
from typing import Annotated, Final

import msgspec

from atom_desktop.core.actions.answering import answer, carried_out, titled
from atom_desktop.core.actions.closing import status_changes
from atom_desktop.core.actions.family import subtasks_below
from atom_desktop.core.actions.finding import find_tasks
from atom_desktop.core.commands import Command, Context, Permission
from atom_desktop.core.session import Session
from atom_desktop.core.task_json import utc_text
from atom_desktop.core.workspace import field_changes
from atom_desktop.model.collections import Collection
from atom_desktop.model.json import Json
from atom_desktop.model.record import Record
from atom_desktop.model.task import Status


class Which(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ids (or their first letters) or a query; with `expected`, only if there are that many."""

    ids: list[str] = []
    query: str = ""
    expected: Annotated[int, msgspec.Meta(ge=0)] | None = None


def _with_status(command: str, verb: str, status: Status) -> Callable[[Context, Which], Json]:
    def run(context: Context, params: Which) -> Json:
        records = find_tasks(context, params.ids, params.query, params.expected)
        changes = status_changes(context, records, status)
        return answer(
            context, carried_out(context, command, titled(verb, records), changes), records
        )

    return run


def _delete(context: Context, params: Which) -> Json:
    records = find_tasks(context, params.ids, params.query, params.expected)
    now = utc_text(context.session.clock.now_ms())
    changes = [
        change
        for record in _with_subtasks(context.session, records)
        if not record.fields.get("trashed")
        for change in field_changes(record, {"trashed": now})
    ]
    step = carried_out(context, "task.delete", titled("Delete", records), changes)
    return answer(context, step, records)


def _restore(context: Context, params: Which) -> Json:
    """Bring back tasks, and what went into the trash together with them."""
    session = context.session
    records = find_tasks(context, params.ids, params.query, params.expected)
    trashed = [record for record in records if record.fields.get("trashed")]
    instants = {record.fields["trashed"] for record in trashed}
    back = [
        record
        for record in _with_subtasks(session, trashed)
        if record.fields.get("trashed") in instants
    ]
    back += _places(session, back)
    changes = [change for one in back for change in field_changes(one, {"trashed": None})]
    step = carried_out(context, "task.restore", titled("Restore", records), changes)
    return answer(context, step, records)


def _with_subtasks(session: Session, records: list[Record]) -> list[Record]:
    known = {record.id for record in records}
    below = subtasks_below(session, known)
    return records + [record for record in below if record.id not in known]


def _places(session: Session, tasks: list[Record]) -> list[Record]:
    """Return the projects and sections in the trash without which these tasks would be nowhere."""
    found: dict[str, Record] = {}
    wanted = [(Collection.PROJECT, task.fields.get("project")) for task in tasks]
    wanted += [(Collection.SECTION, task.fields.get("section")) for task in tasks]
    while wanted:
        collection, record_id = wanted.pop()
        if not isinstance(record_id, str) or record_id in found:
            continue
        record = session.workspace.read(collection, record_id)
        if record is not None:
            found[record_id] = record
            wanted.append((Collection.PROJECT, record.fields.get("parent")))
    return [record for record in found.values() if record.fields.get("trashed")]


def _status_command(name: str, verb: str, help_text: str, status: Status) -> Command[Which]:
    return Command(
        id=f"task.{name}",
        title=verb,
        help=help_text,
        params=Which,
        run=_with_status(f"task.{name}", verb, status),
        permission=Permission.WRITE,
        undoable=True,
        example={"ids": ["ID"]},
    )


COMMANDS: Final[tuple[Command[Which], ...]] = (
    _status_command(
        "done",
        "Complete",
        "Completes tasks with their open subtasks; a recurring one moves to its next date.",
        Status.DONE,
    ),
    _status_command("reopen", "Reopen", "Opens completed or cancelled tasks again.", Status.OPEN),
    _status_command(
        "cancel", "Cancel", "Closes tasks that will not be done, with subtasks.", Status.CANCELLED
    ),
    Command(
        id="task.delete",
        title="Delete",
        help="Moves tasks with their subtasks to the trash.",
        params=Which,
        run=_delete,
        permission=Permission.WRITE,
        undoable=True,
        example={"ids": ["ID"]},
    ),
    Command(
        id="task.restore",
        title="Restore",
        help="Takes tasks out of the trash, with what was deleted together with them.",
        params=Which,
        run=_restore,
        permission=Permission.WRITE,
        undoable=True,
        example={"ids": ["ID"]},
    ),
)
