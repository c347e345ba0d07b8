"""Paints the rows of the list and puts a line edit exactly over a title."""

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from atom_desktop.gui.icons import Icons
from atom_desktop.gui.tasks.layout import Part, Places
from atom_desktop.gui.tasks.model import ROOT, Index, Role, TaskModel
from atom_desktop.gui.tasks.painting import Look, RowPainter
from atom_desktop.gui.theme.palette import make_palette
from atom_desktop.gui.theme.theme import Lettered, Theme

_AROUND_EDIT: Final = 4


class TaskDelegate(QStyledItemDelegate):
    """Paints tasks. What the pointer is over and which rings turn is set by the view."""

    renamed = Signal(str, str)
    """Id and new title."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        """Paint in `theme`."""
        super().__init__()
        self._icons = icons
        self._theme = theme
        self.painter = RowPainter(theme, icons)
        self.hovered = -1
        self.pointed = -1
        self.many = False
        self.turning: dict[int, float] = {}

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme from now on."""
        self._theme = theme
        self.painter = RowPainter(theme, self._icons, self.painter.ratio)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        ratio = painter.device().devicePixelRatio()
        if ratio != self.painter.ratio:
            self.painter = RowPainter(self._theme, self._icons, ratio)
        model, rect, number = index.model(), option.rect, index.row()
        painter.save()
        painter.translate(rect.topLeft())
        task = model.task(number) if isinstance(model, TaskModel) else None
        if task is None:
            self.painter.paint_unread(painter, rect.width(), number)
        else:
            mirrored = option.direction is Qt.LayoutDirection.RightToLeft
            row = self.painter.ready(task, rect.width(), mirrored=mirrored)
            self.painter.paint(painter, row, self._look(option, number, task.row))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of every row."""
        width = option.rect.width()
        return QSize(width, self.painter.frame.height(width))

    def places(self, index: Index, rect: QRect, *, mirrored: bool = False) -> Places | None:
        """Return where the parts of a row are; None while its task is not known."""
        task = index.data(Role.TASK)
        if task is None:
            return None
        return self.painter.ready(task, rect.width(), mirrored=mirrored).places

    def part_at(self, index: Index, rect: QRect, point: QPoint, *, mirrored: bool = False) -> Part:
        """Return what of a row is at a point of the viewport."""
        places = self.places(index, rect, mirrored=mirrored)
        inside = point - rect.topLeft()
        return Part.REST if places is None else places.part_at(inside.x(), inside.y())

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QLineEdit:
        """Return a line edit in the letters of the title."""
        editor = QLineEdit(parent)
        editor.setFont(self._theme.font(Lettered.BODY))
        editor.setAccessibleName(self.tr("Title"))
        # The palette of the list hides selections, which the list paints itself.
        editor.setPalette(make_palette(self._theme))
        editor.setTextMargins(0, 0, 0, 0)
        editor.setMaxLength(10_000)
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Put the editor over the title and its small icons, up to what stands behind them."""
        mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        places = self.places(index, option.rect, mirrored=mirrored)
        if places is None:
            return
        frame = self.painter.frame
        others = [*places.labels, places.project, places.estimate, places.due]
        same_line = [one for one in others if not one.isEmpty() and one.y() == places.title.y()]
        title = QRect(places.title)
        if mirrored:
            start = max((one.right() for one in same_line), default=frame.end)
            title.setLeft(min(start + frame.gap, title.left()))
        else:
            end = min((one.left() for one in same_line), default=option.rect.width() - frame.end)
            title.setRight(max(end - frame.gap, title.right()))
        height = frame.line + 2 * _AROUND_EDIT
        top = title.center().y() - height // 2
        box = QRect(title.x() - _AROUND_EDIT, top, title.width() + 2 * _AROUND_EDIT, height)
        editor.setGeometry(box.translated(option.rect.topLeft()))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Fill in the title, unless something was typed already: a step from elsewhere may come."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole) or "")

    def setModelData(self, editor: QWidget, _model: object, index: Index) -> None:
        """Ask for another title; the row changes when the step is done."""
        if not isinstance(editor, QLineEdit):
            return
        title = " ".join(editor.text().split())
        if title and title != index.data(Qt.ItemDataRole.EditRole):
            self.renamed.emit(index.data(Role.ID), title)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show a title that was cut in full."""
        task = index.data(Role.TASK)
        if event.type() is not QEvent.Type.ToolTip or task is None:
            return False
        elided = self.painter.ready(task, option.rect.width()).elided
        QToolTip.showText(event.globalPos(), task.title if elided else "", view)
        return True

    def _look(self, option: QStyleOptionViewItem, number: int, row: int) -> Look:
        view = option.widget
        flags = QStyle.StateFlag
        state = option.state
        selected = bool(state & flags.State_Selected)
        plate: QColor | None = None
        colours = self._theme.colours
        if selected:
            active = bool(state & flags.State_Active)
            plate = colours.surface_selected if active else colours.surface_selected_inactive
        elif number == self.hovered:
            plate = colours.surface_hover
        return Look(
            plate=plate,
            focused=bool(state & flags.State_HasFocus),
            barred=selected and self.many,
            ruled=plate is None and not self._plated(view, number + 1),
            pointed=number == self.pointed,
            phase=self.turning.get(row),
        )

    def _plated(self, view: QWidget, number: int) -> bool:
        if number == self.hovered:
            return True
        if not isinstance(view, QAbstractItemView):
            return False
        return view.selectionModel().isRowSelected(number, ROOT)
