"""Where tasks live: areas of life hold projects, projects hold projects and sections."""

import msgspec


class Area(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A part of life that never ends, such as Home or Work."""

    name: str
    hue: int | None = None
    order: str = ""
    notes: str = ""
    created: str | None = None
    trashed: str | None = None
    archived: str | None = None
    version: int = 1


class Project(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Work with an end; `parent` is the project it is nested in, `area` an id, `hue` 0 to 359."""

    name: str
    notes: str = ""
    area: str | None = None
    parent: str | None = None
    hue: int | None = None
    order: str = ""
    source: str | None = None
    template: str | None = None
    imported: dict[str, object] = {}
    created: str | None = None
    trashed: str | None = None
    archived: str | None = None
    version: int = 1


class Section(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A heading inside a project."""

    name: str
    project: str | None = None
    order: str = ""
    created: str | None = None
    trashed: str | None = None
    archived: str | None = None
    version: int = 1
