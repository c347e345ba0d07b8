"""The list of tasks on the screen: keys, pointer, selection, and words where there is no task."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from atom_desktop.gui.icons import Icons
from atom_desktop.gui.tasks.delegate import TaskDelegate
from atom_desktop.gui.tasks.keys import Deed, deed_of
from atom_desktop.gui.tasks.layout import Part
from atom_desktop.gui.tasks.model import TaskModel
from atom_desktop.gui.tasks.orbit import Orbits
from atom_desktop.gui.tasks.place import PlaceInList, go_back, place_in, selected_positions
from atom_desktop.gui.tasks.words import NOTHING_TO_SAY, ListWords, paint_words
from atom_desktop.gui.theme.scroll_bar import scroll_bar_style
from atom_desktop.gui.theme.theme import Theme

MOST_TOLD: Final = 1000
"""Selected tasks whose ids are told one by one."""
_SETTERS: Final = frozenset({Part.DUE, Part.LABELS, Part.PROJECT})


class TaskListView(QTableView):
    """Shows a `TaskModel`. It changes no task: it says by signals what somebody wants.

    Payloads are tuples of task ids unless said otherwise.
    """

    complete_requested = Signal(object)
    reopen_requested = Signal(object)
    delete_requested = Signal(object)
    rename_requested = Signal(str, str)
    """Id and new title."""
    detail_requested = Signal(str)
    """The id of the task whose details are to be shown, or hidden again."""
    chosen = Signal(object)
    """The selected tasks, whenever they change; a great many are given as `None`."""
    part_pressed = Signal(str, object, QRect)
    """Id, `Part` (due, labels or project) and its place on the screen: to open what sets it."""
    menu_requested = Signal(object, QPoint)
    """The selected tasks, and a point on the screen."""

    def __init__(
        self, model: TaskModel, theme: Theme, icons: Icons, *, motion: bool = True
    ) -> None:
        """Show `model`; without `motion` a completed task is simply ticked."""
        super().__init__()
        self._tasks = model
        self._theme = theme
        self._words: ListWords = NOTHING_TO_SAY
        self._place: PlaceInList | None = None
        self._carried: PlaceInList | None = None
        self.single_letters = True
        self.motion = motion
        self.delegate = TaskDelegate(theme, icons)
        self._orbits = Orbits(self.delegate.turning, self._orbit_moved)
        self._set_up()
        # Before the table itself hears of it, and makes another task the current one.
        model.rowsAboutToBeRemoved.connect(self._before_removal)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.set_theme(theme)
        self._connect()

    def set_theme(self, theme: Theme) -> None:
        """Show everything in another theme."""
        self._theme = theme
        self.delegate.set_theme(theme)
        palette = QPalette(self.palette())
        colours = theme.colours
        # The table paints its own selection below ours: it must not be seen.
        for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Highlight):
            palette.setColor(role, colours.surface_base)
        self.setPalette(palette)
        self.verticalScrollBar().setStyleSheet(scroll_bar_style(theme))
        self._set_height()
        self.viewport().update()

    def set_words(self, words: ListWords) -> None:
        """Say this where there is no task."""
        self._words = words
        self.setAccessibleDescription(words.spoken)
        self.viewport().update()

    def selected_ids(self) -> tuple[str, ...]:
        """Return the ids of the selected tasks, from the top down."""
        found = (self._tasks.id_at(position) for position in selected_positions(self))
        return tuple(one for one in found if one)

    def show_completion(self, row: int) -> None:
        """Let the electron of a row of the core run, as its task was completed."""
        if self.motion and self._tasks.listing.position(row) >= 0:
            self._orbits.begin(row)

    def rename_current(self) -> None:
        """Open the line edit over the title of the current task."""
        index = self.currentIndex()
        if self._tasks.task(index.row()) is not None:
            self._tasks.hold(held=True)
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key asks for; all others are Qt's: arrows, Page, Home, End, Ctrl+A."""
        deed = deed_of(event.keyCombination(), letters=self.single_letters)
        # While a title is edited, what the line edit leaves over is meant for nobody here.
        if deed is None or self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        event.setAccepted(self._doing[deed]())

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Return where a key goes: Home and End are those of the list, not of its one column."""
        last = self._tasks.rowCount() - 1
        if action is QAbstractItemView.CursorAction.MoveHome:
            return self._tasks.index(0, 0)
        if action is QAbstractItemView.CursorAction.MoveEnd:
            return self._tasks.index(last, 0)
        return super().moveCursor(action, modifiers)

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters are commands here, and / searches."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick a ring, open what sets a part, or select."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        part = self._part_at(index, point) if plain else Part.REST
        if part is Part.RING:
            self.tick((index.row(),))
            return
        super().mousePressEvent(event)
        if part in _SETTERS and index.isValid():
            self._press_part(index, part)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Note what the pointer is over."""
        super().mouseMoveEvent(event)
        self._hover_at(event.position().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the title; two quick ticks stay two ticks."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        if self._part_at(index, point) is Part.RING:
            self.mousePressEvent(event)
        elif index.isValid():
            self.setCurrentIndex(index)
            self.rename_current()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll, and see what is under the pointer now."""
        super().scrollContentsBy(dx, dy)
        self._hover_again()

    def leaveEvent(self, event: object) -> None:
        """Forget what the pointer was over."""
        self._set_hover(-1, -1)
        super().leaveEvent(event)  # type: ignore[arg-type]  # QEvent, as Qt hands it in

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the selected tasks, at the pointer or at the current row."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        self.open_menu(None if by_key else event.globalPos())

    def open_menu(self, point: QPoint | None = None) -> None:
        """Ask for the menu of the selected tasks, at the current row unless a point is named."""
        rect = self.visualRect(self.currentIndex())
        ids = self.selected_ids()
        if ids:
            self.menu_requested.emit(ids, point or self.viewport().mapToGlobal(rect.center()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the one column take the whole width."""
        self.setColumnWidth(0, self.viewport().width())
        self._set_height()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or words where there are none."""
        super().paintEvent(event)
        if self._tasks.rowCount() == 0:
            painter = QPainter(self.viewport())
            paint_words(painter, self.viewport().rect(), self._words, self._theme)
            painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the current task, or the first, so that the keys have something to act on."""
        super().focusInEvent(event)
        by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        if not by_mouse and not self.selectionModel().hasSelection() and self._tasks.rowCount():
            self.setCurrentIndex(self._tasks.index(max(self.currentIndex().row(), 0), 0))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Put the editor away, and let a list that was read meanwhile come."""
        super().closeEditor(editor, hint)
        self._tasks.hold(held=False)

    def _set_up(self) -> None:
        self.setAccessibleName(self.tr("Tasks"))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.verticalHeader(), self.horizontalHeader()):
            header.setMinimumSectionSize(1)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.hide()
        self._doing: dict[Deed, Callable[[], bool]] = {
            Deed.COMPLETE: lambda: self.tick(tuple(selected_positions(self))),
            Deed.DELETE: self._delete,
            Deed.RENAME: self._rename,
            Deed.DETAIL: self._detail,
            Deed.NEXT: lambda: self._go(1),
            Deed.PREVIOUS: lambda: self._go(-1),
            Deed.MARK: self._mark,
            Deed.LET_GO: self._let_go,
        }

    def _connect(self) -> None:
        model = self._tasks
        self.delegate.renamed.connect(self.rename_requested)
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        self.selectionModel().currentChanged.connect(self._current_changed)
        model.replacing.connect(self._before_replacing)
        model.replaced.connect(self._after_replacing)
        model.batch_done.connect(self._after_batch)

    def _set_height(self) -> None:
        height = self.delegate.painter.frame.height(self.viewport().width())
        header = self.verticalHeader()
        if header.defaultSectionSize() != height:
            header.setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)

    def _part_at(self, index: QModelIndex, point: QPoint) -> Part:
        if not index.isValid():
            return Part.REST
        mirrored = self.isRightToLeft()
        return self.delegate.part_at(index, self.visualRect(index), point, mirrored=mirrored)

    def _press_part(self, index: QModelIndex, part: Part) -> None:
        rect = self.visualRect(index)
        places = self.delegate.places(index, rect, mirrored=self.isRightToLeft())
        if places is None:
            return
        labels = next((one for one in places.labels if not one.isEmpty()), QRect())
        found = {Part.DUE: places.due, Part.LABELS: labels, Part.PROJECT: places.project}[part]
        corner = self.viewport().mapToGlobal(rect.topLeft() + found.topLeft())
        self.part_pressed.emit(self._tasks.id_at(index.row()), part, QRect(corner, found.size()))

    def tick(self, positions: tuple[int, ...]) -> bool:
        """Ask to complete tasks; those that are all closed are opened again."""
        tasks = [(one, self._tasks.task(one)) for one in positions]
        closed = [one for one, task in tasks if task is not None and task.closed]
        still_open = [one for one, task in tasks if task is not None and not task.closed]
        if still_open:
            self.complete_requested.emit(tuple(self._tasks.id_at(one) for one in still_open))
        elif closed:
            self.reopen_requested.emit(tuple(self._tasks.id_at(one) for one in closed))
        return bool(still_open or closed)

    def _delete(self) -> bool:
        ids = self.selected_ids()
        if ids:
            self.delete_requested.emit(ids)
        return bool(ids)

    def _rename(self) -> bool:
        self.rename_current()
        return self.currentIndex().isValid()

    def _detail(self) -> bool:
        task_id = self._tasks.id_at(self.currentIndex().row())
        if task_id:
            self.detail_requested.emit(task_id)
        return bool(task_id)

    def _go(self, by: int) -> bool:
        last = self._tasks.rowCount() - 1
        wanted = min(max(self.currentIndex().row() + by, 0), last)
        if wanted >= 0:
            self.setCurrentIndex(self._tasks.index(wanted, 0))
        return True

    def _mark(self) -> bool:
        index = self.currentIndex()
        if index.isValid():
            self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Toggle)
        return index.isValid()

    def _let_go(self) -> bool:
        """Give up the selection of many; then Esc goes on to whoever is behind."""
        had_many = len(selected_positions(self)) > 1
        if had_many:
            self.setCurrentIndex(self.currentIndex())
        return had_many

    def _hover_at(self, point: QPoint) -> None:
        index = self.indexAt(point)
        over_ring = self._part_at(index, point) is Part.RING
        self._set_hover(index.row(), index.row() if over_ring else -1)

    def _hover_again(self) -> None:
        """Look where the pointer is, as rows have moved under it."""
        if self.delegate.hovered >= 0:
            self._hover_at(self.viewport().mapFromGlobal(QCursor.pos()))

    def _set_hover(self, hovered: int, pointed: int) -> None:
        before = (self.delegate.hovered, self.delegate.pointed)
        if before == (hovered, pointed):
            return
        self.delegate.hovered, self.delegate.pointed = hovered, pointed
        for position in {before[0], hovered}:
            self._repaint(position)

    def _repaint(self, position: int) -> None:
        """Paint a row anew, and the line above it, which gives way to a plate."""
        if position >= 0:
            rect = self.visualRect(self._tasks.index(position, 0))
            self.viewport().update(rect.adjusted(0, -1, 0, 0))

    def _orbit_moved(self, row: int) -> None:
        self._repaint(self._tasks.listing.position(row))

    def _current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        for index in (current, previous):
            self._repaint(index.row())

    def _selection_changed(self, came: QItemSelection, went: QItemSelection) -> None:
        positions = selected_positions(self)
        many = len(positions) > 1
        if many != self.delegate.many or len(positions) > 1:
            self.delegate.many = many
            self.viewport().update()
        for part in (*came.toList(), *went.toList()):
            self._repaint(part.top())
        self.chosen.emit(self.selected_ids() if len(positions) <= MOST_TOLD else None)

    def _before_replacing(self, keep: bool) -> None:  # noqa: FBT001 -- a signal's payload
        self._place = place_in(self, self._tasks) if keep else None

    def _after_replacing(self, keep: bool) -> None:  # noqa: FBT001 -- a signal's payload
        self._set_hover(-1, -1)
        if keep and self._place is not None:
            go_back(self, self._tasks, self._place)
        else:
            self.scrollToTop()
        self._place = None

    def _before_removal(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Remember a task that leaves its place: it may come again at another."""
        if self._carried is None and first <= self.currentIndex().row() <= last:
            self._carried = place_in(self, self._tasks)

    def _after_batch(self) -> None:
        self._hover_again()
        carried, self._carried = self._carried, None
        if carried is not None:
            go_back(self, self._tasks, carried)
