"""The window itself: one page at a time, and a first picture before there is any."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from atom_desktop.gui.icons import Icons
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered

LEAST_WIDTH: Final = 720
LEAST_HEIGHT: Final = 520
WIDTH: Final = 1280
HEIGHT: Final = 820
TITLE_BAR: Final = 40
"""What the system may put around the window, at most on common desktops."""
_USES: Final = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


class Frame(QMainWindow):
    """`closing` is emitted instead of closing; `used` at every key and click in the window."""

    closing = Signal()
    used = Signal()

    def __init__(self, appearance: Appearance, icons: Icons) -> None:
        """Show a page with the mark until `show_page` is called."""
        super().__init__()
        self.setWindowTitle("ATOM")
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        room = self.screen().availableSize() - QSize(0, TITLE_BAR)
        self.resize(QSize(WIDTH, HEIGHT).boundedTo(room))
        self._pages = QStackedWidget()
        self._page: QWidget = MarkPage(appearance, icons, "")
        self._pages.addWidget(self._page)
        self._appearance = appearance
        self._icons = icons
        self.setCentralWidget(self._pages)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def page(self) -> QWidget:
        """Return the page that is shown."""
        return self._page

    def show_page(self, page: QWidget) -> None:
        """Show another page and let the one before go, with everything that stands in it."""
        before, self._page = self._page, page
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self._pages.removeWidget(before)
        before.deleteLater()
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_ending(self) -> None:
        """Show that the last changes are being put away."""
        self.show_page(MarkPage(self._appearance, self._icons, "Closing the vault"))

    def bring_to_front(self) -> None:
        """Show the window, wherever it was."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave the decision to whoever listens."""
        event.ignore()
        self.closing.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody uses the program, and let the event pass."""
        if event.type() in _USES:
            self.used.emit()
        return super().eventFilter(watched, event)


class MarkPage(QWidget):
    """The mark of ATOM in the middle, and a few words under it."""

    def __init__(self, appearance: Appearance, icons: Icons, text: str) -> None:
        """Say `text`."""
        super().__init__()
        self._appearance = appearance
        self._icons = icons
        self._text = text
        self.setAccessibleName(text or "ATOM is starting")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint mark and words."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colours.surface_window)
        size = theme.px(56)
        middle = self.rect().center()
        mark = self._icons.mark(size, theme.colours.accent_base, self.devicePixelRatioF())
        painter.drawPixmap(middle.x() - size // 2, middle.y() - size, mark)
        if self._text:  # without it no font is looked up for the first picture
            painter.setPen(theme.colours.text_secondary)
            painter.setFont(theme.font(Lettered.BODY))
            below = self.rect().translated(0, theme.px(24))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
