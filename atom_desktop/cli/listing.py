"""`atom list`, `atom show` and `atom count`: looking at tasks."""

from typing import Final

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.numbers import whole_number
from atom_desktop.cli.program import Call
from atom_desktop.cli.task_text import print_task, print_tasks
from atom_desktop.cli.text import counted
from atom_desktop.model.json import Json, JsonObject

SCREENFUL: Final = 50
"""A terminal shows this many unless more are asked for; a pipe gets them all."""


def list_tasks(call: Call) -> Exit:
    """Print the tasks that a query finds."""
    terminal = call.terminal
    said = call.said.one("limit")
    limit = whole_number("--limit", said) if said is not None else None
    if limit is None and terminal.on_screen and not terminal.as_json:
        limit = SCREENFUL
    answer = call.ask_once("task.list", {"query": _query(call), "limit": limit})
    tasks, total = _objects(answer["tasks"]), answer["total"]
    if terminal.as_json:
        terminal.document({"tasks": answer["tasks"], "total": total})
        return Exit.DONE
    print_tasks(terminal, tasks, _short(answer), call.now(), headed=bool(tasks))
    if terminal.on_screen:
        terminal.line(terminal.paint(_summary(len(tasks), total), "dim"))
    return Exit.DONE


def show_task(call: Call) -> Exit:
    """Print everything that one task says."""
    task = call.ask_once("task.show", {"id": call.said.words[0]})["task"]
    if call.terminal.as_json:
        call.terminal.document(task)
    elif isinstance(task, dict):
        print_task(call.terminal, task, call.now())
    return Exit.DONE


def count_tasks(call: Call) -> Exit:
    """Print how many tasks a query finds."""
    count = call.ask_once("task.count", {"query": _query(call)})["count"]
    if call.terminal.as_json:
        call.terminal.document({"count": count})
    else:
        call.terminal.line(f"{count}")
    return Exit.DONE


def _query(call: Call) -> str:
    return " ".join(call.said.words)


def _summary(shown: int, total: Json) -> str:
    if not total:
        return "No task matches."
    if isinstance(total, int) and shown < total:
        return f"{shown:,} of {counted(total, 'task')}; --limit shows more."
    return f"{counted(shown, 'task')}."


def _objects(found: Json) -> list[JsonObject]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _short(answer: JsonObject) -> dict[str, str]:
    short = answer.get("short")
    return {key: str(value) for key, value in short.items()} if isinstance(short, dict) else {}
