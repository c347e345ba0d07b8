"""Short messages at the lower edge of the window, with Undo where something was done."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from atom_desktop.gui.controls import Button, Weight, Words
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered
from atom_desktop.model.errors import AtomError

WIDTH: Final = 452
EDGE: Final = 20
STAYS_MS: Final = 10_000
MOST: Final = 3


class Toast(QWidget):
    """One message. It never takes the focus away from what the person does."""

    def __init__(self, appearance: Appearance, text: str, *, bad: bool) -> None:
        """Say `text`."""
        super().__init__()
        theme = appearance.theme
        self._appearance = appearance
        self._bad = bad
        self.text = text
        self.setFixedWidth(theme.px(WIDTH))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(text)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(theme.px(16), theme.px(10), theme.px(8), theme.px(10))
        words = Words(text, theme, Lettered.BODY, theme.colours.text_on_tooltip)
        self.row.addWidget(words, 1)
        room = theme.px(WIDTH) - theme.px(140)
        height = words.heightForWidth(room)
        self.setFixedHeight(max(height, theme.px(32)) + theme.px(20))

    def add_button(self, text: str, pressed: Callable[[], None]) -> None:
        """Offer to do something about it."""
        button = Button(text, self._appearance.theme, Weight.SECONDARY)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _checked: pressed())
        self.row.addWidget(button)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the plate."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.colours.danger_base if self._bad else theme.colours.surface_tooltip
        painter.setPen(QPen(edge, theme.px(2)))
        painter.setBrush(theme.colours.surface_tooltip)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.px(8), theme.px(8)
        )
        painter.end()


class Toasts(QWidget):
    """Keeps the last few messages in the corner of its parent; call `place` when that resizes."""

    def __init__(self, parent: QWidget, appearance: Appearance) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._appearance = appearance
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
        toast = Toast(self._appearance, text, bad=False)
        if undo is not None:
            toast.add_button("Undo", lambda: self._press(toast, undo))
        QTimer.singleShot(STAYS_MS, toast, lambda: self._drop(toast))
        self._add(toast)

    def fail(self, error: AtomError) -> None:
        """Say what went wrong and what to do; it stays until it is closed."""
        toast = Toast(self._appearance, f"{error.message} {error.hint}".strip(), bad=True)
        toast.add_button("Close", lambda: self._drop(toast))
        self._add(toast)

    def place(self) -> None:
        """Stand in the lower right corner."""
        parent = self.parentWidget()
        if parent is None:
            return
        edge = self._appearance.theme.px(EDGE)
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
