"""Commands that take in new tasks: one line, or many."""

from typing import Final

import msgspec

from atom_desktop.core.actions.answering import carried_out
from atom_desktop.core.actions.finding import find_record, moment_of
from atom_desktop.core.capture import new_names, read_line, task_change
from atom_desktop.core.commands import Command, Context, Permission
from atom_desktop.core.task_json import task_json
from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import AtomError, UserError
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.quick_add.explain import explain

MOST_LINES: Final = 10_000


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line in the quick-add grammar; without `create`, the setting decides about new names."""

    text: str
    dialect: str = "todoist"
    tz: str | None = None
    create: bool | None = None


class Lines(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lines in the quick-add grammar, each a task and a step of its own."""

    lines: list[str]
    dialect: str = "todoist"
    tz: str | None = None
    create: bool | None = None


def _add(context: Context, params: Line) -> JsonObject:
    session = context.session
    create = params.create
    if create is None:
        create = bool(session.settings.get("capture.create"))
    moment = moment_of(session, params.tz)
    draft = read_line(session, params.text, moment, params.dialect, create=create)
    names = new_names(session)
    change = task_change(session, draft, names)
    step = carried_out(context, "task.add", f"Add “{draft.title}”", [*names.changes, change])
    record = find_record(session, Collection.TASK, change.id)
    created: JsonObject = {"projects": [*names.projects], "labels": [*names.labels]}
    return {
        "task": task_json(session, record),
        "created": created,
        "explain": explain(draft),
        "step": step.id,
    }


def _add_many(context: Context, params: Lines) -> Json:
    """Add line after line; one that cannot be added is told, and the rest goes on."""
    if len(params.lines) > MOST_LINES:
        message = f"These are more than {MOST_LINES} lines at once."
        raise UserError(message, "Add them in several parts, or import them from a file.")
    results: list[Json] = []
    for number, text in enumerate(params.lines, 1):
        if context.caller.cancelled():
            break
        line = Line(text=text, dialect=params.dialect, tz=params.tz, create=params.create)
        try:
            results.append({"task": _add(context, line)["task"]})
        except AtomError as error:
            results.append({"error": _error(error), "line": number})
        context.caller.progress({"done": number, "total": len(params.lines), "text": "adding"})
    return {"results": results}


def _error(error: AtomError) -> JsonObject:
    return {"code": error.code, "message": error.message, "hint": error.hint}


COMMANDS: Final = (
    Command(
        id="task.add",
        title="Add a task",
        help="Adds a task from a line such as “Buy milk tomorrow #Home @errand p1”.",
        params=Line,
        run=_add,
        permission=Permission.CAPTURE,
        undoable=True,
        example={"text": "Buy milk tomorrow #Home @errand p1"},
    ),
    Command(
        id="task.add_many",
        title="Add several tasks",
        help="Adds a task for each line; a line that cannot be added is told, the rest goes on.",
        params=Lines,
        run=_add_many,
        permission=Permission.CAPTURE,
        undoable=True,
        example={"lines": ["Buy milk", "Call Ann friday"]},
    ),
)
