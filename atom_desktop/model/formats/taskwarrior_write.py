"""Writes tasks as the JSON array that ``task import`` reads: the inverse of `taskwarrior`."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from atom_desktop.model.formats.base import (
    BASE,
    Losses,
    LossKind,
    OutgoingTask,
    Writing,
    drop_others,
    object_in,
    text_in,
)
from atom_desktop.model.formats.recurring import words_from_rule
from atom_desktop.model.formats.taskwarrior import NAME, PRIORITIES
from atom_desktop.model.formats.zones import Wall, compact_from_utc
from atom_desktop.model.ids import decode_id
from atom_desktop.model.json import Json, JsonObject

_LETTERS: Final = {level: letter for letter, level in PRIORITIES.items()}
_STATUSES: Final = {"done": "completed", "cancelled": "deleted"}
_CARRIED: Final = frozenset({
    "title", "notes", "project", "labels", "priority", "status", "start", "due", "deadline",
    "recurrence", "created", "done", "trashed", "depends_on", "source", "imported", "order",
    "section", "version",
})  # fmt: skip

_encode = msgspec.json.Encoder().encode


def write(tasks: Iterable[OutgoingTask], writing: Writing) -> Iterator[bytes]:
    """Yield the array piece by piece, one task a line; what has no place there is counted."""
    wall = Wall(writing.tz)
    lead = b"[\n"
    for task in tasks:
        yield lead + _encode(_object(task, writing, wall))
        lead = b",\n"
    yield b"\n]\n" if lead == b",\n" else b"[\n]\n"


def _object(task: OutgoingTask, writing: Writing, wall: Wall) -> JsonObject:
    fields, losses = task.fields, writing.losses
    drop_others(fields, _CARRIED, losses)
    kept = _kept(fields, losses)
    written: JsonObject = {name: value for name, value in kept.items() if name != "annotations"}
    written |= {
        "uuid": _uuid(task.id, text_in(fields, "source")),
        "description": " ".join(text_in(fields, "title").split()),
        "status": "pending",
    }
    created = text_in(fields, "created")
    if created:
        written["entry"] = compact_from_utc(created)
    _dates(fields, written, wall)
    _state(fields, written, losses)
    _words(task, written, losses)
    _recurrence(fields, written, losses)
    annotations = _annotations(task, kept, created)
    if annotations:
        written["annotations"] = annotations
    depends = fields.get("depends_on")
    if isinstance(depends, list) and depends:
        written["depends"] = [
            _uuid(one, writing.source_of(one) or "") for one in depends if isinstance(one, str)
        ]
    return written


def _dates(fields: JsonObject, written: JsonObject, wall: Wall) -> None:
    """Write due as scheduled and deadline as due; one that is both is due."""
    due, deadline = object_in(fields, "due"), object_in(fields, "deadline")
    if due and due != deadline:
        written["scheduled"] = wall.compact(due)
    if deadline:
        written["due"] = wall.compact(deadline)
    if start := object_in(fields, "start"):
        written["wait"] = wall.compact(start)


def _state(fields: JsonObject, written: JsonObject, losses: Losses) -> None:
    priority = fields.get("priority")
    if isinstance(priority, int) and priority in _LETTERS:
        written["priority"] = _LETTERS[priority]
    status, trashed = text_in(fields, "status"), text_in(fields, "trashed")
    if status in {"waiting", "cancelled"} and not trashed:
        losses.add(LossKind.CHANGED, "status", status)
    if trashed or status in _STATUSES:
        written["status"] = "deleted" if trashed else _STATUSES[status]
        ended = trashed or text_in(fields, "done")
        if ended:
            written["end"] = compact_from_utc(ended)


def _words(task: OutgoingTask, written: JsonObject, losses: Losses) -> None:
    """Write the project with dots and the labels as tags, which are single words."""
    if task.project:
        if "." in task.project or " " in task.project:
            losses.add(LossKind.CHANGED, "project", task.project)
        written["project"] = task.project.replace(".", "_").replace("/", ".")
    if task.section:
        losses.add(LossKind.DROPPED, "section", task.section)
    tags: list[Json] = []
    for label in task.labels:
        tag = "_".join(label.replace(",", " ").split())
        if tag != label:
            losses.add(LossKind.CHANGED, "label", label)
        tags.append(tag)
    if tags:
        written["tags"] = tags


def _recurrence(fields: JsonObject, written: JsonObject, losses: Losses) -> None:
    """Write a plain interval; Taskwarrior counts from the day due and needs one."""
    recurrence = object_in(fields, "recurrence")
    if not recurrence:
        return
    words = words_from_rule(text_in(recurrence, "rule"))
    if (
        words is None
        or written["status"] != "pending"
        or not ("due" in written or "scheduled" in written)
    ):
        losses.add(LossKind.DROPPED, "recurrence", recurrence.get("rule"))
        return
    if recurrence.get("from") == "completion":
        losses.add(LossKind.CHANGED, "recurrence", recurrence.get("text"))
    written["recur"] = words
    written.setdefault("due", written.get("scheduled"))
    written["status"] = "recurring"


def _annotations(task: OutgoingTask, kept: JsonObject, created: str) -> list[Json]:
    """Write notes as one annotation, or as those they came from, and each comment as one."""
    entry = compact_from_utc(created) if created else "19700101T000000Z"
    notes = text_in(task.fields, "notes")
    old = kept.get("annotations")
    written: list[Json] = []
    if isinstance(old, list) and notes == "\n\n".join(_texts(old)):
        written = list(old)
    elif notes:
        written = [{"entry": entry, "description": notes}]
    for comment in task.comments:
        at = compact_from_utc(comment.created) if comment.created else entry
        written.append({"entry": at, "description": comment.text})
    return written


def _kept(fields: JsonObject, losses: Losses) -> JsonObject:
    """Return what Taskwarrior itself said and ATOM had no place for."""
    kept = {name: value for name, value in object_in(fields, "imported").items() if name != BASE}
    if not _from_here(text_in(fields, "source")):
        drop_others({"imported": kept}, frozenset(), losses)
        return {}
    drop_others(kept, kept.keys() - {"status"}, losses)
    return kept


def _texts(annotations: list[Json]) -> list[str]:
    return [text_in(one, "description") for one in annotations if isinstance(one, dict)]


def _from_here(source: str) -> bool:
    return source.startswith(f"{NAME}:")


def _uuid(task_id: str, source: str) -> str:
    """Return the uuid that a task came with, else the one with the same 128 bits as its id."""
    original = source.removeprefix(f"{NAME}:")
    if _from_here(source):
        try:
            return str(uuid.UUID(original))
        except ValueError:
            pass
    return str(uuid.UUID(bytes=decode_id(task_id)))
