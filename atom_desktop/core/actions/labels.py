"""Commands for labels, for saved filters, and for the names that exist."""

from typing import Final, Literal

import msgspec

from atom_desktop.core.actions.finding import find_named, read_query, read_tasks
from atom_desktop.core.actions.naming import (
    Hue,
    changed,
    check_free,
    checked_name,
    made,
    task_ids_with,
    with_hue,
)
from atom_desktop.core.commands import Command, Context, Permission
from atom_desktop.core.session import Session
from atom_desktop.core.task_json import utc_text
from atom_desktop.core.workspace import field_changes, set_changes
from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import Conflict, NotFound
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.record import Record

LABEL: Final = Collection.LABEL
FILTER: Final = Collection.FILTER


class NewLabel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The name of a label, and its colour."""

    name: str
    hue: Hue | None = None


class LabelEdit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A label by name or id, and what to change."""

    label: str
    name: str | None = None
    hue: Hue | None = None
    archived: bool | None = None


class LabelGone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A label by name or id."""

    label: str


class NewFilter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A query, and the name under which it is kept."""

    name: str
    query: str
    hue: Hue | None = None


class FilterGone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A filter by name or id."""

    filter: str


class WhichNames(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of thing with a name, and how the names are to begin."""

    kind: Literal["project", "section", "label", "filter"]
    prefix: str = ""


def _add(context: Context, params: NewLabel) -> Json:
    name = checked_name(LABEL, params.name)
    check_free(context.session, LABEL, name)
    return made(context, LABEL, _coloured({"name": name}, params.hue))


def _edit(context: Context, params: LabelEdit) -> Json:
    session = context.session
    record = _label(session, params.label)
    values: JsonObject = {}
    if params.name is not None:
        name = checked_name(LABEL, params.name)
        check_free(session, LABEL, name, but=record.id)
        values["name"] = name
    if params.archived is not None:
        values["archived"] = utc_text(session.clock.now_ms()) if params.archived else None
    changes = field_changes(record, with_hue(values, params.hue))
    title = f"Edit label “{values.get('name', record.fields.get('name'))}”"
    return changed(context, "label.edit", title, record.id, changes)


def _delete(context: Context, params: LabelGone) -> Json:
    """Trash a label and take it off every task, as one step."""
    session = context.session
    record = _label(session, params.label)
    sets = session.index.columns.label_sets.texts
    numbers = {number for number, held in enumerate(sets) if record.id in held.split()}
    tasks = read_tasks(session, task_ids_with(session, "labels", numbers))
    changes = [one for task in tasks for one in set_changes(task, "labels", remove=[record.id])]
    changes += field_changes(record, {"trashed": utc_text(session.clock.now_ms())})
    title = f"Delete label “{record.fields.get('name')}”"
    return changed(context, "label.delete", title, record.id, changes)


def _add_filter(context: Context, params: NewFilter) -> Json:
    """Keep a query that can be read."""
    session = context.session
    name = checked_name(FILTER, params.name)
    if any(_named(one).casefold() == name.casefold() for one in _filters(session)):
        message = f"There is a filter “{name}” already."
        raise Conflict(message, "Choose another name, or delete that one first.", "exists")
    read_query(session, params.query)
    return made(context, FILTER, _coloured({"name": name, "query": params.query}, params.hue))


def _delete_filter(context: Context, params: FilterGone) -> Json:
    session = context.session
    wanted = params.filter.strip().casefold()
    found = [one for one in _filters(session) if wanted in {_named(one).casefold(), one.id}]
    if not found:
        message = f"There is no filter “{params.filter[:60]}”."
        raise NotFound(message, "`atom run names.list --param kind=filter` lists them.")
    record = found[0]
    changes = field_changes(record, {"trashed": utc_text(session.clock.now_ms())})
    title = f"Delete filter “{_named(record)}”"
    return changed(context, "filter.delete", title, record.id, changes)


def _names(context: Context, params: WhichNames) -> Json:
    """List names in their order: projects by their path, each name once."""
    session, kind = context.session, Collection(params.kind)
    if kind is FILTER:
        names = [_named(one) for one in _filters(session)]
    else:
        names = [_path(session, kind, one.id) for one in session.index.names.listed(kind)]
    begin = params.prefix.casefold()
    return {"names": [*dict.fromkeys(one for one in names if one.casefold().startswith(begin))]}


def _path(session: Session, kind: Collection, record_id: str) -> str:
    names = session.index.names
    if kind is Collection.PROJECT:
        return names.path(record_id)
    named = names.get(kind, record_id)
    return named.name if named else ""


def _filters(session: Session) -> list[Record]:
    """Return the filters that are not in the trash, the oldest first."""
    alive = (one for one in session.store.scan(FILTER) if one.alive)
    shown = [one for one in alive if not one.fields.get("trashed")]
    return sorted(shown, key=lambda one: one.stamp)


def _named(record: Record) -> str:
    return str(record.fields.get("name", ""))


def _label(session: Session, text: str) -> Record:
    named = find_named(session, LABEL, text.removeprefix("@"))
    record = session.workspace.read(LABEL, named.id)
    return record or Record(collection=LABEL, id=named.id)


def _coloured(fields: JsonObject, hue: int | None) -> JsonObject:
    return {name: one for name, one in with_hue(fields, hue).items() if one is not None}


COMMANDS: Final = (
    Command(
        id="label.add",
        title="Add a label",
        help="Makes a label; “/” in its name nests it.",
        params=NewLabel,
        run=_add,
        permission=Permission.WRITE,
        undoable=True,
        example={"name": "phone", "hue": 210},
    ),
    Command(
        id="label.edit",
        title="Edit a label",
        help="Changes the name or colour of a label on every task, or archives it.",
        params=LabelEdit,
        run=_edit,
        permission=Permission.WRITE,
        undoable=True,
        example={"label": "errand", "name": "shopping"},
    ),
    Command(
        id="label.delete",
        title="Delete a label",
        help="Takes a label off every task and moves it to the trash.",
        params=LabelGone,
        run=_delete,
        permission=Permission.WRITE,
        undoable=True,
        example={"label": "errand"},
    ),
    Command(
        id="filter.add",
        title="Save a filter",
        help="Keeps a query under a name.",
        params=NewFilter,
        run=_add_filter,
        permission=Permission.WRITE,
        undoable=True,
        example={"name": "This week", "query": "due before next week"},
    ),
    Command(
        id="filter.delete",
        title="Delete a filter",
        help="Moves a saved filter to the trash.",
        params=FilterGone,
        run=_delete_filter,
        permission=Permission.WRITE,
        undoable=True,
        example={"filter": "Mine"},
    ),
    Command(
        id="names.list",
        title="Names",
        help="Lists the projects, sections, labels or filters that begin with some letters.",
        params=WhichNames,
        run=_names,
        permission=Permission.READ,
        example={"kind": "project"},
    ),
)
