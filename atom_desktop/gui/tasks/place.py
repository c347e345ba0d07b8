"""Where somebody was in a list: which task, which selection, how far down."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QTableView

from atom_desktop.gui.tasks.model import TaskModel

MOST: Final = 1000
"""Selected tasks that are found again after the list was read anew."""
_FLAG: Final = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True, slots=True)
class PlaceInList:
    """The current task with where it stood, the selected ones, and the scroll position."""

    current: str
    position: int
    selected: tuple[str, ...]
    scrolled: int


def place_in(view: QTableView, model: TaskModel) -> PlaceInList:
    """Return where somebody is."""
    position = view.currentIndex().row()
    current = model.id_at(position)
    selected = selected_positions(view)
    ids = tuple(model.id_at(one) for one in selected) if len(selected) <= MOST else ()
    return PlaceInList(current, position, ids, view.verticalScrollBar().value())


def go_back(view: QTableView, model: TaskModel, place: PlaceInList) -> None:
    """Restore a place; where the current task is gone, the one that stands there now is taken."""
    position = model.position_of(place.current) if place.current else -1
    if position < 0:
        position = min(place.position, model.rowCount() - 1)
    chosen = view.selectionModel()
    selection = QItemSelection()
    for task_id in place.selected:
        found = model.position_of(task_id)
        if found >= 0:
            selection.select(model.index(found, 0), model.index(found, 0))
    if position >= 0:
        chosen.setCurrentIndex(model.index(position, 0), _FLAG.NoUpdate)
        if place.selected and selection.isEmpty():
            selection.select(model.index(position, 0), model.index(position, 0))
    chosen.select(selection, _FLAG.ClearAndSelect)
    view.verticalScrollBar().setValue(place.scrolled)


def selected_positions(view: QTableView) -> list[int]:
    """Return the positions of the selected tasks, from the top down."""
    ranges = view.selectionModel().selection().toList()
    return sorted(position for part in ranges for position in range(part.top(), part.bottom() + 1))
