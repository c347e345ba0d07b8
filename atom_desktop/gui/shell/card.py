"""A sheet in the middle of the window: the shape of the first steps, the lock and bad news."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from atom_desktop.gui.controls import Words, fill
from atom_desktop.gui.icons import Icons
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered

WIDTH: Final = 440


class Card(QWidget):
    """The sheet. `body` takes what is on it; a bar of buttons stands below."""

    def __init__(self, appearance: Appearance, *, width: int = WIDTH) -> None:
        """Begin empty."""
        super().__init__()
        theme = appearance.theme
        self._appearance = appearance
        self.setFixedWidth(theme.px(width))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(28), theme.px(28), theme.px(28), theme.px(20))
        outer.setSpacing(theme.px(20))
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(8))
        self.bar = QHBoxLayout()
        self.bar.setSpacing(theme.px(8))
        outer.addLayout(self.body)
        outer.addLayout(self.bar)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colours.border_subtle, 1))
        painter.setBrush(theme.colours.surface_base)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, theme.px(14), theme.px(14))
        painter.end()


class CardPage(QWidget):
    """A page with one card in its middle."""

    def __init__(self, appearance: Appearance, icons: Icons) -> None:
        """Begin with an empty card."""
        super().__init__()
        self.appearance = appearance
        self.icons = icons
        fill(self, appearance.theme.colours.surface_window)
        self._layout = QVBoxLayout(self)
        self.card = Card(appearance)
        self._layout.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)

    def restyle(self) -> None:
        """Show the same in the theme in use now."""
        fill(self, self.appearance.theme.colours.surface_window)
        self.renew_card()
        self.build()

    def build(self) -> None:
        """Put onto the card what the page is for, as far as somebody has come."""

    def renew_card(self) -> Card:
        """Replace the card by an empty one."""
        self._layout.removeWidget(self.card)
        self.card.hide()
        self.card.deleteLater()
        self.card = Card(self.appearance)
        self._layout.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)
        return self.card

    def add_mark(self) -> None:
        """Put the mark of ATOM on the card."""
        theme = self.appearance.theme
        mark = QLabel()
        size = theme.px(44)
        ratio = self.devicePixelRatioF()
        mark.setPixmap(self.icons.mark(size, theme.colours.accent_base, ratio))
        self.card.body.addWidget(mark)

    def add_title(self, text: str) -> Words:
        """Put a large line on the card."""
        theme = self.appearance.theme
        return self._add(Words(text, theme, Lettered.DISPLAY, theme.colours.text_primary))

    def add_text(self, text: str) -> Words:
        """Put a paragraph on the card."""
        theme = self.appearance.theme
        return self._add(Words(text, theme, Lettered.BODY, theme.colours.text_secondary))

    def add_label(self, text: str) -> Words:
        """Put the name of a field on the card."""
        theme = self.appearance.theme
        return self._add(Words(text, theme, Lettered.CAPTION_STRONG, theme.colours.text_secondary))

    def add_problem(self) -> Words:
        """Put a place for bad news on the card, hidden until there are any."""
        theme = self.appearance.theme
        problem = self._add(Words("", theme, Lettered.BODY, theme.colours.danger_text))
        problem.hide()
        return problem

    def _add(self, words: Words) -> Words:
        self.card.body.addWidget(words)
        return words
