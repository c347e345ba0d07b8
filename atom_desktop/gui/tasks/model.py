"""The tasks of a list for Qt: one column, over rows that the core has filtered and sorted."""

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from atom_desktop.core.index.view import Move, View, ViewChange
from atom_desktop.gui.tasks.listing import NOTHING, UNREAD, FirstPage, Listing, same_start
from atom_desktop.gui.tasks.rows import Rows, TaskRow
from atom_desktop.gui.tasks.sentence import sentence

Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()


class Role(IntEnum):
    """What can be asked of a task besides Qt's own roles."""

    TASK = Qt.ItemDataRole.UserRole + 1
    """The whole `TaskRow`, None while it is not known."""
    ID = Qt.ItemDataRole.UserRole + 2
    STATUS = Qt.ItemDataRole.UserRole + 3
    PRIORITY = Qt.ItemDataRole.UserRole + 4
    DUE = Qt.ItemDataRole.UserRole + 5
    """`When`, with its words and how near it is."""
    LABELS = Qt.ItemDataRole.UserRole + 6
    PROJECT = Qt.ItemDataRole.UserRole + 7
    SIGNS = Qt.ItemDataRole.UserRole + 8


_KNOWN: Final = (
    Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsEditable
    | Qt.ItemFlag.ItemNeverHasChildren
)
_OF_TASK: Final[dict[int, Callable[[TaskRow], object]]] = {
    Qt.ItemDataRole.DisplayRole: lambda task: task.title,
    Qt.ItemDataRole.AccessibleTextRole: sentence,
    Role.TASK: lambda task: task,
    Role.STATUS: lambda task: str(task.status),
    Role.PRIORITY: lambda task: task.priority,
    Role.DUE: lambda task: task.due,
    Role.LABELS: lambda task: task.labels,
    Role.PROJECT: lambda task: task.project,
    Role.SIGNS: lambda task: task.signs,
}


class TaskModel(QAbstractTableModel):
    """Shows a listing. Changes on the Qt thread alone; never asks the store."""

    replacing = Signal(bool)
    """Before other rows come; true if they are the same list, read again."""
    replaced = Signal(bool)
    outdated = Signal()
    """Somebody has stopped writing in a row, and the list was read again meanwhile."""
    batch_done = Signal()
    """After all that one step of the core changes here."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._rows: Rows | None = None
        self._listing: Listing = NOTHING
        self._held = False
        self._missed = False

    @property
    def listing(self) -> Listing:
        """What is shown."""
        return self._listing

    @property
    def rows(self) -> Rows | None:
        """What makes the rows; None before anything was shown."""
        return self._rows

    def show(self, listing: Listing, rows: Rows, *, keep: bool) -> None:
        """Show other rows; with `keep` it is the same list, and the place in it stays."""
        if self._held and keep:
            self._missed = True
            return
        self._missed = False
        if keep and rows is self._rows and same_start(self._listing, listing):
            self._grow_or_shrink(listing)
            return
        self.replacing.emit(keep)
        self.beginResetModel()
        self._listing, self._rows = listing, rows
        self.endResetModel()
        self.replaced.emit(keep)

    def hold(self, *, held: bool) -> None:
        """Put off showing the same list again while somebody writes in one of its rows."""
        self._held = held
        if not held and self._missed:
            self._missed = False
            self.outdated.emit()

    def clear(self) -> None:
        """Show nothing and know nothing: the vault is being locked."""
        self._missed = False
        self.beginResetModel()
        self._listing, self._rows = NOTHING, None
        self.endResetModel()

    def follow(self, changed: Iterable[int]) -> None:
        """Move, show and hide rows whose tasks have changed."""
        if self._rows is None:
            return
        self._rows.forget()
        view = self._listing
        if isinstance(view, View):
            for step in view.steps(changed):
                self._do(view, step)
        else:
            for row in changed:
                self.look_again(row)
        self.batch_done.emit()

    def look_again(self, row: int) -> None:
        """Paint a row anew where it stands."""
        position = self._listing.position(row)
        if position >= 0:
            self._changed(position, position)

    def time_passed(self, now: int) -> None:
        """See all dates from another minute."""
        if self._rows is not None:
            self._rows.forget(now)
            self.look_at_all_again()

    def look_at_all_again(self) -> None:
        """Paint everything anew: names or the hour have changed."""
        if len(self._listing):
            self._changed(0, len(self._listing) - 1)

    def task(self, position: int) -> TaskRow | None:
        """Return the task at a position, None if there is none or it is not known yet."""
        row = self.row_at(position)
        return None if row == UNREAD or self._rows is None else self._rows.at(row)

    def row_at(self, position: int) -> int:
        """Return the row of the core at a position."""
        return self._listing.row(position) if 0 <= position < len(self._listing) else UNREAD

    def id_at(self, position: int) -> str:
        """Return the id of the task at a position, "" if there is none."""
        row = self.row_at(position)
        return "" if row == UNREAD or self._rows is None else self._rows.columns.id_of(row)

    def position_of(self, task_id: str) -> int:
        """Return where a task stands, -1 if it is not shown."""
        row = UNREAD if self._rows is None else self._rows.columns.row_of(task_id)
        return -1 if row == UNREAD else self._listing.position(row)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many tasks are shown."""
        return 0 if parent.isValid() else len(self._listing)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return 1."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 -- as Qt says
        """Return what a role asks."""
        if not index.isValid():
            return None
        if role == Role.ID:
            return self.id_at(index.row())
        if role == Qt.ItemDataRole.EditRole and self._rows is not None:
            row = self.row_at(index.row())
            return "" if row == UNREAD else self._rows.full_title(row)
        asked = _OF_TASK.get(role)
        task = None if asked is None else self.task(index.row())
        return None if asked is None or task is None else asked(task)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a known task can be selected and renamed."""
        if not index.isValid() or self.row_at(index.row()) == UNREAD:
            return Qt.ItemFlag.NoItemFlags
        return _KNOWN

    def _grow_or_shrink(self, listing: Listing) -> None:
        """Take over a listing that begins as the one that is shown."""
        before, after = len(self._listing), len(listing)
        unread = isinstance(self._listing, FirstPage)
        if after > before:
            self.beginInsertRows(ROOT, before, after - 1)
            self._listing = listing
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(ROOT, after, before - 1)
            self._listing = listing
            self.endRemoveRows()
        else:
            self._listing = listing
        if unread:
            self.look_at_all_again()

    def _do(self, view: View, step: ViewChange) -> None:
        position = step.position
        if step.move is Move.INSERTED:
            self.beginInsertRows(ROOT, position, position)
            view.do(step)
            self.endInsertRows()
        elif step.move is Move.REMOVED:
            self.beginRemoveRows(ROOT, position, position)
            view.do(step)
            self.endRemoveRows()
        else:
            view.do(step)
            self._changed(position, position)

    def _changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, 0))
