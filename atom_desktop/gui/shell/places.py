"""The places a person goes to in the side bar, each a query with a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from atom_desktop.core.index.names import Directory, Named
from atom_desktop.gui.icons import Glyph
from atom_desktop.gui.theme.hues import hue_of
from atom_desktop.model.collections import Collection
from atom_desktop.model.quick_add.draft import SpanKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`query` finds its tasks; `quick` belongs to what is added there, unless it says `says`."""

    key: str
    title: str
    query: str
    glyph: Glyph
    quick: str = ""
    says: SpanKind | None = None
    empty: str = ""
    hue: int | None = None
    depth: int = 0
    heading: str = ""


FIXED: Final = (
    Place(
        key="inbox",
        title="Inbox",
        query="no project",
        glyph=Glyph.INBOX,
        empty="Inbox is empty. New tasks land here until you give them a place.",
    ),
    Place(
        key="today",
        title="Today",
        query="due by today",
        glyph=Glyph.SUN,
        quick="today",
        says=SpanKind.DUE,
        empty="Nothing left for today.",
    ),
    Place(
        key="upcoming",
        title="Upcoming",
        query="due after today",
        glyph=Glyph.UPCOMING,
        empty="Nothing is planned after today.",
    ),
    Place(
        key="someday",
        title="Someday",
        query="is someday",
        glyph=Glyph.SOMEDAY,
        empty="Nothing is kept for someday.",
    ),
    Place(
        key="all",
        title="All tasks",
        query="",
        glyph=Glyph.CHECKLIST,
        empty="No tasks yet. Press Q to add one, or import what you have.",
    ),
)
SETTINGS: Final = Place(
    key="settings", title="Settings", query="", glyph=Glyph.SETTINGS, heading="More"
)
LAST: Final = (
    Place(
        key="done",
        heading="More",
        title="Done",
        query="status done sort by done desc",
        glyph=Glyph.CIRCLE_CHECK,
        empty="Nothing is done yet.",
    ),
    Place(
        key="trash",
        heading="More",
        title="Trash",
        query="is trashed",
        glyph=Glyph.DELETE,
        empty="The trash is empty.",
    ),
    SETTINGS,
)


def project_places(names: Directory) -> list[Place]:
    """Return a place for each project, those inside another one below it."""
    projects = names.listed(Collection.PROJECT)
    known = {one.id for one in projects}
    tops = [one for one in projects if one.parent not in known]
    return [place for top in tops for place in _branch(top, projects, names, 0)]


def label_places(names: Directory) -> list[Place]:
    """Return a place for each label."""
    return [
        Place(
            key=f"label:{one.id}",
            title=one.name,
            query=f"label = {quoted(one.name)}",
            glyph=Glyph.TAG,
            quick=f"@{quoted(one.name)}" if " " in one.name else f"@{one.name}",
            says=SpanKind.LABEL,
            empty="No task has this label.",
            hue=hue_of(one.name, one.hue),
            heading="Labels",
        )
        for one in names.listed(Collection.LABEL)
    ]


def _branch(
    named: Named, projects: Iterable[Named], names: Directory, depth: int
) -> Iterable[Place]:
    path = names.path(named.id)
    yield Place(
        key=f"project:{named.id}",
        title=named.name,
        query=f"project = {quoted(path)}",
        glyph=Glyph.PROJECT,
        quick=f"#{quoted(named.name)}" if " " in named.name else f"#{named.name}",
        says=SpanKind.PROJECT,
        empty="No tasks yet. Press Q to add one.",
        hue=hue_of(named.name, named.hue),
        heading="Projects",
        depth=depth,
    )
    for inner in projects:
        if inner.parent == named.id:
            yield from _branch(inner, projects, names, depth + 1)


def quoted(name: str) -> str:
    """Return a name so that a query takes it as one."""
    return '"' + name.replace('"', "") + '"'
