"""The side bar: where a person goes, painted from a list of places."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from atom_desktop.gui.icons import Icons
from atom_desktop.gui.shell.places import Place
from atom_desktop.gui.theme.theme import Lettered, Theme

PLACE: Final = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex


class SideBar(QListView):
    """`gone` carries the place that was chosen. Some hundred places are few enough for this."""

    gone = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        """Begin without places."""
        super().__init__()
        self._model = QStandardItemModel(self)
        self._delegate = PlaceDelegate(theme, icons)
        self.setItemDelegate(self._delegate)
        self.setModel(self._model)
        self.setAccessibleName("Places")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
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
        self.viewport().update()

    def set_places(self, places: Sequence[Place]) -> None:
        """Show these places, and stay where one is if that place is still there."""
        here = self.place()
        selection = self.selectionModel()
        selection.blockSignals(True)
        self._model.clear()
        for place in places:
            item = QStandardItem(place.title)
            item.setData(place, PLACE)
            item.setAccessibleText(place.title)
            self._model.appendRow(item)
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
        if number < self._model.rowCount():
            self.setCurrentIndex(self._model.index(number, 0))

    def _select(self, key: str) -> None:
        for row in range(self._model.rowCount()):
            place = self._model.item(row).data(PLACE)
            if place.key == key:
                self.setCurrentIndex(self._model.index(row, 0))
                return

    def _changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        place = current.data(PLACE)
        if isinstance(place, Place):
            self.gone.emit(place)


class PlaceDelegate(QStyledItemDelegate):
    """Paints one place: plate, icon, name."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        """Paint in `theme`."""
        super().__init__()
        self.theme = theme
        self._icons = icons

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(0, self.theme.px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        place = index.data(PLACE)
        if not isinstance(place, Place):
            return
        colours, px = self.theme.colours, self.theme.px
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or hovered:
            plate = colours.surface_selected if selected else colours.surface_sidebar_hover
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(plate)
            painter.drawRoundedRect(rect.adjusted(px(8), 1, -px(8), -1), px(6), px(6))
        left = rect.left() + px(16) + px(14) * place.depth
        ink = colours.accent_text if selected else colours.text_secondary
        self._paint_sign(painter, place, QRect(left, rect.top(), px(16), rect.height()), selected)
        painter.setPen(ink if selected else colours.text_primary)
        font = self.theme.font(Lettered.BODY_STRONG if selected else Lettered.BODY)
        painter.setFont(font)
        room = rect.adjusted(left - rect.left() + px(24), 0, -px(16), 0)
        metrics = self.theme.metrics(Lettered.BODY)
        words = metrics.elidedText(place.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()

    def _paint_sign(self, painter: QPainter, place: Place, room: QRect, selected: bool) -> None:  # noqa: FBT001 -- a state
        """Paint the dot of a project or the icon of another place."""
        colours, px = self.theme.colours, self.theme.px
        if place.key.startswith("project:"):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.hue(place.hue).dot)
            painter.drawEllipse(room.center(), px(4), px(4))
            return
        ink = colours.accent_text if selected else colours.text_secondary
        if place.key.startswith("label:"):
            ink = self.theme.hue(place.hue).dot
        size = px(16)
        ratio = painter.device().devicePixelRatio()
        pixmap = self._icons.pixmap(place.glyph, size, ink, ratio)
        painter.drawPixmap(room.left(), room.center().y() - size // 2, pixmap)
