"""Above the places: the mark, whose vault it is, and what adds a task."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from atom_desktop.gui.controls import Button, Weight, fill
from atom_desktop.gui.fields import Elided
from atom_desktop.gui.icons import Glyph, Icons
from atom_desktop.gui.shell.sidebar import SideBar
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered


class SideHead(QWidget):
    """`hide_side` asks for the side bar to go."""

    hide_side = Signal()

    def __init__(self, appearance: Appearance, icons: Icons, name: str) -> None:
        """Call the vault `name`."""
        super().__init__()
        theme = appearance.theme
        colours, px, ratio = theme.colours, theme.px, self.devicePixelRatioF()
        fill(self, colours.surface_sidebar)
        mark = QLabel()
        mark.setPixmap(icons.mark(px(22), colours.accent_base, ratio))
        self.name = Elided(name, theme, Lettered.BODY_STRONG, colours.text_primary)
        self.panel = Button("", theme, Weight.QUIET)
        self.panel.setAccessibleName("Hide the side bar")
        self.panel.setToolTip("Hide the side bar  Ctrl+\\")
        self.panel.setIcon(icons.icon(Glyph.PANEL_LEFT, px(16), colours.text_secondary, ratio))
        self.panel.clicked.connect(lambda _checked: self.hide_side.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(px(14), px(10), px(8), px(8))
        row.setSpacing(px(8))
        row.addWidget(mark)
        row.addWidget(self.name, 1)
        row.addWidget(self.panel)


class SidePane(QWidget):
    """The head and the places below it."""

    def __init__(self, appearance: Appearance, head: SideHead, side: SideBar) -> None:
        """Put the two together."""
        super().__init__()
        fill(self, appearance.theme.colours.surface_sidebar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(side, 1)
        self.setFocusProxy(side)
