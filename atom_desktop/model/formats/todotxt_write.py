"""Writes tasks as todo.txt: the inverse of `todotxt`."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from atom_desktop.model.formats.base import (
    BASE,
    UNTITLED,
    Losses,
    LossKind,
    OutgoingTask,
    Writing,
    drop_others,
    object_in,
    text_in,
)
from atom_desktop.model.formats.recurring import WORKING_DAYS, words_from_rule
from atom_desktop.model.formats.todotxt import NAME
from atom_desktop.model.formats.zones import Wall
from atom_desktop.model.json import JsonObject

_LETTERS: Final = {1: "A", 2: "B", 3: "C"}
_LIKE_A_HEAD: Final = re.compile(r"(?:x|\([A-Z]\)|\d{4}-\d\d-\d\d)(?: |$)", re.ASCII)
_LIKE_A_WORD: Final = re.compile(r"(?:^|\s)(?:[+@]\S|(?:due|t|deadline|rec|pri|id|p|dep|h):\S)")
_CARRIED: Final = frozenset({
    "title", "project", "section", "labels", "priority", "status", "start", "due", "deadline",
    "recurrence", "created", "done", "trashed", "depends_on", "parent", "source", "order",
    "version", "imported",
})  # fmt: skip


def write(tasks: Iterable[OutgoingTask], writing: Writing) -> Iterator[bytes]:
    """Yield a line for each task that is not in the trash; what has no place is counted."""
    wall = Wall(writing.tz)
    for task in tasks:
        if text_in(task.fields, "trashed"):
            writing.losses.add(LossKind.DROPPED, "trashed", text_in(task.fields, "title"))
            continue
        yield _line(task, writing, wall).encode() + b"\n"


def _line(task: OutgoingTask, writing: Writing, wall: Wall) -> str:
    fields, losses = task.fields, writing.losses
    drop_others(fields, _CARRIED, losses)
    if task.section:
        losses.add(LossKind.DROPPED, "section", task.section)
    if task.comments:
        losses.add(LossKind.DROPPED, "comment", task.comments[0].text)
    kept = _kept(fields, losses)
    words = [*_head(fields, kept, wall, losses), _title(fields, losses)]
    if task.project:
        words.append("+" + _word("project", task.project, losses))
    words += _other_words(kept)
    words += ["@" + _word("label", label, losses) for label in task.labels]
    words += _dates(fields, losses)
    words += _recurrence(fields, losses)
    words += _references(task, writing)
    return " ".join(words)


def _kept(fields: JsonObject, losses: Losses) -> JsonObject:
    """Return what a todo.txt itself said and ATOM had no place for."""
    kept = {name: value for name, value in object_in(fields, "imported").items() if name != BASE}
    if text_in(fields, "source").startswith(f"{NAME}:"):
        return kept
    drop_others({"imported": kept}, frozenset(), losses)
    return {}


def _other_words(kept: JsonObject) -> list[str]:
    projects = kept.get("projects")
    others = projects[1:] if isinstance(projects, list) else []
    hidden = text_in(kept, "h")
    return [f"+{one}" for one in others] + ([f"h:{hidden}"] if hidden else [])


def _head(fields: JsonObject, kept: JsonObject, wall: Wall, losses: Losses) -> list[str]:
    """Return what comes before the title: done and when, the priority, the day of creation."""
    status, created = text_in(fields, "status"), text_in(fields, "created")
    if status in {"waiting", "cancelled"}:
        losses.add(LossKind.CHANGED, "status", status)
    head = []
    if status in {"done", "cancelled"}:
        head.append("x")
        if done := text_in(fields, "done"):
            head.append(wall.day_of(done))
    elif letter := _letter(fields) or text_in(kept, "priority"):
        head.append(f"({letter})")
    if created and head == ["x"]:
        losses.add(LossKind.DROPPED, "created", created)
    elif created:
        head.append(wall.day_of(created))
    return head


def _letter(fields: JsonObject) -> str:
    priority = fields.get("priority")
    return _LETTERS.get(priority, "") if isinstance(priority, int) else ""


def _title(fields: JsonObject, losses: Losses) -> str:
    """Return the title on one line; one that would be read as something else is counted."""
    title = " ".join(text_in(fields, "title").split()) or UNTITLED
    if _LIKE_A_WORD.search(title) or _LIKE_A_HEAD.match(title):
        losses.add(LossKind.CHANGED, "title", title)
    return title


def _word(kind: str, name: str, losses: Losses) -> str:
    word = "_".join(name.split())
    if word != name:
        losses.add(LossKind.CHANGED, kind, name)
    return word


def _dates(fields: JsonObject, losses: Losses) -> list[str]:
    words = []
    for key, field in (("due", "due"), ("t", "start"), ("deadline", "deadline")):
        planned = object_in(fields, field)
        day = text_in(planned, "date")
        if at := text_in(planned, "at"):
            losses.add(LossKind.CHANGED, field, at)
            day = at[:10]
        if day:
            words.append(f"{key}:{day}")
    if text_in(fields, "status") in {"done", "cancelled"} and (letter := _letter(fields)):
        words.append(f"pri:{letter}")
    return words


def _recurrence(fields: JsonObject, losses: Losses) -> list[str]:
    recurrence = object_in(fields, "recurrence")
    if not recurrence:
        return []
    rule = text_in(recurrence, "rule")
    words = "1b" if rule == WORKING_DAYS else words_from_rule(rule)
    if words is None:
        losses.add(LossKind.DROPPED, "recurrence", rule)
        return []
    return [f"rec:{'' if recurrence.get('from') == 'completion' else '+'}{words}"]


def _references(task: OutgoingTask, writing: Writing) -> list[str]:
    """Return the task's own id if another needs it, and the tasks that it belongs to or awaits."""
    words = [f"id:{task.id}"] if task.id in writing.referenced else []
    parent = text_in(task.fields, "parent")
    depends = task.fields.get("depends_on")
    wanted = [("p", parent)] if parent else []
    wanted += [("dep", str(one)) for one in depends] if isinstance(depends, list) else []
    for key, other in wanted:
        if other in writing.referenced:
            words.append(f"{key}:{other}")
        else:
            writing.losses.add(LossKind.DROPPED, "parent" if key == "p" else "depends_on", other)
    return words
