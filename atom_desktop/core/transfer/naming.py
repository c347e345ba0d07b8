"""Finds the projects, sections and labels that a file speaks of by name, and makes missing ones.

Which record a name of a file stands for is remembered: a project that was made by an import, or
found by its name, is still the one after it was called something else.
"""

from typing import Final

from atom_desktop.core.session import Session
from atom_desktop.core.transfer.source_ids import SourceIds
from atom_desktop.core.workspace import field_changes
from atom_desktop.model.change import Change, Op
from atom_desktop.model.collections import Collection
from atom_desktop.model.json import JsonObject
from atom_desktop.model.order import between, is_order

DEEPEST: Final = 16
LONGEST: Final = 200
PROJECT: Final = Collection.PROJECT
SECTION: Final = Collection.SECTION
LABEL: Final = Collection.LABEL


class Naming:
    """The names of one import. `changes` makes what is missing, parents first."""

    def __init__(self, session: Session, ids: SourceIds, now: str) -> None:
        """Look at what there is; `now` is the stored form of this moment."""
        self._workspace = session.workspace
        self._new_id = session.new_id
        self._ids = ids
        self._now = now
        self._known: dict[tuple[str, str], str] = {}
        self._last: dict[str, str] = {}
        self._existing: dict[tuple[str, str], str] = {}
        self.changes: list[Change] = []
        names = session.index.names
        for kind in (PROJECT, SECTION, LABEL):
            for one in names.listed(kind):
                name = names.path(one.id) if kind is PROJECT else one.name
                if kind is SECTION:
                    name = f"{one.parent}/{name}"
                self._existing.setdefault((kind, name.casefold()), one.id)
                if is_order(one.order):
                    self._last[kind] = max(self._last.get(kind, ""), one.order)

    def project(self, path: str) -> str | None:
        """Return the id of the project at a path of names joined by ``/``."""
        known = self._known.get((PROJECT, path))
        if known is not None:
            return known
        found: str | None = None
        place = ""
        for part in _parts(path):
            place = f"{place}/{part}" if place else part
            fields: JsonObject = {"name": part}
            if found is not None:
                fields["parent"] = found
            found = self._found(PROJECT, place, fields)
        if found is not None:
            self._known[PROJECT, path] = found
        return found

    def section(self, project: str, name: str) -> str:
        """Return the id of the section of that name in a project."""
        short = name[:LONGEST]
        fields: JsonObject = {"name": short, "project": project}
        return self._found(SECTION, f"{project}/{short}", fields)

    def label(self, name: str) -> str:
        """Return the id of the label of that name."""
        known = self._known.get((LABEL, name))
        if known is None:
            short = name[:LONGEST]
            known = self._known[LABEL, name] = self._found(LABEL, short, {"name": short})
        return known

    def _found(self, kind: str, name: str, fields: JsonObject) -> str:
        key = (kind, name.casefold())
        if key not in self._known:
            self._known[key] = (
                self._remembered(*key) or self._named(*key) or self._made(key, fields)
            )
        return self._known[key]

    def _remembered(self, kind: str, name: str) -> str | None:
        """Return what this name stood for in an earlier import, if it is still in use."""
        own = self._ids.of_name(kind, name)
        link = self._workspace.read(Collection.LINK, self._ids.of_link(kind, name))
        target = link.fields.get("record") if link else None
        for one in (own, target):
            if isinstance(one, str) and self._in_use(kind, one):
                return one
        return None

    def _in_use(self, kind: str, record_id: str) -> bool:
        record = self._workspace.read(kind, record_id)
        return record is not None and not record.fields.get("trashed")

    def _named(self, kind: str, name: str) -> str | None:
        found = self._existing.get((kind, name))
        if found is not None:
            self._remember(kind, name, found)
        return found

    def _made(self, key: tuple[str, str], fields: JsonObject) -> str:
        kind, name = key
        made = self._ids.of_name(kind, name)
        if self._workspace.read(kind, made) is not None:
            made = self._new_id()  # the one that an import has made is in the trash
            self._remember(kind, name, made)
        order = self._last[kind] = between(self._last.get(kind, ""))
        whole = {**fields, "order": order, "created": self._now}
        self.changes.append(Change(kind, made, Op.CREATE, "", None, whole))
        return made

    def _remember(self, kind: str, name: str, target: str) -> None:
        link_id = self._ids.of_link(kind, name)
        link = self._workspace.read(Collection.LINK, link_id)
        if link is not None:
            self.changes += field_changes(link, {"record": target})
            return
        fields: JsonObject = {
            "collection": str(kind),
            "record": target,
            "remote": name,
            "created": self._now,
        }
        self.changes.append(Change(Collection.LINK, link_id, Op.CREATE, "", None, fields))


def _parts(path: str) -> list[str]:
    """Return the names in a path; what is nested more deeply than ATOM shows is joined."""
    parts = [part.strip()[:LONGEST] for part in path.split("/")]
    parts = [part for part in parts if part]
    deep = "-".join(parts[DEEPEST - 1 :])[:LONGEST]
    return [*parts[: DEEPEST - 1], deep] if len(parts) > DEEPEST else parts
