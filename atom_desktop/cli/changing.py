"""`atom done`, `edit`, `move`, `delete` and their like: changing tasks by ids or by a query."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.program import Backend, Call
from atom_desktop.cli.task_text import brief, print_tasks
from atom_desktop.cli.text import counted
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json, JsonObject

MOST_SHOWN: Final = 20
_ASSIGNMENT: Final = re.compile(r"([A-Za-z_]+)([+-]?=)(.*)", re.DOTALL)
_LABELS: Final = "labels"
_PLACES: Final = ("to", "parent", "before", "after")


class _Deed(NamedTuple):
    """What a verb does: its command, how it asks, and how it tells what it has done."""

    command: str
    question: str
    done: str


_DEEDS: Final = {
    "done": _Deed("task.done", "Mark {} as done?", "done"),
    "reopen": _Deed("task.reopen", "Reopen {}?", "open again"),
    "cancel": _Deed("task.cancel", "Cancel {}?", "cancelled"),
    "delete": _Deed("task.delete", "Move {} to the trash?", "in the trash"),
    "restore": _Deed("task.restore", "Take {} out of the trash?", "out of the trash"),
    "edit": _Deed("task.edit", "Change {}?", "changed"),
    "move": _Deed("task.move", "Move {}?", "moved"),
}


def change(call: Call) -> Exit:
    """Do what the verb says to the tasks that were named."""
    return _carry_out(call, call.said.words, {})


def edit(call: Call) -> Exit:
    """Change fields: `FIELD=VALUE` sets, `FIELD=` clears, `labels+=` adds, `labels-=` removes."""
    ids = [word for word in call.said.words if _ASSIGNMENT.fullmatch(word) is None]
    changes = edits([word for word in call.said.words if _ASSIGNMENT.fullmatch(word)])
    return _carry_out(call, ids, changes)


def move(call: Call) -> Exit:
    """Move tasks to a project or section, below a parent, or before or after another task."""
    places: JsonObject = {
        place: call.said.one(place) for place in _PLACES if call.said.one(place) is not None
    }
    if not places:
        message = "`atom move` needs a place."
        raise UserError(message, "Say --to PROJECT, --parent ID, --before ID or --after ID.")
    return _carry_out(call, call.said.words, places)


def edits(assignments: Sequence[str]) -> JsonObject:
    """Read assignments into what `task.edit` takes; raises `UserError`."""
    values: JsonObject = {}
    added: list[Json] = []
    removed: list[Json] = []
    for assignment in assignments:
        found = _ASSIGNMENT.fullmatch(assignment)
        if found is None:
            message = f"“{assignment[:40]}” is not FIELD=VALUE."
            raise UserError(message, "Write it like due=tomorrow.")
        field, sign, value = found[1].lower(), found[2], found[3]
        if sign == "=":
            values[field] = _value(field, value)
        elif field == _LABELS:
            (added if sign == "+=" else removed).extend(_names(value))
        else:
            message = f"{field}{sign} is not possible."
            raise UserError(message, "Only labels take += and -=.")
    if not (values or added or removed):
        message = "`atom edit` needs something to change."
        raise UserError(message, 'Say it like due=tomorrow or title="Call Ann".')
    return {"set": values, "add_labels": added, "remove_labels": removed}


def _value(field: str, text: str) -> Json:
    if not text:
        return [] if field == _LABELS else None
    return _names(text) if field == _LABELS else text


def _names(text: str) -> list[Json]:
    """Return the labels in `a, @b`."""
    names = (name.strip().removeprefix("@") for name in text.split(","))
    return [name for name in names if name]


def _carry_out(call: Call, ids: Sequence[str], more: JsonObject) -> Exit:
    query = call.said.one("query")
    _check_meant(ids, query)
    deed = _DEEDS[call.said.verb.name if call.said.verb else ""]
    params: JsonObject = {"ids": [*ids], "query": query or "", **more}
    with call.program.backend() as backend:
        if query is not None and not call.said.has("yes"):
            expected = _confirmed(call, backend, deed, query)
            if expected is None:
                call.terminal.note("Nothing was changed.")
                return Exit.FAILED
            params["expected"] = expected
        answer = call.ask(backend, deed.command, params)
    _tell(call, deed, answer)
    return Exit.DONE


def _check_meant(ids: Sequence[str], query: str | None) -> None:
    if ids and query is not None:
        message = "These are ids and a query."
        raise UserError(message, "Name the tasks by ids, or by --query, not by both.")
    if not ids and not query:
        raise UserError("Which tasks?", "Name their ids, or say --query Q.")


def _confirmed(call: Call, backend: Backend, deed: _Deed, query: str) -> int | None:
    """Show how many tasks match and ask; None if the answer is no."""
    count = call.ask(backend, "task.count", {"query": query})["count"]
    number = count if isinstance(count, int) else 0
    if not number:
        return 0  # the command says what there is to say about that
    tasks = counted(number, "task")
    if not call.terminal.interactive:
        verb = "matches" if number == 1 else "match"
        message = f"{tasks} {verb}; nothing was changed."
        raise UserError(message, "Say --yes to go ahead without a question.", "unconfirmed")
    return number if call.terminal.confirmed(deed.question.format(tasks)) else None


def _tell(call: Call, deed: _Deed, answer: JsonObject) -> None:
    terminal = call.terminal
    if terminal.as_json:
        terminal.document(answer)
        return
    found, changed = answer.get("tasks"), answer.get("changed")
    tasks = [task for task in found if isinstance(task, dict)] if isinstance(found, list) else []
    print_tasks(terminal, tasks[:MOST_SHOWN], brief(tasks), call.now())
    number = changed if isinstance(changed, int) else len(tasks)
    left_out = max(len(tasks), number) - min(len(tasks), MOST_SHOWN)
    if left_out > 0:
        terminal.line(terminal.paint(f"and {counted(left_out, 'more task')}", "dim"))
    said = f"{counted(number, 'task')} {deed.done}. `atom undo` takes it back."
    if not number:
        said = "Nothing to change: that is how it was."
    terminal.line(terminal.paint(said, "dim"))
