"""Side bar, list and details beside each other, as far as there is room for them."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from atom_desktop.gui.theme.theme import Theme

SIDE: Final = 248
DETAIL: Final = 392
THREE: Final = 1100
"""From this width on, in pixels at 100 % text, all three stand beside each other."""
TWO: Final = 860
"""From this width on the side bar stays beside what else is shown."""

NARROW: Final = 760
"""Below this width buttons give up their words."""


class Panes(QSplitter):
    """With little room the details replace the list, with less the side bar waits to be asked."""

    def __init__(self, theme: Theme, side: QWidget, middle: QWidget, detail: QWidget) -> None:
        """Begin without details."""
        super().__init__()
        self._theme = theme
        self._side, self._middle, self._detail = side, middle, detail
        self._asked = False
        self._with_side = True
        px = theme.px
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for part in (side, middle, detail):
            self.addWidget(part)
        self.setStretchFactor(1, 1)
        self.setSizes([px(SIDE), px(640), px(DETAIL)])
        side.setMinimumWidth(px(200))
        detail.setMinimumWidth(px(320))
        detail.hide()

    def createHandle(self) -> QSplitterHandle:
        """Return a hairline."""
        return Hairline(self.orientation(), self)

    @property
    def theme(self) -> Theme:
        """The theme to paint in."""
        return self._theme

    def room(self) -> float:
        """Return the width in pixels at 100 % text."""
        return self.width() / self._theme.scale

    def show_detail(self, *, shown: bool) -> None:
        """Show the details, or hide them."""
        self._detail.setVisible(shown)
        self._arrange()

    def toggle_side(self) -> None:
        """Show the side bar or hide it."""
        if self.room() < TWO:
            self._asked = not self._asked
        else:
            self._with_side = not self._with_side
        self._arrange()

    def went(self) -> None:
        """Hide the side bar again where it was only shown to go somewhere."""
        self._asked = False
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.room()
        replaced = not self._detail.isHidden() and room < THREE
        self._middle.setVisible(not replaced)
        self._side.setVisible(self._asked if room < TWO else self._with_side)


class Hairline(QSplitterHandle):
    """A thin line that can be dragged."""

    def __init__(self, orientation: Qt.Orientation, parent: Panes) -> None:
        """Stand between two panes."""
        super().__init__(orientation, parent)
        self._panes = parent

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._panes.theme.colours.border_subtle)
        painter.end()
