"""Where a task stands: its project and section, its parent, and its place among its siblings."""

from collections.abc import Sequence

import msgspec

from atom_desktop.core.actions.family import subtasks_below, tasks_above
from atom_desktop.core.actions.finding import find_named, find_record
from atom_desktop.core.index.columns import Mark
from atom_desktop.core.session import Session
from atom_desktop.core.workspace import field_changes
from atom_desktop.model.change import Change
from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import NotFound, UserError
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.order import is_order, spread
from atom_desktop.model.record import Record

_OUT_OF_SIGHT = int(Mark.GONE | Mark.TRASHED)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The ids of a project, a section in it and a parent; None for the inbox, and for none."""

    project: str | None = None
    section: str | None = None
    parent: str | None = None


def place_of(record: Record) -> Place:
    """Return where a task stands."""
    fields = record.fields
    return Place(
        project=_id(fields.get("project")),
        section=_id(fields.get("section")),
        parent=_id(fields.get("parent")),
    )


def project_place(session: Session, text: str) -> Place:
    """Return the place that ``-`` (the inbox), PROJECT or PROJECT/SECTION names."""
    text = text.strip().removeprefix("#")
    if text in {"", "-"}:
        return Place()
    try:
        return Place(project=find_named(session, Collection.PROJECT, text).id)
    except NotFound:
        project, slash, section = text.rpartition("/")
        if not slash:
            raise
        found = find_named(session, Collection.PROJECT, project).id
        return Place(project=found, section=section_id(session, found, section))


def section_id(session: Session, project: str | None, text: str) -> str:
    """Return the id of a section of a project, by name or id."""
    named = session.index.names.section_of(project or "", text.strip())
    if named is None:
        named = session.index.names.get(Collection.SECTION, text.strip().lower())
    if named is None or named.parent != project:
        message = f"There is no section “{text[:60]}” in this project."
        raise NotFound(message, "`atom run section.add` makes one.")
    return named.id


def parent_place(session: Session, text: str) -> Place:
    """Return the place under a task that is named by its id."""
    parent = find_record(session, Collection.TASK, text)
    return msgspec.structs.replace(place_of(parent), parent=parent.id)


def place_changes(session: Session, records: Sequence[Record], place: Place) -> list[Change]:
    """Return the changes that bring tasks and their subtasks to a place.

    A task whose parent is moved as well stays with it. Raises `UserError` if a task would end up
    inside itself.
    """
    ids = {record.id for record in records}
    if place.parent is not None and not ids.isdisjoint(
        {place.parent, *tasks_above(session, place.parent)}
    ):
        message = "A task cannot be moved into itself."
        raise UserError(message, "Choose a parent that is not one of its subtasks.", "cycle")
    values: JsonObject = {"project": place.project, "section": place.section}
    changes = []
    for record in records:
        stays = not ids.isdisjoint(tasks_above(session, record.id))
        moved = values if stays else {**values, "parent": place.parent}
        changes += field_changes(record, moved)
    for record in subtasks_below(session, ids):
        if record.id not in ids:
            changes += field_changes(record, values)
    return changes


def order_changes(
    session: Session, records: Sequence[Record], anchor: Record, *, behind: bool
) -> list[Change]:
    """Return the changes that put tasks before or behind another one, in their order.

    Siblings without an order come last; those that are passed are given one, and where two have the
    same, all of them are.
    """
    moved = {record.id for record in records}
    siblings = [one for one in _siblings(session, anchor) if one not in moved]
    place = siblings.index(anchor.id) + int(behind)
    ordered = _ordered(session, siblings)
    low = _order(session, siblings[place - 1]) if place else ""
    high = _order(session, siblings[place]) if place < ordered else ""
    room = place <= ordered and (bool(low) or not place) and (bool(high) or place == ordered)
    line = [record.id for record in records]
    if room and (not high or low < high):
        orders = spread(len(line), low, high)
    else:
        kept = ordered if place > ordered else 0
        before = _order(session, siblings[kept - 1]) if kept else ""
        kept = kept if before else 0
        line = [*siblings[kept:place], *line, *siblings[place:ordered]]
        orders = spread(len(line), before)
    pairs = zip(line, orders, strict=True)
    return [change for one, order in pairs for change in _order_changes(session, one, order)]


def _siblings(session: Session, anchor: Record) -> list[str]:
    """Return the ids of the tasks beside one, itself included, as a list shows them."""
    columns, place = session.index.columns, place_of(anchor)
    cells = columns.cells
    if place.parent is not None:
        rows = [row for row, one in list(columns.parents.items()) if one == place.parent]
    else:
        project = columns.projects.known(place.project or "")
        section = columns.sections.known(place.section or "")
        held, parts = cells["project"], cells["section"]
        rows = [row for row in range(columns.count) if held[row] == project]
        rows = [row for row in rows if parts[row] == section and row not in columns.parents]
    own = columns.row_of(anchor.id)
    marks, order = cells["marks"], cells["order"]
    shown = [row for row in rows if row == own or not marks[row] & _OUT_OF_SIGHT]
    shown.sort(key=lambda row: (order[row] == 0, order[row], row))
    return [columns.id_of(row) for row in shown]


def _ordered(session: Session, siblings: Sequence[str]) -> int:
    """Return how many of the siblings have an order; they come before those that have none."""
    columns = session.index.columns
    order = columns.cells["order"]
    return sum(1 for one in siblings if order[columns.row_of(one)])


def _order(session: Session, task_id: str) -> str:
    record = session.workspace.read(Collection.TASK, task_id)
    order = record.fields.get("order") if record else None
    return order if isinstance(order, str) and is_order(order) else ""


def _order_changes(session: Session, task_id: str, order: str) -> list[Change]:
    record = session.workspace.read(Collection.TASK, task_id)
    return field_changes(record, {"order": order}) if record else []


def _id(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None
