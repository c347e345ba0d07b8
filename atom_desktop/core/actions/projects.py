"""Commands for projects and the sections in them."""

from typing import Final

import msgspec

from atom_desktop.core.actions.finding import find_named, read_tasks
from atom_desktop.core.actions.naming import (
    Hue,
    changed,
    check_free,
    checked_name,
    made,
    task_ids_with,
    with_hue,
)
from atom_desktop.core.capture import new_names
from atom_desktop.core.commands import Command, Context, Permission
from atom_desktop.core.session import Session
from atom_desktop.core.task_json import utc_text
from atom_desktop.core.workspace import field_changes
from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.record import Record

PROJECT: Final = Collection.PROJECT
SECTION: Final = Collection.SECTION


class NewProject(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name or path (``Work/Alpha``: what is missing of it is made), or a name and a parent."""

    name: str
    parent: str = ""
    hue: Hue | None = None
    notes: str = ""


class ProjectEdit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A project by name, path or id, and what to change; `parent` may be ``-`` for none."""

    project: str
    name: str | None = None
    parent: str | None = None
    hue: Hue | None = None
    notes: str | None = None
    archived: bool | None = None


class ProjectGone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A project by name, path or id; with `keep_tasks` its tasks go to the inbox."""

    project: str
    keep_tasks: bool = False


class NewSection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A project by name, path or id, and the name of a section for it."""

    project: str
    name: str


def _add(context: Context, params: NewProject) -> Json:
    session = context.session
    *above, last = [part for part in params.name.split("/") if part.strip()] or [""]
    name, names = checked_name(PROJECT, last), new_names(session)
    if above and params.parent:
        message = "The parent is named twice."
        raise UserError(message, "Write a path, or a name and a parent.")
    parent = names.project("/".join(above)) if above else ""
    if params.parent:
        parent = find_named(session, PROJECT, params.parent).id
    check_free(session, PROJECT, name, parent)
    said: JsonObject = {"parent": parent, "notes": params.notes}
    fields: JsonObject = {"name": name, **{key: held for key, held in said.items() if held}}
    fields = {key: one for key, one in with_hue(fields, params.hue).items() if one is not None}
    return made(context, PROJECT, fields, names.changes)


def _edit(context: Context, params: ProjectEdit) -> Json:
    session = context.session
    record = _project(session, params.project)
    values: JsonObject = {}
    if params.name is not None:
        values["name"] = checked_name(PROJECT, params.name)
        if "/" in str(values["name"]):
            message = "The name of a project has no “/” in it."
            raise UserError(message, "Use `parent` to put it into another project.")
    if params.parent is not None:
        values["parent"] = _new_parent(session, record, params.parent)
    after = {**record.fields, **values}
    name, above = str(after.get("name")), str(after.get("parent") or "")
    check_free(session, PROJECT, name, above, but=record.id)
    if params.notes is not None:
        values["notes"] = params.notes or None
    if params.archived is not None:
        values["archived"] = utc_text(session.clock.now_ms()) if params.archived else None
    changes = field_changes(record, with_hue(values, params.hue))
    return changed(context, "project.edit", f"Edit project “{name}”", record.id, changes)


def _new_parent(session: Session, record: Record, text: str) -> str | None:
    if text.strip() in {"", "-"}:
        return None
    parent = find_named(session, PROJECT, text)
    if parent.id in _with_nested(session, record.id):
        message = "A project cannot be moved into itself."
        raise UserError(message, "Choose a parent that is not one of its own projects.", "cycle")
    return parent.id


def _delete(context: Context, params: ProjectGone) -> Json:
    """Trash a project with the projects, sections and tasks in it, as one step."""
    session = context.session
    record = _project(session, params.project)
    now = utc_text(session.clock.now_ms())
    projects = _with_nested(session, record.id)
    named = session.index.names.held
    places = [session.workspace.read(PROJECT, one) for one in projects]
    places += [
        session.workspace.read(SECTION, one.id)
        for one in named[SECTION].values()
        if one.parent in projects
    ]
    changes = [
        change
        for place in places
        if place is not None and not place.fields.get("trashed")
        for change in field_changes(place, {"trashed": now})
    ]
    for task in _tasks_in(session, projects):
        if params.keep_tasks:
            changes += field_changes(task, {"project": None, "section": None})
        elif not task.fields.get("trashed"):
            changes += field_changes(task, {"trashed": now})
    title = f"Delete project “{record.fields.get('name')}”"
    return changed(context, "project.delete", title, record.id, changes)


def _tasks_in(session: Session, projects: set[str]) -> list[Record]:
    numbers = {session.index.columns.projects.known(one) for one in projects}
    return read_tasks(session, task_ids_with(session, "project", numbers))


def _with_nested(session: Session, project: str) -> set[str]:
    """Return the ids of a project and of all projects in it."""
    named = session.index.names.held[PROJECT].values()
    found = level = {project}
    while level:
        level = {one.id for one in named if one.parent in level} - found
        found = found | level
    return found


def _project(session: Session, text: str) -> Record:
    named = find_named(session, PROJECT, text)
    record = session.workspace.read(PROJECT, named.id)
    return record or Record(collection=PROJECT, id=named.id)


def _add_section(context: Context, params: NewSection) -> Json:
    project = find_named(context.session, PROJECT, params.project)
    name = checked_name(SECTION, params.name)
    check_free(context.session, SECTION, name, project.id)
    return made(context, SECTION, {"name": name, "project": project.id})


COMMANDS: Final = (
    Command(
        id="project.add",
        title="Add a project",
        help="Makes a project, inside another one if a parent or a path is given.",
        params=NewProject,
        run=_add,
        permission=Permission.WRITE,
        undoable=True,
        example={"name": "Garden", "hue": 120},
    ),
    Command(
        id="project.edit",
        title="Edit a project",
        help="Changes the name, parent, colour or notes of a project, or archives it.",
        params=ProjectEdit,
        run=_edit,
        permission=Permission.WRITE,
        undoable=True,
        example={"project": "Home", "name": "House"},
    ),
    Command(
        id="project.delete",
        title="Delete a project",
        help="Moves a project with everything in it to the trash, or its tasks to the inbox.",
        params=ProjectGone,
        run=_delete,
        permission=Permission.WRITE,
        undoable=True,
        example={"project": "Home", "keep_tasks": True},
    ),
    Command(
        id="section.add",
        title="Add a section",
        help="Makes a section in a project.",
        params=NewSection,
        run=_add_section,
        permission=Permission.WRITE,
        undoable=True,
        example={"project": "Home", "name": "Kitchen"},
    ),
)
