"""The menus of the window: what can be done with everything, and with the selected tasks."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QWidget

from atom_desktop.gui.icons import Glyph, Icons
from atom_desktop.gui.tasks.place import selected_positions
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.menu import menu_style
from atom_desktop.gui.theme.theme import Lettered

if TYPE_CHECKING:
    from atom_desktop.gui.shell.main_page import MainPage


class Menu(QMenu):
    """A menu whose entries show their keys."""

    def __init__(self, parent: QWidget, appearance: Appearance, icons: Icons, name: str) -> None:
        """Begin empty; `name` is for whoever cannot see it."""
        super().__init__(parent)
        self._theme = appearance.theme
        self._icons = icons
        self.setAccessibleName(name)
        self.setFont(self._theme.font(Lettered.BODY))
        self.setStyleSheet(menu_style(self._theme))

    def add(self, text: str, keys: str, glyph: Glyph | None, call: Callable[[], object]) -> QAction:
        """Add an entry; the key is only shown here, the window has bound it already."""
        shown = f"{text}\t{keys}" if keys else text
        action = QAction(self._icon(glyph), shown, self)
        action.triggered.connect(lambda _checked: call())
        self.addAction(action)
        return action

    def _icon(self, glyph: Glyph | None) -> QIcon:
        if glyph is None:
            return QIcon()
        size, ink = self._theme.px(16), self._theme.colours.text_secondary
        return self._icons.icon(glyph, size, ink, self.devicePixelRatioF())


def main_menu(page: "MainPage") -> Menu:
    """Return the menu of everything that is not about single tasks."""
    menu = Menu(page, page.appearance, page.icons, "More")
    menu.add("Import a file", "Ctrl+I", Glyph.FILE_DOWN, page.ask_import)
    menu.add("Export to a file", "Ctrl+Shift+E", Glyph.FILE_UP, page.ask_export)
    menu.addSeparator()
    menu.add("Undo", "Ctrl+Z", Glyph.UNDO, page.deeds.undo)
    menu.add("Redo", "Ctrl+Shift+Z", Glyph.REDO, page.deeds.redo)
    menu.addSeparator()
    menu.add("Settings", "Ctrl+,", Glyph.SETTINGS, page.open_settings)
    menu.add("Keys", "F1", Glyph.KEYBOARD, page.show_keys)
    menu.addSeparator()
    menu.add("Lock now", "Ctrl+Shift+L", Glyph.LOCK, page.lock.emit)
    menu.add("Quit", "Ctrl+Q", Glyph.POWER, page.quit.emit)
    return menu


def task_menu(page: "MainPage", ids: tuple[str, ...]) -> Menu:
    """Return the menu of the selected tasks."""
    deeds = page.deeds
    selected = tuple(selected_positions(page.list))
    menu = Menu(page, page.appearance, page.icons, "Selected tasks")

    def setting(field: str, text: str) -> Callable[[], None]:
        return lambda: deeds.set_field(ids, field, text)

    if page.in_trash():
        menu.add("Restore", "Del", Glyph.RESTORE, lambda: deeds.restore(ids))
        return menu
    menu.add("Complete", "E", Glyph.CIRCLE_CHECK, lambda: page.list.tick(selected))
    menu.add("Edit the title", "F2", Glyph.EDIT, page.list.rename_current).setEnabled(len(ids) == 1)
    menu.add("Details", "Space", Glyph.PANEL_RIGHT, lambda: page.toggle_detail(ids[0]))
    menu.addSeparator()
    menu.add("Today", "Shift+T", Glyph.SUN, setting("due", "today"))
    menu.add("Tomorrow", "Shift+M", Glyph.CALENDAR, setting("due", "tomorrow"))
    menu.add("Next week", "Shift+W", Glyph.UPCOMING, setting("due", "next week"))
    menu.add("No date", "Shift+0", Glyph.CLOSE, setting("due", ""))
    menu.addSeparator()
    for level, name in enumerate(("highest", "high", "medium", "none"), 1):
        flag = Glyph.FLAG if level == 1 else None
        menu.add(f"Priority {name}", str(level), flag, setting("priority", str(level)))
    menu.addSeparator()
    menu.add("Delete", "Del", Glyph.DELETE, lambda: deeds.delete(ids))
    return menu


def show_menu(menu: Menu, point: QPoint) -> None:
    """Open a menu, which goes away for good when it is closed."""
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(point)
