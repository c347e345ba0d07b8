"""The sheet of all keys, by what they do."""

from typing import Final

from PySide6.QtWidgets import QGridLayout, QWidget

from atom_desktop.gui.controls import Weight, Words
from atom_desktop.gui.shell.sheet import Sheet
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered

GROUPS: Final = (
    (
        "Everywhere",
        (
            ("Ctrl+N", "Add a task"),
            ("Ctrl+F", "Filter this list"),
            ("Ctrl+1 to Ctrl+9", "Go to a place of the side bar"),
            ("F6", "From pane to pane"),
            ("Ctrl+\\", "Show or hide the side bar"),
            ("Ctrl+Z, Ctrl+Shift+Z", "Undo, redo"),
            ("Ctrl+I, Ctrl+Shift+E", "Import, export"),
            ("Ctrl+,", "Settings"),
            ("Ctrl+Plus, Ctrl+Minus, Ctrl+0", "Text larger, smaller, as it was"),
            ("Ctrl+Shift+L", "Lock now"),
            ("Ctrl+Q", "Quit"),
            ("F1", "These keys"),
        ),
    ),
    (
        "In the list",
        (
            ("Q", "Add a task"),
            ("/", "Filter this list"),
            ("J, K", "Next, previous"),
            ("E, Ctrl+Enter", "Complete, or open again"),
            ("Enter, F2", "Edit the title"),
            ("Space", "Show or hide the details"),
            ("1 2 3 4", "Priority"),
            ("Shift+T, Shift+M, Shift+W", "Today, tomorrow, next week"),
            ("Shift+0", "No date"),
            ("X, Shift+Up, Shift+Down, Ctrl+A", "Select"),
            ("Delete", "To the trash; in the trash: restore"),
            ("Menu, Shift+F10", "Menu of the selected tasks"),
            ("?", "These keys"),
        ),
    ),
    (
        "In the line for a new task",
        (
            ("Enter", "Add it"),
            ("Shift+Enter", "Add it and keep the line open"),
            ("Esc", "Close"),
        ),
    ),
)


class KeysSheet(Sheet):
    """Closes with Esc or its button."""

    def __init__(self, parent: QWidget, appearance: Appearance) -> None:
        """Show all keys."""
        super().__init__(parent, appearance, "Keys")
        for heading, keys in GROUPS:
            self.add_heading(heading)
            self.body.addWidget(self._table(keys))
        close = self.add_button("Close", Weight.PRIMARY)
        close.clicked.connect(self.reject)
        close.setFocus()

    def _table(self, keys: tuple[tuple[str, str], ...]) -> QWidget:
        theme = self.theme
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, theme.px(10))
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, theme.px(220))
        for row, (said, meaning) in enumerate(keys):
            key = Words(said, theme, Lettered.BODY, theme.colours.text_primary)
            what = Words(meaning, theme, Lettered.BODY, theme.colours.text_secondary)
            grid.addWidget(key, row, 0)
            grid.addWidget(what, row, 1)
        return table
