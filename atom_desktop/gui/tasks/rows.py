"""What a row shows of its task, read from the columns alone: painting never asks the store."""

from dataclasses import dataclass
from typing import Final, TypeVar

from PySide6.QtCore import QLocale

from atom_desktop.core.index.columns import STATUSES, Columns, Mark
from atom_desktop.core.index.names import Directory
from atom_desktop.core.index.rows import CLOSED
from atom_desktop.gui.plain_text import straight
from atom_desktop.gui.tasks.when import Dates, When, is_date, spoken_minutes
from atom_desktop.gui.theme.hues import hue_of
from atom_desktop.model.collections import Collection
from atom_desktop.model.task import Status

Key = TypeVar("Key")
Value = TypeVar("Value")

_HIDDEN: Final = int(Mark.GONE | Mark.TRASHED)
_SIGNS: Final = (Mark.ATTACHMENT, Mark.RECURRING, Mark.CHECKLIST, Mark.NOTES, Mark.LINK)
_BITS: Final = tuple((int(mark), mark) for mark in _SIGNS)
_MOST: Final = 2000
"""Rows kept; a screen shows a hundred at most."""
SHOWN_TITLE: Final = 400
"""Letters of a title that a row may show; more would only cost time."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A name with its hue: a label or a project."""

    name: str
    hue: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One task as a row shows it. `signs` are small icons, in the order of the design."""

    row: int
    title: str
    status: Status = Status.OPEN
    priority: int = 4
    due: When | None = None
    deadline: When | None = None
    estimate: str = ""
    labels: tuple[Tag, ...] = ()
    project: Tag | None = None
    signs: tuple[Mark, ...] = ()
    blocked: int = 0
    trashed: bool = False

    @property
    def closed(self) -> bool:
        """Whether it is done or cancelled."""
        return self.status is Status.DONE or self.status is Status.CANCELLED


class Rows:
    """Makes rows, and keeps those that are on the screen until `forget`."""

    def __init__(self, columns: Columns, names: Directory, locale: QLocale, now: int) -> None:
        """Read `columns` and `names`; `now` in wall minutes is what dates are seen from."""
        self.columns = columns
        self._names = names
        self._locale = locale
        self._dates = Dates(locale, now)
        self._kept: dict[int, TaskRow] = {}

    def at(self, row: int) -> TaskRow:
        """Return what a row shows."""
        found = self._kept.get(row)
        if found is None:
            make_room(self._kept, _MOST)
            found = self._kept[row] = self._made(row)
        return found

    def seen(self, row: int) -> TaskRow | None:
        """Return what was shown of a row since the last `forget`, None if it was not shown."""
        return self._kept.get(row)

    def forget(self, now: int | None = None) -> None:
        """Read everything anew, from now on as seen from `now`."""
        self._kept.clear()
        if now is not None:
            self._dates = Dates(self._locale, now)

    def full_title(self, row: int) -> str:
        """Return the whole title, for editing it."""
        return self.columns.title(row)

    def _made(self, row: int) -> TaskRow:
        cells = self.columns.cells
        marks = cells["marks"][row]
        status = STATUSES[cells["status"][row]]
        closed = cells["status"][row] in CLOSED
        due, deadline = cells["due"][row], cells["deadline"][row]
        timed = bool(marks & int(Mark.DUE_TIMED))
        duration, dates = cells["duration"][row], self._dates
        return TaskRow(
            row=row,
            title=one_line(self.columns.title(row)),
            status=status,
            priority=cells["priority"][row],
            due=dates.due(due, timed=timed, duration=duration, closed=closed)
            if is_date(due)
            else None,
            deadline=dates.deadline(deadline, closed=closed) if is_date(deadline) else None,
            estimate=spoken_minutes(cells["estimate"][row]),
            labels=self._labels(row),
            project=self._project(row),
            signs=tuple(mark for bit, mark in _BITS if marks & bit),
            blocked=self._blockers(row) if marks & int(Mark.DEPENDS) else 0,
            trashed=bool(marks & int(Mark.TRASHED)),
        )

    def _labels(self, row: int) -> tuple[Tag, ...]:
        found = (self._names.get(Collection.LABEL, one) for one in self.columns.label_ids(row))
        tags = [
            Tag(named.name, hue_of(named.name, named.hue)) for named in found if named is not None
        ]
        return tuple(sorted(tags, key=lambda tag: tag.name.casefold()))

    def _project(self, row: int) -> Tag | None:
        project = self.columns.projects.texts[self.columns.cells["project"][row]]
        named = self._names.get(Collection.PROJECT, project) if project else None
        return None if named is None else Tag(named.name, hue_of(named.name, named.hue))

    def _blockers(self, row: int) -> int:
        """Return how many tasks that are not closed this one waits for."""
        columns = self.columns
        status, marks = columns.cells["status"], columns.cells["marks"]
        rows = (columns.row_of(one) for one in columns.depends.get(row, ()))
        return sum(
            1 for one in rows if one >= 0 and status[one] not in CLOSED and not marks[one] & _HIDDEN
        )


def make_room(kept: dict[Key, Value], most: int) -> None:
    """Drop the oldest entry of a full store: emptying it at once would be felt."""
    if len(kept) >= most:
        del kept[next(iter(kept))]


def one_line(title: str) -> str:
    """Return a title as one line of sensible length."""
    shown = title[:SHOWN_TITLE]
    return shown if shown.isprintable() else straight(" ".join(shown.split()))
