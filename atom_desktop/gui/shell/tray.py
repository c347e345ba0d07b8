"""The icon in the tray: quick add, the window, the lock, and the end."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from atom_desktop.gui.icons import Icons
from atom_desktop.gui.theme.appearance import Appearance


class Tray(QObject):
    """Does nothing where the desktop has no tray; then the window must stay reachable."""

    opened = Signal()
    quick_add = Signal()
    lock = Signal()
    quit = Signal()

    def __init__(self, parent: QObject, appearance: Appearance, icons: Icons) -> None:
        """Build the menu; `show` puts the icon in its place."""
        super().__init__(parent)
        self._appearance = appearance
        self._icons = icons
        self._locked = True
        self._menu = QMenu()
        self._entries = {
            "quick_add": self._entry("Quick add", self.quick_add.emit),
            "open": self._entry("Open ATOM", self.opened.emit),
            "lock": self._entry("Lock now", self.lock.emit),
            "quit": self._entry("Quit", self.quit.emit),
        }
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        appearance.changed.connect(self._renew)
        self._renew()

    def is_there(self) -> bool:
        """Tell whether the person can reach ATOM through the tray."""
        return QSystemTrayIcon.isSystemTrayAvailable() and self._icon.isVisible()

    def show(self) -> None:
        """Put the icon in the tray, where there is one."""
        self._icon.show()

    def hide(self) -> None:
        """Take the icon away."""
        self._icon.hide()

    def set_locked(self, *, locked: bool) -> None:
        """Show whether the vault is locked, and offer what can be done then."""
        self._locked = locked
        self._renew()

    def pop_up(self, place: QPoint) -> None:
        """Open the menu."""
        self._menu.popup(place)

    def actions(self) -> dict[str, QAction]:
        """Return the entries of the menu by name."""
        return dict(self._entries)

    def _entry(self, text: str, chosen: Callable[[], None]) -> QAction:
        action = self._menu.addAction(text)
        action.triggered.connect(lambda _checked: chosen())
        return action

    def _renew(self) -> None:
        state = "locked" if self._locked else ""
        self._icon.setIcon(self._icons.tray_icon(state, light_bar=not self._appearance.theme.dark))
        self._icon.setToolTip("ATOM, locked" if self._locked else "ATOM")
        self._entries["lock"].setEnabled(not self._locked)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        }:
            self.opened.emit()
