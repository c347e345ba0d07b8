"""A sheet over the window for something that is asked or told once, with its buttons below."""

from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from atom_desktop.gui.controls import Button, Weight, Words, fill
from atom_desktop.gui.fields import scrolling
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered, Theme

Told = TypeVar("Told")
WIDTH: Final = 560
HEIGHT: Final = 480
_MARGIN: Final = 24


class Sheet(QDialog):
    """Blocks the window below until it is closed. `body` scrolls where it is long; Esc closes."""

    def __init__(self, parent: QWidget, appearance: Appearance, title: str) -> None:
        """Begin with a title and nothing to say."""
        super().__init__(parent)
        theme = appearance.theme
        self.theme = theme
        self.over = False
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill(self, theme.colours.surface_base)
        room = parent.window().size() - QSize(theme.px(40), theme.px(40))
        self.resize(QSize(theme.px(WIDTH), theme.px(HEIGHT)).boundedTo(room))
        self.title = Words(title, theme, Lettered.TITLE, theme.colours.text_primary)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, theme.px(8), 0)
        self.body.setSpacing(theme.px(6))
        self.foot = QVBoxLayout()
        self.bar = QHBoxLayout()
        self.bar.setSpacing(theme.px(8))
        self.bar.addStretch(1)
        edge = theme.px(_MARGIN)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(edge, edge, edge, theme.px(18))
        layout.setSpacing(theme.px(14))
        layout.addWidget(self.title)
        layout.addWidget(_scrolling(self.body, theme), 1)
        layout.addLayout(self.foot)
        layout.addLayout(self.bar)

    def add_button(self, text: str, weight: Weight = Weight.SECONDARY) -> Button:
        """Put a button into the bar, to the right of those that are there."""
        button = Button(text, self.theme, weight)
        button.setAutoDefault(False)
        self.bar.addWidget(button)
        return button

    def add_heading(self, text: str) -> Words:
        """Put a small heading into the body."""
        return self._add(
            Words(text, self.theme, Lettered.BODY_STRONG, self.theme.colours.text_primary)
        )

    def add_text(self, text: str, *, bad: bool = False) -> Words:
        """Put a paragraph into the body."""
        colours = self.theme.colours
        ink = colours.danger_text if bad else colours.text_secondary
        return self._add(Words(text, self.theme, Lettered.BODY, ink))

    def while_open(self, call: Callable[[Told], None]) -> Callable[[Told], None]:
        """Return what calls `call` unless the sheet was closed meanwhile."""

        def told(what: Told) -> None:
            if not self.over:
                call(what)

        return told

    def done(self, result: int) -> None:
        """Close, and take no more news."""
        self.over = True
        super().done(result)

    def clear(self) -> None:
        """Take everything out of the body."""
        while self.body.count():
            item = self.body.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _add(self, words: Words) -> Words:
        self.body.addWidget(words)
        return words


def _scrolling(body: QVBoxLayout, theme: Theme) -> QScrollArea:
    """Return a room in which the body can be scrolled, also by keyboard."""
    inner = QWidget()
    fill(inner, theme.colours.surface_base)
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(body)
    column.addStretch(1)
    area = scrolling(inner, theme)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return area


class Bar(QProgressBar):
    """A thin bar that shows how far something is."""

    def __init__(self, theme: Theme) -> None:
        """Begin empty."""
        super().__init__()
        self._theme = theme
        self.setRange(0, 1000)
        self.setTextVisible(False)
        self.setFixedHeight(theme.px(6))
        self.setAccessibleName("Progress")

    def show_share(self, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        self.setValue(round(1000 * min(done, total) / total) if total > 0 else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, and the part that is done."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.height() / 2
        painter.setBrush(colours.surface_pressed)
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setBrush(colours.accent_base)
        width = self.width() * self.value() / 1000
        painter.drawRoundedRect(QRectF(0, 0, width, self.height()), radius, radius)
        painter.end()
