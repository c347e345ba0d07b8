"""Choices, numbers, switches and long texts in the look of the design."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from atom_desktop.gui.controls import RADIUS, RING, Words, fill, paint_field
from atom_desktop.gui.theme.scroll_bar import scroll_bar_style
from atom_desktop.gui.theme.theme import Lettered, Theme

_SWITCH: Final = QSize(36, 20)


class Choice(QComboBox):
    """One of a few values; it turns only for whoever has gone to it, never under a wheel."""

    def __init__(self, theme: Theme, name: str) -> None:
        """Call it `name` for whoever cannot see it."""
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setFont(theme.font(Lettered.BODY))
        self.setMinimumHeight(theme.px(36))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view().setMinimumWidth(theme.px(120))

    def sizeHint(self) -> QSize:
        """Return the size of the longest value."""
        metrics, px = self.fontMetrics(), self._theme.px
        texts = (self.itemText(place) for place in range(self.count()))
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        return QSize(widest + px(56), px(36))

    def minimumSizeHint(self) -> QSize:
        """Return the size below which a value would be cut."""
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint field, value and arrow."""
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        paint_field(painter, self, theme, wrong=False)
        ink = theme.colours.text_primary if self.isEnabled() else theme.colours.text_disabled
        painter.setPen(ink)
        room = self.rect().adjusted(px(13), 0, -px(30), 0)
        text = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, flags, text)
        painter.setPen(QPen(theme.colours.text_secondary, 1.5))
        middle = QPointF(self.width() - px(20), self.height() / 2)
        wing = px(4)
        left = middle + QPointF(-wing, -wing / 2)
        tip = middle + QPointF(0, wing / 2)
        painter.drawPolyline([left, tip, middle + QPointF(wing, -wing / 2)])
        painter.end()


class Number(QSpinBox):
    """A whole number, typed or turned with the arrow keys."""

    def __init__(self, theme: Theme, name: str) -> None:
        """Call it `name` for whoever cannot see it."""
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setFont(theme.font(Lettered.BODY))
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setFrame(False)
        self.setKeyboardTracking(False)
        self.setFixedSize(theme.px(96), theme.px(36))
        self.lineEdit().setTextMargins(theme.px(10), 0, theme.px(10), 0)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the field; the line inside paints the number."""
        painter = QPainter(self)
        paint_field(painter, self, self._theme, wrong=False)
        painter.end()


class Switch(QAbstractButton):
    """On or off."""

    def __init__(self, theme: Theme, name: str) -> None:
        """Call it `name` for whoever cannot see it."""
        super().__init__()
        self._theme = theme
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Return the size with its ring."""
        px = self._theme.px
        return QSize(px(_SWITCH.width()) + 8, px(_SWITCH.height()) + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint rail, knob and ring."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rail = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        radius = rail.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.accent_base if self.isChecked() else colours.border_control)
        painter.drawRoundedRect(rail, radius, radius)
        painter.setBrush(colours.surface_base)
        inset = self._theme.px(3)
        size = rail.height() - 2 * inset
        left = rail.right() - inset - size if self.isChecked() else rail.left() + inset
        painter.drawEllipse(QRectF(left, rail.top() + inset, size, size))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.border_focus, RING))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        painter.end()


class Page(QPlainTextEdit):
    """A field for many lines; Tab leaves it."""

    def __init__(self, theme: Theme, name: str) -> None:
        """Call it `name` for whoever cannot see it."""
        super().__init__()
        colours, px = theme.colours, theme.px
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setFont(theme.font(Lettered.BODY))
        self.setTabChangesFocus(True)
        self.setStyleSheet(
            f"QPlainTextEdit {{ background: {colours.surface_base.name()};"
            f" border: 1px solid {colours.border_control.name()};"
            f" border-radius: {px(RADIUS)}px; padding: {px(5)}px {px(6)}px; }}"
            f"QPlainTextEdit:focus {{ border: 2px solid {colours.border_focus.name()};"
            f" padding: {px(5) - 1}px {px(6) - 1}px; }}"
        )
        self.verticalScrollBar().setStyleSheet(scroll_bar_style(theme))


class Elided(Words):
    """One line that is cut with an ellipsis where there is no room for it."""

    def __init__(self, text: str, theme: Theme, lettered: Lettered, ink: QColor) -> None:
        """Show a line."""
        super().__init__(text, theme, lettered, ink)
        self.setWordWrap(False)

    def minimumSizeHint(self) -> QSize:
        """Return the size of a few letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much as there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), flags, text)
        painter.end()


class Hair(QWidget):
    """A thin line between two parts of a page."""

    def __init__(self, theme: Theme) -> None:
        """Lie across the whole width."""
        super().__init__()
        self._theme = theme
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colours.border_subtle)
        painter.end()


def scrolling(inner: QWidget, theme: Theme) -> QScrollArea:
    """Return a room in which a page can be scrolled up and down."""
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.verticalScrollBar().setStyleSheet(scroll_bar_style(theme))
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    fill(area, theme.colours.surface_base)
    return area
