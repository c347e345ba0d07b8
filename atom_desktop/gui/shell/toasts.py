"""Short messages at the lower edge of the window, with Undo where something was done."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from atom_desktop.gui.controls import Button, Weight, Words
from atom_desktop.gui.icons import Glyph, Icons
from atom_desktop.gui.plain_text import straight
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered
from atom_desktop.model.errors import AtomError

WIDTH: Final = 452
EDGE: Final = 20
STAYS_MS: Final = 10_000
MOST: Final = 3
_CLOSE: Final = "Close"


class Toast(QWidget):
    """One message. It never takes the focus away from what the person does."""

    def __init__(
        self, appearance: Appearance, icons: Icons, message: str, *, hint: str = "", bad: bool
    ) -> None:
        """Say `message`, and below it what to do."""
        super().__init__()
        theme = appearance.theme
        colours, px = theme.colours, theme.px
        self._appearance = appearance
        message, hint = straight(message), straight(hint)
        self.message, self.hint, self.bad = message, hint, bad
        self.text = f"{message} {hint}".strip()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.text)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(px(16), px(8), px(8), px(8))
        self.row.setSpacing(px(10))
        sign = QLabel()
        glyph = Glyph.CIRCLE_X if bad else Glyph.CIRCLE_CHECK
        ink = colours.danger_text if bad else colours.success_text
        sign.setPixmap(icons.pixmap(glyph, px(16), ink, self.devicePixelRatioF()))
        self.row.addWidget(sign)
        self._words = [Words(message, theme, Lettered.BODY_STRONG, colours.text_primary)]
        if hint:
            self._words.append(Words(hint, theme, Lettered.BODY, colours.text_secondary))
        column = QVBoxLayout()
        column.setSpacing(0)
        for words in self._words:
            column.addWidget(words)
        self.row.addLayout(column, 1)
        self._taken = px(16) * 2 + px(10) + px(8)

    def add_button(self, text: str, pressed: Callable[[], None]) -> None:
        """Offer to do something about it."""
        weight = Weight.QUIET if text == _CLOSE else Weight.SECONDARY
        button = Button(text, self._appearance.theme, weight)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _checked: pressed())
        self.row.addWidget(button)
        self._taken += button.sizeHint().width() + self.row.spacing()

    def fit(self, width: int) -> None:
        """Be as wide as this, and as high as the words are then."""
        px = self._appearance.theme.px
        room = max(width - self._taken - px(8), px(80))
        height = sum(words.heightForWidth(room) for words in self._words)
        self.setFixedSize(width, max(height, px(32)) + px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the plate."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours
        painter.setPen(QPen(colours.danger_base if self.bad else colours.border_control, 1))
        painter.setBrush(colours.surface_raised)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, theme.px(10), theme.px(10))
        painter.end()


class Toasts(QWidget):
    """Keeps the last few messages in the corner of its parent; call `place` when that resizes."""

    def __init__(self, parent: QWidget, appearance: Appearance, icons: Icons) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._appearance = appearance
        self._icons = icons
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(appearance.theme.px(8))
        self._held: list[Toast] = []
        self.hide()

    @property
    def held(self) -> tuple[Toast, ...]:
        """What is said at the moment, the oldest first."""
        return tuple(self._held)

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Say that something was done; it goes by itself."""
        toast = Toast(self._appearance, self._icons, text, bad=False)
        if undo is not None:
            toast.add_button("Undo", lambda: self._press(toast, undo))
        QTimer.singleShot(STAYS_MS, toast, lambda: self._drop(toast))
        self._add(toast)

    def fail(
        self, error: AtomError, deed: str = "", call: Callable[[], None] | None = None
    ) -> None:
        """Say what went wrong and what to do, once; it stays until it is closed."""
        text = f"{error.message} {error.hint}".strip()
        if any(toast.text == text for toast in self._held):
            return
        toast = Toast(self._appearance, self._icons, error.message, hint=error.hint, bad=True)
        if call is not None:
            toast.add_button(deed, lambda: self._press(toast, call))
        toast.add_button(_CLOSE, lambda: self._drop(toast))
        self._add(toast)

    def place(self) -> None:
        """Stand in the lower right corner."""
        parent = self.parentWidget()
        if parent is None:
            return
        px = self._appearance.theme.px
        edge = px(EDGE)
        for toast in self._held:
            toast.fit(min(px(WIDTH), parent.width() - 2 * edge))
        self.adjustSize()
        size: QSize = self.sizeHint()
        self.setGeometry(
            parent.width() - size.width() - edge,
            parent.height() - size.height() - edge * 2,
            size.width(),
            size.height(),
        )

    def _add(self, toast: Toast) -> None:
        while len(self._held) >= MOST:
            self._drop(self._held[0])
        self._held.append(toast)
        self._layout.addWidget(toast)
        # A layout leaves no room for what is still hidden.
        toast.show()
        self.show()
        self.raise_()
        self.place()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, toast.text))

    def _press(self, toast: Toast, call: Callable[[], None]) -> None:
        self._drop(toast)
        call()

    def _drop(self, toast: Toast) -> None:
        if toast not in self._held:
            return
        self._held.remove(toast)
        self._layout.removeWidget(toast)
        toast.hide()
        toast.deleteLater()
        self.setVisible(bool(self._held))
        self.place()
