"""The side bar: where a person goes, painted from a list of places."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from atom_desktop.gui.icons import Icons
from atom_desktop.gui.shell.places import Place
from atom_desktop.gui.theme.scroll_bar import scroll_bar_style
from atom_desktop.gui.theme.theme import Lettered, Theme

PLACE: Final = int(Qt.ItemDataRole.UserRole)
COUNT: Final = PLACE + 1
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
Index = QModelIndex | QPersistentModelIndex


class SideBar(QListView):
    """`gone` carries the place that was chosen. Some hundred places are few enough for this."""

    gone = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        """Begin without places."""
        super().__init__()
        self._model = QStandardItemModel(self)
        self._counts: dict[str, int] = {}
        self._delegate = PlaceDelegate(theme, icons)
        self.setItemDelegate(self._delegate)
        self.setModel(self._model)
        self.setAccessibleName("Places")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.set_theme(theme)
        self.selectionModel().currentChanged.connect(self._changed)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._delegate.theme = theme
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.colours.surface_sidebar)
        self.setPalette(palette)
        self.verticalScrollBar().setStyleSheet(scroll_bar_style(theme))
        self.viewport().update()

    def set_places(self, places: Sequence[Place]) -> None:
        """Show these places, and stay where one is if that place is still there."""
        here = self.place()
        selection = self.selectionModel()
        selection.blockSignals(True)
        self._model.clear()
        heading = ""
        for place in places:
            if place.heading and place.heading != heading:
                self._model.appendRow(_heading(place.heading))
            heading = place.heading
            item = QStandardItem(place.title)
            item.setData(place, PLACE)
            item.setAccessibleText(place.title)
            self._model.appendRow(item)
        self.show_counts(self._counts)
        if here is not None:
            self._select(here.key)
        selection.blockSignals(False)

    def place(self) -> Place | None:
        """Return where one is."""
        place = self.currentIndex().data(PLACE)
        return place if isinstance(place, Place) else None

    def go(self, key: str) -> None:
        """Go to a place by its key."""
        self._select(key)

    def go_to(self, number: int) -> None:
        """Go to the n-th place, counted from nought."""
        found = [row for row in range(self._model.rowCount()) if self._at(row) is not None]
        if number < len(found):
            self.setCurrentIndex(self._model.index(found[number], 0))

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many tasks are in some of the places, by their keys."""
        self._counts = dict(counts)
        for row in range(self._model.rowCount()):
            place, item = self._at(row), self._model.item(row)
            if place is None:
                continue
            count = self._counts.get(place.key, 0)
            item.setData(count, COUNT)
            spoken = f"{place.title}, {count} tasks" if count else place.title
            item.setAccessibleText(spoken)

    def _at(self, row: int) -> Place | None:
        place = self._model.item(row).data(PLACE)
        return place if isinstance(place, Place) else None

    def _select(self, key: str) -> None:
        for row in range(self._model.rowCount()):
            place = self._at(row)
            if place is not None and place.key == key:
                self.setCurrentIndex(self._model.index(row, 0))
                return

    def _changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        place = current.data(PLACE)
        if isinstance(place, Place):
            self.gone.emit(place)


def _heading(text: str) -> QStandardItem:
    """Return a row that names those below it, and cannot be chosen."""
    item = QStandardItem(text)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


class PlaceDelegate(QStyledItemDelegate):
    """Paints one place: plate, icon, name."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        """Paint in `theme`."""
        super().__init__()
        self.theme = theme
        self._icons = icons

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row; a heading has room above it."""
        return QSize(0, self.theme.px(28 if isinstance(index.data(PLACE), Place) else 38))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        place = index.data(PLACE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(place, Place):
            self._paint_plate(painter, rect, state)
            selected = bool(state & QStyle.StateFlag.State_Selected)
            self._paint_place(painter, rect, place, count=index.data(COUNT), selected=selected)
        else:
            painter.setPen(self.theme.colours.text_secondary)
            painter.setFont(self.theme.font(Lettered.CAPTION_STRONG))
            px = self.theme.px
            painter.drawText(rect.adjusted(px(16), px(10), -px(16), 0), _LEFT, index.data())
        painter.restore()

    def _paint_plate(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        """Paint what shows where one is, and where the pointer and the keys are."""
        colours, px = self.theme.colours, self.theme.px
        selected = bool(state & QStyle.StateFlag.State_Selected)
        plate = rect.adjusted(px(8), 1, -px(8), -1)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(
                colours.surface_selected if selected else colours.surface_sidebar_hover
            )
            painter.drawRoundedRect(plate, px(6), px(6))
        if selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colours.border_focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(plate.adjusted(1, 1, -1, -1), px(5), px(5))

    def _paint_place(
        self, painter: QPainter, rect: QRect, place: Place, *, count: object, selected: bool
    ) -> None:
        colours, px = self.theme.colours, self.theme.px
        left = rect.left() + px(16) + px(14) * place.depth
        self._paint_sign(painter, place, QRect(left, rect.top(), px(16), rect.height()), selected)
        right = px(16)
        if count:
            painter.setPen(colours.accent_text if selected else colours.text_tertiary)
            painter.setFont(self.theme.font(Lettered.SMALL))
            text = f"{count:,}" if isinstance(count, int) else ""
            painter.drawText(rect.adjusted(0, 0, -right, 0), _RIGHT, text)
            right += self.theme.metrics(Lettered.SMALL).horizontalAdvance(text) + px(8)
        painter.setPen(colours.accent_text if selected else colours.text_primary)
        lettered = Lettered.BODY_STRONG if selected else Lettered.BODY
        painter.setFont(self.theme.font(lettered))
        room = rect.adjusted(left - rect.left() + px(24), 0, -right, 0)
        metrics = self.theme.metrics(lettered)
        words = metrics.elidedText(place.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, words)

    def _paint_sign(self, painter: QPainter, place: Place, room: QRect, selected: bool) -> None:  # noqa: FBT001 -- a state
        """Paint the dot of a project or the icon of another place."""
        colours, px = self.theme.colours, self.theme.px
        if place.key.startswith("project:"):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.hue(place.hue).dot)
            painter.drawEllipse(QRectF(room).center(), px(4.5), px(4.5))
            return
        ink = colours.accent_text if selected else colours.text_secondary
        if place.key.startswith("label:"):
            ink = self.theme.hue(place.hue).dot
        size = px(16)
        ratio = painter.device().devicePixelRatio()
        pixmap = self._icons.pixmap(place.glyph, size, ink, ratio)
        painter.drawPixmap(room.left(), room.center().y() - size // 2, pixmap)
