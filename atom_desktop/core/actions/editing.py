"""The command that changes fields of tasks."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

import msgspec

from atom_desktop.core.actions import field_values, set_values
from atom_desktop.core.actions.answering import answer, carried_out, titled
from atom_desktop.core.actions.closing import status_changes
from atom_desktop.core.actions.field_values import is_empty, read_status, refused
from atom_desktop.core.actions.finding import find_tasks, moment_of
from atom_desktop.core.actions.placing import (
    Place,
    parent_place,
    place_changes,
    place_of,
    project_place,
    section_id,
)
from atom_desktop.core.actions.set_values import Editing, label_id
from atom_desktop.core.capture import new_names
from atom_desktop.core.commands import Command, Context, Permission
from atom_desktop.core.session import Session
from atom_desktop.core.workspace import field_changes
from atom_desktop.model.change import Change
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.record import Record

_PLACES: Final = ("project", "section", "parent")
_STATUS: Final = "status"
_LABELS: Final = "labels"
_CHECKLIST: Final = "checklist"
FIELDS: Final = (*field_values.READERS, _STATUS, *set_values.READERS, *_PLACES)
"""Every field that can be edited."""


class Edit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which tasks, and the new values: JSON, or text as a person writes it; nothing clears."""

    ids: list[str] = []
    query: str = ""
    expected: Annotated[int, msgspec.Meta(ge=0)] | None = None
    set: dict[str, Any] = {}
    add_labels: list[str] = []
    remove_labels: list[str] = []


def _edit(context: Context, params: Edit) -> Json:
    _check_fields(params)
    session = context.session
    records = find_tasks(context, params.ids, params.query, params.expected)
    create = bool(session.settings.get("capture.create"))
    editing = Editing(session, new_names(session), create)
    values = _plain_values(session, params.set)
    changes = [change for record in records for change in field_changes(record, values)]
    for record in records:
        changes += _set_changes(editing, record, params)
    changes += _place_changes(session, records, params.set)
    if _STATUS in params.set:
        edited = [_edited(record, values, params) for record in records]
        changes += status_changes(context, edited, read_status(params.set[_STATUS]))
    changes = editing.names.changes + changes
    step = carried_out(context, "task.edit", titled("Edit", records), changes)
    return answer(context, step, records)


def _edited(record: Record, values: JsonObject, params: Edit) -> Record:
    """Return a record as it is when the status changes: after the other fields of the step.

    A checklist that was given is left alone, as a step touches an element of a set only once.
    """
    fields = {**record.fields, **values}
    if _CHECKLIST in params.set:
        fields.pop(_CHECKLIST, None)
    return msgspec.structs.replace(record, fields=fields)


def _check_fields(params: Edit) -> None:
    if not (params.set or params.add_labels or params.remove_labels):
        message = "Nothing was said to change."
        raise UserError(message, f"A task has: {', '.join(FIELDS)}.")
    for field in params.set:
        if field not in FIELDS:
            message = f"A task has no field “{field[:60]}” that can be edited."
            raise UserError(message, f"It has: {', '.join(FIELDS)}.", "field")


def _plain_values(session: Session, said: Mapping[str, Json]) -> JsonObject:
    moment = moment_of(session)
    readers = field_values.READERS
    return {name: readers[name](name, said[name], moment) for name in readers if name in said}


def _set_changes(editing: Editing, record: Record, params: Edit) -> list[Change]:
    changes = []
    for name, read in set_values.READERS.items():
        held = record.fields.get(name)
        before = held if isinstance(held, list) else []
        after = read(editing, record, params.set[name]) if name in params.set else before
        if name == _LABELS:
            after = _with_labels(editing, after, params)
        changes += field_changes(record, {name: after})
    return changes


def _with_labels(editing: Editing, held: list[Json], params: Edit) -> list[Json]:
    added = [label_id(editing, name.removeprefix("@")) for name in params.add_labels]
    known = msgspec.structs.replace(editing, create=False)
    removed = {label_id(known, name.removeprefix("@")) for name in params.remove_labels}
    return [one for one in dict.fromkeys([*held, *added]) if one not in removed]


def _place_changes(
    session: Session, records: list[Record], said: Mapping[str, Json]
) -> list[Change]:
    """Return the changes for a new project, section or parent; subtasks go with their parent."""
    wanted = {name: _text(name, said[name]) for name in _PLACES if name in said}
    if not wanted:
        return []
    places: dict[Place, list[Record]] = {}
    for record in records:
        places.setdefault(_new_place(session, record, wanted), []).append(record)
    moved = (place_changes(session, group, place) for place, group in places.items())
    return [change for changes in moved for change in changes]


def _new_place(session: Session, record: Record, wanted: Mapping[str, str]) -> Place:
    place = place_of(record)
    if "project" in wanted:
        project = project_place(session, wanted["project"])
        if project.project != place.project or project.section is not None:
            place = project
    if "section" in wanted:
        name = wanted["section"]
        section = section_id(session, place.project, name) if name else None
        place = msgspec.structs.replace(place, section=section)
    parent = wanted.get("parent")
    if parent is None:
        return place
    if not parent:
        return msgspec.structs.replace(place, parent=None)
    under = parent_place(session, parent)
    if wanted.keys() != {"parent"} and msgspec.structs.replace(place, parent=under.parent) != under:
        message = "The parent is in another project or section."
        raise UserError(message, "Subtasks are where their parent is: leave one of the two out.")
    return under


def _text(field: str, value: Json) -> str:
    if is_empty(value):
        return ""
    if not isinstance(value, str):
        raise refused(field, value, "Write a name or an id; nothing clears it.")
    return "" if value.strip() == "-" else value.strip()


COMMANDS: Final = (
    Command(
        id="task.edit",
        title="Edit",
        help="Changes fields of tasks; dates as in quick-add, projects and labels by name.",
        params=Edit,
        run=_edit,
        permission=Permission.WRITE,
        undoable=True,
        example={"ids": ["ID"], "set": {"due": "tomorrow", "priority": "p1"}},
    ),
)
