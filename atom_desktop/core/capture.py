"""From a line to a task: what quick-add understood becomes one step, new names included."""

from typing import Final

import msgspec

from atom_desktop.core.index.names import Directory
from atom_desktop.core.session import Session
from atom_desktop.core.task_json import utc_text
from atom_desktop.model.change import Change, Op
from atom_desktop.model.collections import Collection
from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.errors import UserError
from atom_desktop.model.ids import NewId
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.order import DIGITS, between, is_order
from atom_desktop.model.quick_add.draft import Draft
from atom_desktop.model.quick_add.explain import draft_json
from atom_desktop.model.quick_add.parse import dialect_named, parse_line
from atom_desktop.model.quick_add.recogniser import Context
from atom_desktop.model.task import LOWEST_PRIORITY

_AS_THEY_ARE: Final = (
    "due",
    "start",
    "deadline",
    "recurrence",
    "reminders",
    "duration",
    "estimate",
)


class NewNames(msgspec.Struct):
    """The projects, sections and labels that a step makes beside the tasks in it."""

    names: Directory
    new_id: NewId
    created: str
    changes: list[Change] = []
    projects: list[str] = []
    labels: list[str] = []
    _ids: dict[tuple[str, str, str], str] = {}

    def project(self, path: str) -> str:
        """Return the id of a project; what is missing of its path is made."""
        found = self.names.project_at(path)
        if found is not None:
            return found.id
        parent, reached = "", ""
        for name in filter(None, (part.strip() for part in path.split("/"))):
            reached = f"{reached}/{name}" if reached else name
            known = self.names.project_at(reached)
            above: JsonObject = {"parent": parent} if parent else {}
            parent = known.id if known else self._made(Collection.PROJECT, name, above, reached)
        return parent

    def section(self, project: str, name: str) -> str:
        """Return the id of a section of a project, made if it is missing."""
        known = self.names.section_of(project, name)
        above: JsonObject = {"project": project}
        return known.id if known else self._made(Collection.SECTION, name, above, name)

    def label(self, name: str) -> str:
        """Return the id of a label, made if it is missing."""
        known = self.names.by_name(Collection.LABEL, name)
        return known.id if known else self._made(Collection.LABEL, name, {}, name)

    def _made(self, collection: Collection, name: str, above: JsonObject, told: str) -> str:
        """Return the id of a new record, the same for the same name; told once."""
        key = (collection.value, str(above), name.casefold())
        if key in self._ids:
            return self._ids[key]
        order = between(last_name_order(self.names, collection))
        fields: JsonObject = {"name": name, "order": order, "created": self.created, **above}
        made = self._ids[key] = self.new_id()
        self.changes.append(Change(collection, made, Op.CREATE, after=fields))
        listed = {Collection.PROJECT: self.projects, Collection.LABEL: self.labels}
        if collection in listed:
            listed[collection].append(told)
        return made


def last_task_order(session: Session) -> str:
    """Return an order that is valid and that no task stands behind, "" if none has an order."""
    return _valid(session.index.columns.last_order().rstrip("0"))


def last_name_order(names: Directory, collection: Collection) -> str:
    """Return an order that is valid and that nothing of a kind stands behind."""
    held = names.held.get(collection, {}).values()
    return _valid(max((one.order for one in held), default=""))


def _valid(order: str) -> str:
    """Return an order, or the last plain one in place of what another program has written."""
    return order if not order or is_order(order) else DIGITS[-1]


def read_line(session: Session, text: str, moment: Moment, dialect: str, *, create: bool) -> Draft:
    """Return what a line says, with the names that exist; new names count only if `create`.

    Raises `UserError` for a dialect that is not known and for a line without a title.
    """
    spoken = dialect_named(dialect)
    names = session.index.names
    context = Context(
        moment=moment,
        projects=names.names(Collection.PROJECT),
        labels=names.names(Collection.LABEL),
        create=create,
    )
    draft = parse_line(text, context, spoken)
    if not draft.title:
        message = "This task has no title."
        raise UserError(message, "Write what is to be done: `atom add Buy milk tomorrow`.")
    return draft


def new_names(session: Session) -> NewNames:
    """Begin to collect the names that a step makes."""
    created = utc_text(session.clock.now_ms())
    return NewNames(session.index.names, session.new_id, created)


def task_change(session: Session, draft: Draft, names: NewNames) -> Change:
    """Return the change that makes the task of a draft, behind all others; fills `names`."""
    plain = draft_json(draft)
    fields: JsonObject = {"title": draft.title, "created": names.created}
    fields["order"] = between(last_task_order(session))
    if draft.notes:
        fields["notes"] = draft.notes
    if draft.priority != LOWEST_PRIORITY:
        fields["priority"] = draft.priority
    fields.update({name: plain[name] for name in _AS_THEY_ARE if plain[name]})
    if draft.project is not None:
        fields["project"] = names.project(draft.project)
        if draft.section is not None:
            fields["section"] = names.section(str(fields["project"]), draft.section)
    labels: list[Json] = [names.label(name) for name in draft.labels]
    if labels:
        fields["labels"] = labels
    return Change(Collection.TASK, session.new_id(), Op.CREATE, after=fields)
