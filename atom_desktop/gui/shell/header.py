"""Above the list: where one is, how many tasks there are, and the line that filters them."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from atom_desktop.core.index.index import Indexing
from atom_desktop.gui.controls import Button, Line, Weight, Words, fill
from atom_desktop.gui.fields import Elided
from atom_desktop.gui.icons import Glyph, Icons
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered

_ADD: Final = "Add task"


class FilterLine(Line):
    """Esc empties it, and when it is empty goes back to the list; so does Enter or Down."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that lead back to the list."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Down}:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Header(QWidget):
    """`typed` carries the text of the filter, `add` asks for the quick-add line."""

    typed = Signal(str)
    add = Signal()

    def __init__(self, appearance: Appearance, icons: Icons) -> None:
        """Begin without a place."""
        super().__init__()
        theme = appearance.theme
        colours, px = theme.colours, theme.px
        fill(self, colours.surface_base)
        self._explained, self._indexing, self._bad_filter = "", "", False
        self.title = Elided("", theme, Lettered.TITLE, colours.text_primary)
        self.count = Words("", theme, Lettered.BODY, colours.text_secondary)
        self.count.setWordWrap(False)
        self.filter = FilterLine(theme, "Filter this list")
        self.filter.setPlaceholderText("Filter: words, @label, due before friday")
        self.filter.setMinimumWidth(px(130))
        self.filter.setMaximumWidth(px(320))
        self.add_button = Button(_ADD, theme, Weight.PRIMARY)
        plus = icons.icon(Glyph.ADD, px(16), colours.text_on_accent, self.devicePixelRatioF())
        self.add_button.setIcon(plus)
        self.more = Button("", theme, Weight.QUIET)
        self.more.setAccessibleName("More")
        self.more.setToolTip("More")
        dots = icons.icon(Glyph.ELLIPSIS, px(16), colours.text_secondary, self.devicePixelRatioF())
        self.more.setIcon(dots)
        self.told = Words("", theme, Lettered.SMALL, colours.text_secondary)
        self._ordinary, self._bad = colours.text_secondary, colours.danger_text
        bar = QHBoxLayout()
        bar.setSpacing(px(10))
        bar.addWidget(self.title)
        bar.addWidget(self.count)
        bar.addStretch(1)
        bar.addWidget(self.filter, 2)
        bar.addWidget(self.add_button)
        bar.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(8), px(16), px(6))
        layout.setSpacing(px(2))
        layout.addLayout(bar)
        layout.addWidget(self.told)
        self.told.hide()
        self.filter.textChanged.connect(self.typed.emit)
        self.add_button.clicked.connect(lambda _checked: self.add.emit())

    def show_place(self, title: str) -> None:
        """Say where one is, without a filter."""
        self.title.setText(title)
        self.filter.blockSignals(True)
        self.filter.clear()
        self.filter.blockSignals(False)
        self._tell("", bad=False)

    def show_count(self, total: int, explained: str) -> None:
        """Say how many tasks there are, and how a filter was read."""
        self.count.setText(f"{total:,}")
        self.count.setAccessibleName(f"{total} tasks")
        self._tell(explained if self.filter.text().strip() else "", bad=False)

    def show_problem(self, message: str, start: int, end: int) -> None:
        """Say where the filter cannot be read; the list stays as it was."""
        wrong = self.filter.text()[start:end].strip()
        self._tell(f"“{wrong}”: {message}" if wrong else message, bad=True)

    def show_indexing(self, indexing: Indexing) -> None:
        """Say how many texts can be searched so far; the list is read again in the end."""
        far = f"{indexing.done:,} of {indexing.total:,}"
        self._indexing = (
            "" if indexing.ready else f"Still indexing, {far}: titles are found so far."
        )
        self._show_told()

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the words of the button out where there is little room."""
        self.add_button.setText("" if narrow else _ADD)
        self.add_button.updateGeometry()

    def _tell(self, text: str, *, bad: bool) -> None:
        self._explained, self._bad_filter = text, bad
        self.filter.set_wrong(wrong=bad)
        self._show_told()

    def _show_told(self) -> None:
        parts = [part for part in (self._explained, self._indexing) if part]
        self.told.set_ink(self._bad if self._bad_filter else self._ordinary)
        self.told.setText(" · ".join(parts))
        self.told.setVisible(bool(parts))
