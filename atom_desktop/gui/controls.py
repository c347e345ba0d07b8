"""Buttons, inputs and lines of text in the look of the design, for pages and dialogs."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from atom_desktop.gui.theme.theme import Lettered, Theme

RADIUS: Final = 6
RING: Final = 2
_KEYBOARD: Final = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)


class Weight(StrEnum):
    """How loud a button is; one primary button on a page."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    LINK = "link"


class Button(QPushButton):
    """A button that is painted from the theme."""

    def __init__(self, text: str, theme: Theme, weight: Weight = Weight.SECONDARY) -> None:
        """Show `text`, which is also its accessible name."""
        super().__init__(text)
        self._theme = theme
        self._weight = weight
        self._by_keyboard = False
        self.setAccessibleName(text)
        self.setFont(theme.font(Lettered.BODY))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def restyle(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self.setFont(theme.font(Lettered.BODY))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the text with room around it."""
        px = self._theme.px
        words = self.fontMetrics().horizontalAdvance(self.text())
        if not words:
            return QSize(px(32), px(32))
        icon = px(16) + px(6) if not self.icon().isNull() else 0
        pad = px(4) if self._weight is Weight.LINK else px(14)
        return QSize(words + icon + 2 * pad, px(32))

    def minimumSizeHint(self) -> QSize:
        """Return the size below which the text would be cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as well as with Space: a ring says that this is what a key would do."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring only to whoever came by keyboard."""
        self._by_keyboard = event.reason() in _KEYBOARD
        super().focusInEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint plate, ring, icon and text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, rect = self._theme, QRectF(self.rect()).adjusted(3, 3, -3, -3)
        plate, border, ink = self._colours()
        painter.setPen(QPen(border, 1) if border.alpha() else Qt.PenStyle.NoPen)
        painter.setBrush(plate)
        painter.drawRoundedRect(rect, theme.px(RADIUS), theme.px(RADIUS))
        if self.hasFocus() and self._by_keyboard:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colours.border_focus, RING))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, theme.px(RADIUS) + 2, theme.px(RADIUS) + 2)
        self._paint_words(painter, ink)
        painter.end()

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        px = self._theme.px
        words = self.fontMetrics().horizontalAdvance(self.text())
        icon = px(16) if not self.icon().isNull() else 0
        gap = px(6) if icon and words else 0
        left = (self.width() - words - icon - gap) // 2
        if icon:
            top = (self.height() - icon) // 2
            self.icon().paint(painter, left, top, icon, icon)
        painter.setPen(ink)
        text = self.rect().adjusted(left + icon + gap, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(text, flags, self.text())

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        """Return plate, border and ink of the present state."""
        colours, clear = self._theme.colours, QColor(0, 0, 0, 0)
        if not self.isEnabled():
            plate = clear if self._weight in {Weight.QUIET, Weight.LINK} else colours.surface_sunken
            return plate, clear, colours.text_disabled
        hovered, down = self.underMouse(), self.isDown()
        if self._weight is Weight.PRIMARY:
            rest = colours.accent_hover if hovered else colours.accent_base
            return colours.accent_pressed if down else rest, clear, colours.text_on_accent
        if self._weight is Weight.LINK:
            return clear, clear, colours.accent_hover if hovered else colours.text_link
        quiet = self._weight is Weight.QUIET
        rest = clear if quiet else colours.surface_base
        plate = colours.surface_pressed if down else colours.surface_hover if hovered else rest
        return plate, clear if quiet else colours.border_default, colours.text_primary


class Line(QLineEdit):
    """A line to type in, with the border, the focus ring and the error border of the design."""

    def __init__(self, theme: Theme, name: str, *, secret: bool = False) -> None:
        """Call it `name` for whoever cannot see it."""
        super().__init__()
        self._theme = theme
        self._wrong = False
        self.setAccessibleName(name)
        self.setFrame(False)
        self.setFont(theme.font(Lettered.BODY))
        self.setTextMargins(theme.px(10), 0, theme.px(10), 0)
        self.setMinimumHeight(theme.px(36))
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
            hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            self.setInputMethodHints(hints)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(palette)

    def set_wrong(self, *, wrong: bool) -> None:
        """Show that what stands here cannot be used."""
        self._wrong = wrong
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field under the text."""
        painter = QPainter(self)
        paint_field(painter, self, self._theme, wrong=self._wrong)
        painter.end()
        super().paintEvent(event)


def paint_field(painter: QPainter, field: QWidget, theme: Theme, *, wrong: bool) -> None:
    """Paint the plate of a field, with the ring of the one that has the focus."""
    colours, px = theme.colours, theme.px
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    border = colours.danger_base if wrong else colours.border_control
    painter.setPen(QPen(colours.border_focus if field.hasFocus() else border, 1))
    painter.setBrush(colours.surface_base if field.isEnabled() else colours.surface_sunken)
    rect = QRectF(field.rect()).adjusted(3.5, 3.5, -3.5, -3.5)
    painter.drawRoundedRect(rect, px(RADIUS), px(RADIUS))
    if field.hasFocus():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colours.border_focus, RING))
        ring = QRectF(field.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(ring, px(RADIUS) + 2, px(RADIUS) + 2)


class Words(QLabel):
    """A line or paragraph of text in a role of the theme."""

    def __init__(self, text: str, theme: Theme, lettered: Lettered, ink: QColor) -> None:
        """Show plain text; it is never read as markup."""
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(lettered))
        self.setWordWrap(True)
        self.set_ink(ink)

    def set_ink(self, ink: QColor) -> None:
        """Write in another colour."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, ink)
        self.setPalette(palette)


def fill(widget: QWidget, colour: QColor) -> None:
    """Paint the ground of a widget in one colour."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Window, colour)
    widget.setAutoFillBackground(True)
    widget.setPalette(palette)
