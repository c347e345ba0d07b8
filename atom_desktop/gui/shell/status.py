"""The bar at the bottom: whether everything is saved, and the lock."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from atom_desktop.gui.controls import Button, Weight, Words, fill
from atom_desktop.gui.icons import Glyph, Icons
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered


class StatusBar(QWidget):
    """`lock` asks for the vault to be locked."""

    lock = Signal()

    def __init__(self, appearance: Appearance, icons: Icons) -> None:
        """Begin with everything saved."""
        super().__init__()
        theme = appearance.theme
        colours, px = theme.colours, theme.px
        fill(self, colours.surface_sidebar)
        self._theme, self._icons = theme, icons
        self._sign = QLabel()
        self.saved = Words("", theme, Lettered.SMALL, colours.text_secondary)
        self.saved.setWordWrap(False)
        self.lock_button = Button("Lock", theme, Weight.QUIET)
        lock = icons.icon(Glyph.LOCK, px(14), colours.text_secondary, self.devicePixelRatioF())
        self.lock_button.setIcon(lock)
        self.lock_button.setAccessibleName("Lock now")
        self.lock_button.clicked.connect(lambda _checked: self.lock.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), 0, px(8), 0)
        row.setSpacing(px(6))
        row.addWidget(self._sign)
        row.addWidget(self.saved)
        row.addStretch(1)
        row.addWidget(self.lock_button)
        self.show_saved()

    def show_saved(self) -> None:
        """Say that every change is on the disk, encrypted."""
        self._show("Saved, encrypted on this computer", bad=False)

    def show_unsaved(self) -> None:
        """Say that the disk did not take the last change."""
        self._show("Not saved", bad=True)

    def _show(self, text: str, *, bad: bool) -> None:
        colours = self._theme.colours
        ink = colours.danger_text if bad else colours.text_secondary
        glyph, tint = (
            (Glyph.CIRCLE_X, colours.danger_text)
            if bad
            else (Glyph.CIRCLE_CHECK, colours.success_text)
        )
        ratio, size = self.devicePixelRatioF(), self._theme.px(14)
        self._sign.setPixmap(self._icons.pixmap(glyph, size, tint, ratio))
        self.saved.set_ink(ink)
        self.saved.setText(text)
