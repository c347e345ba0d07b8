"""The page for a vault that cannot be opened: what happened, what is safe, what to do."""

from PySide6.QtCore import Signal

from atom_desktop.gui.controls import Button, Weight
from atom_desktop.gui.icons import Icons
from atom_desktop.gui.shell.card import CardPage
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.model.errors import AtomError


class TroublePage(CardPage):
    """Offers to look again, or to end."""

    again = Signal()
    quit = Signal()

    def __init__(self, appearance: Appearance, icons: Icons, error: AtomError) -> None:
        """Show one error."""
        super().__init__(appearance, icons)
        self._error = error
        self.build()

    def build(self) -> None:
        """Put the error onto the card."""
        error = self._error
        self.add_mark()
        self.add_title("The vault is not open")
        self.add_text(error.message)
        self.add_text(error.hint)
        theme = self.appearance.theme
        leave = Button("Quit", theme, Weight.QUIET)
        leave.clicked.connect(self.quit.emit)
        again = Button("Look again", theme, Weight.PRIMARY)
        again.clicked.connect(self.again.emit)
        self.card.bar.addWidget(leave)
        self.card.bar.addStretch(1)
        self.card.bar.addWidget(again)
        self.setFocusProxy(again)
        self.setAccessibleName(f"The vault is not open. {error.message} {error.hint}")
