"""The keys of the main page do what the design says, and letters only in the list."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QListView, QTableView, QWidget
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.keys import bind_keys


class Deeds:
    def __init__(self, heard: list[object]) -> None:
        self.heard = heard

    def undo(self) -> None:
        self.heard.append("undo")

    def redo(self) -> None:
        self.heard.append("redo")

    def set_field(self, ids: object, field: str, text: str) -> None:
        self.heard.append((ids, field, text))


class List(QTableView):
    ids: tuple[str, ...] = ("a", "b")

    def selected_ids(self) -> tuple[str, ...]:
        return self.ids


class Side(QListView):
    def __init__(self, heard: list[object]) -> None:
        super().__init__()
        self.heard = heard

    def go_to(self, number: int) -> None:
        self.heard.append(("place", number))


class Preferences:
    def __init__(self, heard: list[object]) -> None:
        self.heard = heard

    def scale_text(self, steps: int) -> None:
        self.heard.append(("scale", steps))


class Emitting:
    def __init__(self, heard: list[object], name: str) -> None:
        self.emit = lambda: heard.append(name)


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.deeds = Deeds(self.heard)
        self.list = List(self)
        self.entry = QLineEdit()
        self.side = Side(self.heard)
        self.side.setParent(self)
        self.detail = QWidget(self)
        self.detail.hide()
        self.detail.lines = {"title": QWidget(self.detail)}  # type: ignore[attr-defined]  # a stand-in
        self.lock = Emitting(self.heard, "lock")
        self.quit = Emitting(self.heard, "quit")
        self.preferences = Preferences(self.heard)
        self.list.open_menu = lambda: self.heard.append("menu")  # type: ignore[attr-defined]  # the same
        for name in ("ask_import", "ask_export", "open_settings", "toggle_side", "show_keys"):
            setattr(self, name, partial(self.heard.append, name))

    def quick_add(self) -> None:
        self.heard.append("quick-add")

    def focus_filter(self) -> None:
        self.heard.append("filter")

    def press(self, keys: str) -> None:
        (found,) = [one for one in self.findChildren(QShortcut) if one.key() == QKeySequence(keys)]
        found.activated.emit()


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page()
    qtbot.addWidget(made)
    bind_keys(made)  # type: ignore[arg-type]  # a stand-in
    made.show()
    return made


@pytest.mark.parametrize(
    ("keys", "heard"),
    [
        ("Ctrl+N", "quick-add"),
        ("Q", "quick-add"),
        ("Ctrl+F", "filter"),
        ("/", "filter"),
        ("Ctrl+Z", "undo"),
        ("Ctrl+Shift+Z", "redo"),
        ("Ctrl+Y", "redo"),
        ("Ctrl+Shift+L", "lock"),
        ("Ctrl+Q", "quit"),
        ("Ctrl+1", ("place", 0)),
        ("Ctrl+9", ("place", 8)),
        ("1", (("a", "b"), "priority", "1")),
        ("4", (("a", "b"), "priority", "4")),
        ("Shift+T", (("a", "b"), "due", "today")),
        ("Shift+M", (("a", "b"), "due", "tomorrow")),
        ("Shift+W", (("a", "b"), "due", "next week")),
        ("Shift+0", (("a", "b"), "due", "")),
        ("Ctrl+I", "ask_import"),
        ("Ctrl+Shift+E", "ask_export"),
        ("Ctrl+,", "open_settings"),
        ("Ctrl+\\", "toggle_side"),
        ("Ctrl+=", ("scale", 1)),
        ("Ctrl++", ("scale", 1)),
        ("Ctrl+-", ("scale", -1)),
        ("Ctrl+0", ("scale", 0)),
        ("F1", "show_keys"),
        ("?", "show_keys"),
        ("Shift+F10", "menu"),
    ],
)
def test_each_key_does_its_thing(page: Page, keys: str, heard: object) -> None:
    page.press(keys)
    assert page.heard == [heard]


def test_without_a_selection_nothing_is_set(page: Page) -> None:
    page.list.ids = ()
    page.press("1")
    assert page.heard == []


def test_no_key_is_bound_twice(page: Page) -> None:
    keys = [one.key().toString() for one in page.findChildren(QShortcut)]
    assert len(set(keys)) == len(keys)


def test_letters_belong_to_the_list_alone(page: Page) -> None:
    letters = [one for one in page.findChildren(QShortcut) if len(one.key().toString()) == 1]
    assert letters
    assert all(one.parent() is page.list for one in letters)


def test_the_line_for_a_new_task_goes_when_the_vault_is_locked_from_it(
    qtbot: QtBot, page: Page
) -> None:
    qtbot.addWidget(page.entry)
    page.entry.setText("Buy mi")
    page.entry.show()
    page.entry.activateWindow()
    page.entry.setFocus()
    qtbot.waitUntil(page.entry.hasFocus)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(page.entry, Qt.Key.Key_L, control | shift)
    assert page.heard == ["lock"]
    assert not page.entry.isVisible()
    assert page.entry.text() == "Buy mi"


def test_f6_goes_round_the_panes(qtbot: QtBot, page: Page) -> None:
    page.activateWindow()
    page.list.setFocus()
    qtbot.waitUntil(page.list.hasFocus)
    page.press("F6")
    qtbot.waitUntil(page.side.hasFocus)
    page.press("F6")
    qtbot.waitUntil(page.list.hasFocus)
