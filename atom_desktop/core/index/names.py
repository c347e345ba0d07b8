"""The names of projects, sections, labels and areas: by id, by name, with paths."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from atom_desktop.model.collections import Collection
from atom_desktop.model.json import Json
from atom_desktop.model.names import Names
from atom_desktop.model.record import Record

NAMED: Final = (Collection.PROJECT, Collection.SECTION, Collection.LABEL, Collection.AREA)
DEEPEST: Final = 32


class Named(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is kept of a named record; `parent` is the project it is in, or its area."""

    id: str
    name: str
    parent: str = ""
    order: str = ""
    hue: int | None = None
    hidden: bool = False
    """Trashed or archived: not offered, still shown where a task names it."""


class Directory(msgspec.Struct):
    """All named records. Written under the lock of the index, read by anybody."""

    held: dict[str, dict[str, Named]] = msgspec.field(
        default_factory=lambda: {str(kind): {} for kind in NAMED}
    )
    _names: dict[str, Names] = {}

    def put(self, *records: Record) -> None:
        """Enter records, or bring their entries up to date."""
        changed = {record.collection: dict(self.held[record.collection]) for record in records}
        for record in records:
            if record.alive:
                changed[record.collection][record.id] = _named(record)
            else:
                changed[record.collection].pop(record.id, None)
        self.held = {**self.held, **changed}
        for collection in changed:
            self._names.pop(collection, None)

    def get(self, collection: str, record_id: str) -> Named | None:
        """Return what is known of a named record."""
        return self.held[collection].get(record_id)

    def listed(self, collection: str) -> list[Named]:
        """Return the ones that are offered, in their order."""
        shown = (named for named in self.held[collection].values() if not named.hidden)
        return sorted(shown, key=lambda named: (named.order, named.name.casefold(), named.id))

    def by_name(self, collection: str, name: str) -> Named | None:
        """Return the one of that name, whatever its case; of several the first in order."""
        wanted = name.casefold()
        return next((one for one in self.listed(collection) if one.name.casefold() == wanted), None)

    def project_at(self, path: str) -> Named | None:
        """Return the project of that name or path, whatever its case; of several the first."""
        found = self.by_name(Collection.PROJECT, path)
        if found is not None or "/" not in path:
            return found
        wanted = path.casefold()
        listed = self.listed(Collection.PROJECT)
        return next((one for one in listed if self.path(one.id).casefold() == wanted), None)

    def section_of(self, project: str, name: str) -> Named | None:
        """Return the section of that name in a project, whatever its case."""
        wanted = name.casefold()
        sections = (one for one in self.listed(Collection.SECTION) if one.parent == project)
        return next((one for one in sections if one.name.casefold() == wanted), None)

    def names(self, collection: str) -> Names:
        """Return the names for quick-add and queries: paths of projects as well."""
        found = self._names.get(collection)
        if found is None:
            plain: list[str] = [one.name for one in self.listed(collection)]
            if collection == Collection.PROJECT:
                plain += [self.path(one.id) for one in self.listed(collection) if one.parent]
            found = self._names[collection] = Names(plain)
        return found

    def path(self, project_id: str) -> str:
        """Return the names from the outermost project to this one, joined by ``/``."""
        return "/".join(reversed([named.name for named in self._upwards(project_id)]))

    def projects_called(self, name: str) -> set[str]:
        """Return the ids of the projects of that name or path, and of all nested in them."""
        wanted = name.casefold()
        projects = self.held[Collection.PROJECT]
        roots = {
            one.id
            for one in projects.values()
            if one.name.casefold() == wanted
            or (one.parent and self.path(one.id).casefold() == wanted)
        }
        inside = (one.id for one in projects.values())
        return {one for one in inside if any(up.id in roots for up in self._upwards(one))}

    def labels_called(self, name: str) -> set[str]:
        """Return the ids of the label of that name, and of those nested in it by ``/``."""
        wanted = name.casefold()
        labels = self.held[Collection.LABEL].values()
        return {
            one.id
            for one in labels
            if one.name.casefold() == wanted or one.name.casefold().startswith(wanted + "/")
        }

    def sections_called(self, name: str) -> set[str]:
        """Return the ids of the sections of that name."""
        wanted = name.casefold()
        sections = self.held[Collection.SECTION].values()
        return {one.id for one in sections if one.name.casefold() == wanted}

    def kept(self) -> Mapping[str, list[Named]]:
        """Return everything for a cache."""
        return {kind: list(entries.values()) for kind, entries in self.held.items()}

    def adopt(self, kept: Mapping[str, Iterable[Named]]) -> None:
        """Take everything back from a cache."""
        self.held = {str(kind): {one.id: one for one in kept.get(str(kind), ())} for kind in NAMED}
        self._names = {}

    def _upwards(self, project_id: str) -> Iterator[Named]:
        projects = self.held[Collection.PROJECT]
        for _ in range(DEEPEST):
            named = projects.get(project_id)
            if named is None:
                return
            yield named
            project_id = named.parent


def _named(record: Record) -> Named:
    fields = record.fields
    parent = fields.get("parent") or fields.get("project") or ""
    hue = fields.get("hue")
    return Named(
        id=record.id,
        name=_text(fields.get("name")),
        parent=_text(parent),
        order=_text(fields.get("order")),
        hue=hue if isinstance(hue, int) else None,
        hidden=bool(fields.get("trashed") or fields.get("archived")),
    )


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
