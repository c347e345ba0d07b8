"""The keys of the main page, apart from those of the list itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from atom_desktop.gui.shell.main_page import MainPage

PLACES = 9


def bind_keys(page: "MainPage") -> None:
    """Bind keys to what they do; single letters act only while the list has the focus."""
    everywhere: dict[str, Callable[[], None]] = {
        "Ctrl+N": page.quick_add,
        "Ctrl+F": page.focus_filter,
        "Ctrl+Z": page.deeds.undo,
        "Ctrl+Shift+Z": page.deeds.redo,
        "Ctrl+Y": page.deeds.redo,
        "Ctrl+Shift+L": page.lock.emit,
        "Ctrl+Q": page.quit.emit,
        "Ctrl+I": page.ask_import,
        "Ctrl+Shift+E": page.ask_export,
        "Ctrl+,": page.open_settings,
        "Ctrl+\\": page.toggle_side,
        "Ctrl+=": lambda: page.preferences.scale_text(1),
        "Ctrl++": lambda: page.preferences.scale_text(1),
        "Ctrl+-": lambda: page.preferences.scale_text(-1),
        "Ctrl+0": lambda: page.preferences.scale_text(0),
        "F1": page.show_keys,
        "F6": lambda: _next_pane(page),
    }
    in_list: dict[str, Callable[[], None]] = {
        "Q": page.quick_add,
        "/": page.focus_filter,
        "?": page.show_keys,
        "Shift+F10": page.list.open_menu,
        "Shift+T": lambda: _set(page, "due", "today"),
        "Shift+M": lambda: _set(page, "due", "tomorrow"),
        "Shift+W": lambda: _set(page, "due", "next week"),
        "Shift+0": lambda: _set(page, "due", ""),
    }
    for level in range(1, 5):
        in_list[str(level)] = lambda level=level: _set(page, "priority", str(level))  # type: ignore[misc]  # mypy does not infer lambdas with defaults
    for number in range(PLACES):
        everywhere[f"Ctrl+{number + 1}"] = lambda number=number: page.side.go_to(number)  # type: ignore[misc]  # the same
    for keys, call in everywhere.items():
        _bind(page, keys, call, Qt.ShortcutContext.WidgetWithChildrenShortcut)
    for keys, call in in_list.items():
        _bind(page.list, keys, call, Qt.ShortcutContext.WidgetShortcut)
    _bind_line(page)


def _bind(
    widget: QWidget, keys: str, call: Callable[[], None], context: Qt.ShortcutContext
) -> None:
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(context)
    shortcut.activated.connect(call)


def _bind_line(page: "MainPage") -> None:
    """Bind the lock in the line for a new task, a window where no key of the page is heard."""

    def lock() -> None:
        page.entry.hide()  # at once, so that it takes no letter of the passphrase
        page.lock.emit()

    _bind(page.entry, "Ctrl+Shift+L", lock, Qt.ShortcutContext.WindowShortcut)


def _set(page: "MainPage", field: str, text: str) -> None:
    ids = page.list.selected_ids()
    if ids:
        page.deeds.set_field(ids, field, text)


def _next_pane(page: "MainPage") -> None:
    """Go from side bar to list to details to side bar."""
    title = page.detail.lines["title"]
    panes = [one for one in (page.side, page.list, title) if one.isVisible()]
    here = next((at for at, pane in enumerate(panes) if pane.hasFocus()), -1)
    panes[(here + 1) % len(panes)].setFocus(Qt.FocusReason.ShortcutFocusReason)
