"""Reads new elements for the sets of a task: labels, checklist, dependencies, links, reminders."""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from atom_desktop.core.actions.field_values import as_json, is_empty, read_minutes, refused
from atom_desktop.core.actions.finding import find_id, find_named
from atom_desktop.core.capture import NewNames
from atom_desktop.core.session import Session
from atom_desktop.core.task_json import sorted_checklist
from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.order import spread
from atom_desktop.model.planned import planned_json, read_planned
from atom_desktop.model.record import Record


class Editing(msgspec.Struct, frozen=True):
    """What new elements are read with; names that are missing are made in `names` if `create`."""

    session: Session
    names: NewNames
    create: bool


Elements = Callable[[Editing, Record, Json], list[Json]]
"""Returns all elements that a set of a task is to have."""


def label_id(editing: Editing, name: str) -> str:
    """Return the id of a label by name or id, made if that is allowed."""
    if editing.create and editing.session.index.names.by_name(Collection.LABEL, name) is None:
        known = editing.session.index.names.held[Collection.LABEL]
        return name if name in known else editing.names.label(name)
    return find_named(editing.session, Collection.LABEL, name).id


def _listed(field: str, value: Json) -> list[Json]:
    """Return the elements of a JSON list or of a text with commas."""
    value = as_json(value)
    if is_empty(value):
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list):
        raise refused(field, value, "Write a list, or texts with commas between them.")
    return value


def _texts(field: str, value: Json) -> list[str]:
    elements = _listed(field, value)
    for one in elements:
        if not isinstance(one, str) or not one.strip():
            raise refused(field, one, "Write a list of texts.")
    return [str(one).strip() for one in elements]


def _labels(editing: Editing, _record: Record, value: Json) -> list[Json]:
    names = (name.removeprefix("@") for name in _texts("labels", value))
    return list(dict.fromkeys(label_id(editing, name) for name in names))


def _links(_editing: Editing, _record: Record, value: Json) -> list[Json]:
    return list(dict.fromkeys(_texts("links", value)))


def _depends_on(editing: Editing, record: Record, value: Json) -> list[Json]:
    session = editing.session
    ids = [find_id(session, Collection.TASK, text) for text in _texts("depends_on", value)]
    columns = session.index.columns
    seen: set[str] = set()
    waiting = list(ids)
    while waiting:
        one = waiting.pop()
        if one == record.id:
            message = "A task cannot wait for itself, not even through others."
            raise UserError(message, "Take one of the dependencies away first.", "cycle")
        if one not in seen:
            seen.add(one)
            waiting.extend(columns.depends.get(columns.row_of(one), ()))
    return list(dict.fromkeys(ids))


def _checklist(editing: Editing, record: Record, value: Json) -> list[Json]:
    """Keep the ids of the items whose text stays, so that only what differs is changed."""
    value = as_json(value)
    lines = value.splitlines() if isinstance(value, str) else _listed("checklist", value)
    wanted = [_item(line) for line in lines if not is_empty(line)]
    known: dict[str, list[str]] = {}
    for item in sorted_checklist(record.fields):
        known.setdefault(str(item.get("text")), []).append(str(item.get("id")))
    elements: list[Json] = []
    for item, order in zip(wanted, spread(len(wanted)), strict=True):
        ids = known.get(str(item["text"]), [])
        kept = ids.pop(0) if ids else editing.session.new_id()
        elements.append({"id": kept, "order": order, **item})
    return elements


def _item(line: Json) -> JsonObject:
    """Read an item: a text, or an object with `text` and `done`."""
    hint = 'Write texts, or objects like {"text": "Pack", "done": true}.'
    said = line if isinstance(line, dict) else {"text": line}
    text, done = said.get("text"), said.get("done", False)
    if not isinstance(text, str) or not text.strip() or not isinstance(done, bool):
        raise refused("checklist", line, hint)
    item: JsonObject = {"text": " ".join(text.split())}
    return {**item, "done": True} if done else item


def _reminders(_editing: Editing, _record: Record, value: Json) -> list[Json]:
    value = as_json(value)
    return [_reminder(one) for one in _listed("reminders", value)]


def _reminder(said: Json) -> Json:
    """Read ``30m`` (before it is due), or an object with `before` or `at`."""
    wanted = said if isinstance(said, dict) else {"before": said}
    if wanted.keys() == {"at"}:
        planned = read_planned(wanted["at"])
        if planned is not None:
            return {"at": planned_json(planned)}
    before = wanted.get("before")
    words = before.removesuffix("before").strip() if isinstance(before, str) else before
    minutes = read_minutes(words)
    if minutes is None or wanted.keys() != {"before"}:
        hint = 'Write 30m for half an hour before, or {"at": {"at": "2026-12-01T09:00:00"}}.'
        raise refused("reminders", said, hint)
    return {"before": minutes}


READERS: Final[Mapping[str, Elements]] = {
    "labels": _labels,
    "checklist": _checklist,
    "depends_on": _depends_on,
    "links": _links,
    "reminders": _reminders,
}
