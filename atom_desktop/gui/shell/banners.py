"""Bad news about the vault, above the list until somebody closes them."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from atom_desktop.core.notices import Notice
from atom_desktop.gui.controls import Button, Weight, Words, fill
from atom_desktop.gui.icons import Glyph, Icons
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered

MOST: Final = 3


class Banner(QWidget):
    """One piece of news: what is affected, and what to do."""

    def __init__(
        self, appearance: Appearance, icons: Icons, notice: Notice, close: Callable[[], None]
    ) -> None:
        """Show a notice."""
        super().__init__()
        theme = appearance.theme
        colours, px = theme.colours, theme.px
        self.text = f"{notice.message} {notice.hint}".strip()
        self.setAccessibleName(self.text)
        fill(self, colours.warning_subtle)
        sign = QLabel()
        size, ratio = px(16), self.devicePixelRatioF()
        sign.setPixmap(icons.pixmap(Glyph.CIRCLE_ALERT, size, colours.warning_text, ratio))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(Words(notice.message, theme, Lettered.BODY_STRONG, colours.warning_text))
        if notice.hint:
            words.addWidget(Words(notice.hint, theme, Lettered.BODY, colours.text_primary))
        self.close_button = Button("Close", theme, Weight.QUIET)
        self.close_button.setAccessibleName(f"Close: {notice.message}")
        self.close_button.clicked.connect(lambda _checked: close())
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(6), px(12), px(6))
        row.setSpacing(px(10))
        row.addWidget(sign)
        row.addLayout(words, 1)
        row.addWidget(self.close_button)


class Banners(QWidget):
    """The banners that are open; `closed` carries the number of a notice."""

    closed = Signal(int)

    def __init__(self, appearance: Appearance, icons: Icons) -> None:
        """Begin without any."""
        super().__init__()
        self._appearance = appearance
        self._icons = icons
        self.open: dict[int, Banner] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show one more; what says the same as another one stands there once."""
        if any(one.text == f"{notice.message} {notice.hint}".strip() for one in self.open.values()):
            return
        number = notice.number
        banner = Banner(self._appearance, self._icons, notice, lambda: self._close(number))
        self.open[number] = banner
        self._column.addWidget(banner)
        self._show_first()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, banner.text))

    def _close(self, number: int) -> None:
        banner = self.open.pop(number)
        self._column.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        self._show_first()
        self.closed.emit(number)

    def _show_first(self) -> None:
        """Show as many as leave room for the list; closing one lets the next one come."""
        for place, banner in enumerate(self.open.values()):
            banner.setVisible(place < MOST)
        self.setVisible(bool(self.open))
