"""The JSON of a task: the shape that other programs rely on, with every key always there."""

import datetime as dt

from atom_desktop.core.index.columns import changed_ms
from atom_desktop.core.session import Session
from atom_desktop.model.collections import Collection
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.record import Record
from atom_desktop.model.task import LOWEST_PRIORITY, CountedFrom, Status


def task_json(session: Session, record: Record) -> JsonObject:
    """Return the JSON of a task record; what this version does not know stays in the record."""
    fields = record.fields
    tally = session.index.tally(record.id)
    return {
        "id": record.id,
        "title": _text(fields, "title"),
        "notes": _text(fields, "notes"),
        "project": _project(session, fields),
        "section": _section(session, fields),
        "labels": _labels(session, fields),
        "priority": fields.get("priority", LOWEST_PRIORITY),
        "status": fields.get("status", Status.OPEN.value),
        "start": fields.get("start"),
        "due": fields.get("due"),
        "duration": fields.get("duration"),
        "deadline": fields.get("deadline"),
        "recurrence": _recurrence(session, fields),
        "reminders": _list(fields, "reminders"),
        "estimate": fields.get("estimate"),
        "spent": tally.minutes,
        "parent": fields.get("parent"),
        "depends_on": _list(fields, "depends_on"),
        "blocked": _blocked(session, fields),
        "checklist": _checklist(fields),
        "assignee": _assignee(session, fields),
        "order": _text(fields, "order"),
        "links": _links(session, fields),
        "attachments": _list(fields, "attachments"),
        "comments": tally.comments,
        "created": fields.get("created"),
        "changed": utc_text(changed_ms(record)),
        "done": fields.get("done"),
        "trashed": fields.get("trashed"),
        "archived": fields.get("archived"),
    }


def utc_text(milliseconds: int) -> str:
    """Return an instant as it is stored and shown to programs: ``2026-11-23T08:00:00Z``."""
    moment = dt.datetime.fromtimestamp(milliseconds // 1000, dt.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def sorted_checklist(fields: JsonObject) -> list[JsonObject]:
    """Return the stored items of a checklist in their order."""
    items = [one for one in _list(fields, "checklist") if isinstance(one, dict)]
    return sorted(items, key=lambda one: (str(one.get("order", "")), str(one.get("id", ""))))


def _project(session: Session, fields: JsonObject) -> Json:
    project = _text(fields, "project")
    return {"id": project, "path": session.index.names.path(project)} if project else None


def _section(session: Session, fields: JsonObject) -> Json:
    named = session.index.names.get(Collection.SECTION, _text(fields, "section"))
    return named.name if named else None


def _labels(session: Session, fields: JsonObject) -> list[Json]:
    held = (session.index.names.get(Collection.LABEL, str(one)) for one in _list(fields, "labels"))
    names: list[str] = [named.name for named in held if named]
    return [*sorted(names, key=str.casefold)]


def _recurrence(session: Session, fields: JsonObject) -> Json:
    said: Json = fields.get("recurrence")
    if said is None and (rule := _text(fields, "rule")):
        record = session.store.read(Collection.RULE, rule)
        said = record.fields if record is not None and record.alive else None
    if not isinstance(said, dict):
        return None
    return {
        "rule": _text(said, "rule"),
        "from": said.get("from", CountedFrom.DUE.value),
        "text": _text(said, "text"),
    }


def _blocked(session: Session, fields: JsonObject) -> bool:
    waits_for = _list(fields, "depends_on")
    if not waits_for:
        return False
    columns, is_open = session.index.columns, session.index.ground().open_rows
    rows = (columns.row_of(str(one)) for one in waits_for)
    return any(row >= 0 and is_open(row) for row in rows)


def _checklist(fields: JsonObject) -> list[Json]:
    return [
        {"text": _text(item, "text"), "done": bool(item.get("done"))}
        for item in sorted_checklist(fields)
    ]


def _assignee(session: Session, fields: JsonObject) -> Json:
    """Return the name of the contact; a text that is no contact stands for itself."""
    assignee = fields.get("assignee")
    if not isinstance(assignee, str):
        return None
    return _of_record(session, Collection.CONTACT, assignee, "name")


def _links(session: Session, fields: JsonObject) -> list[Json]:
    links = (str(one) for one in _list(fields, "links"))
    return [_of_record(session, Collection.LINK, link, "url") for link in links]


def _of_record(session: Session, collection: Collection, text: str, field: str) -> str:
    record = session.store.read(collection, text)
    found = record.fields.get(field) if record is not None and record.alive else None
    return found if isinstance(found, str) and found else text


def _text(fields: JsonObject, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _list(fields: JsonObject, name: str) -> list[Json]:
    value = fields.get(name)
    return value if isinstance(value, list) else []
