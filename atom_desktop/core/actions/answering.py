"""Runs the changes of a command as one step, and answers with what it has changed."""

from collections.abc import Sequence
from typing import Final

from atom_desktop.core.actions.finding import read_tasks
from atom_desktop.core.commands import Context
from atom_desktop.core.task_json import task_json
from atom_desktop.core.workspace import touched
from atom_desktop.model.change import Change, Step
from atom_desktop.model.collections import Collection
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.record import Record

MOST_SHOWN: Final = 1000
"""An answer holds at most this many tasks; `changed` counts them all."""
_QUOTED: Final = 60


def carried_out(context: Context, command: str, title: str, changes: Sequence[Change]) -> Step:
    """Run changes as one step; returns when it is durable."""
    workspace = context.session.workspace
    return workspace.run(title, changes, command=command, actor=context.actor).wait()


def answer(context: Context, step: Step, asked: Sequence[Record]) -> JsonObject:
    """Return what a command on tasks answers: the tasks it was asked about as they are now."""
    session = context.session
    ids = list(dict.fromkeys(record.id for record in asked))
    tasks: list[Json] = [task_json(session, one) for one in read_tasks(session, ids[:MOST_SHOWN])]
    return {"tasks": tasks, "changed": tasks_in(step), "step": step.id, "title": step.title}


def tasks_in(step: Step) -> int:
    """Count the tasks that a step changes."""
    return sum(1 for collection, _ in touched(step) if collection == Collection.TASK)


def titled(verb: str, records: Sequence[Record]) -> str:
    """Return the title of a step: the verb with the one task, or the number of them."""
    if len(records) != 1:
        return f"{verb} {len(records)} tasks"
    title = str(records[0].fields.get("title", ""))
    return f"{verb} “{title if len(title) <= _QUOTED else title[: _QUOTED - 1] + '…'}”"
