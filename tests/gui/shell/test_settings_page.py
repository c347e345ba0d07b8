"""The page of settings has a control for each, and says what somebody changes."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from atom_desktop.gui.controls import Line
from atom_desktop.gui.fields import Choice, Number, Switch
from atom_desktop.gui.shell.settings_page import SettingsPage
from atom_desktop.model.json import Json


def listed(**values: Json) -> Json:
    plain = {"title": "T", "help": "H", "scope": "device"}
    return {
        "settings": [
            {
                **plain,
                "key": "theme",
                "value": values.get("theme", "light"),
                "default": "light",
                "choices": ["light", "dark"],
            },
            {**plain, "key": "tray", "value": values.get("tray", True), "default": True},
            {
                **plain,
                "key": "lock",
                "value": values.get("lock", 30),
                "default": 30,
                "least": 0,
                "most": 60,
            },
            {**plain, "key": "size", "value": 1, "default": 1},
            {**plain, "key": "name", "value": values.get("name", "a"), "default": "a"},
        ]
    }


@pytest.fixture
def page(qtbot: QtBot, appearance) -> SettingsPage:
    made = SettingsPage(appearance)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    made.activateWindow()
    made.show_settings(listed(), "")
    return made


def changes(page: SettingsPage) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    page.changed.connect(lambda key, value: found.append((key, value)))
    return found


def test_each_kind_has_its_control(page: SettingsPage) -> None:
    kinds = {key: type(control) for key, control in page.controls.items()}
    assert kinds == {"theme": Choice, "tray": Switch, "lock": Number, "size": Number, "name": Line}


def test_the_limits_of_a_number_hold(page: SettingsPage) -> None:
    number = page.controls["lock"]
    assert isinstance(number, Number)
    assert (number.minimum(), number.maximum(), number.value()) == (0, 60, 30)


def test_what_is_changed_is_told_with_its_key(qtbot: QtBot, page: SettingsPage) -> None:
    found = changes(page)
    qtbot.keyClick(page.controls["theme"], Qt.Key.Key_Down)
    qtbot.keyClick(page.controls["tray"], Qt.Key.Key_Space)
    qtbot.keyClick(page.controls["lock"], Qt.Key.Key_Up)
    line = page.controls["name"]
    assert isinstance(line, Line)
    line.setText("b")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert found == [("theme", "dark"), ("tray", False), ("lock", 31), ("name", "b")]


def test_showing_a_value_changes_nothing(page: SettingsPage) -> None:
    found = changes(page)
    page.show_settings(listed(theme="dark", tray=False, lock=5, name="c"))
    theme, lock = page.controls["theme"], page.controls["lock"]
    assert isinstance(theme, Choice)
    assert isinstance(lock, Number)
    assert (theme.currentData(), lock.value(), found) == ("dark", 5, [])


def test_only_what_differs_from_its_default_can_be_reset(qtbot: QtBot, page: SettingsPage) -> None:
    page.show_settings(listed(lock=5))
    assert {key for key, one in page.resets.items() if one.isVisible()} == {"lock"}
    found = changes(page)
    page.resets["lock"].click()
    assert found == [("lock", None)]


def test_it_begins_at_the_first_setting_or_where_somebody_was(
    qtbot: QtBot, page: SettingsPage
) -> None:
    qtbot.waitUntil(lambda: page.focused() == "theme")
    page.show_settings(listed(), "lock")
    qtbot.waitUntil(lambda: page.focused() == "lock")
    page.show_settings(listed())
    assert page.focused() == "lock"


def test_esc_goes_back(qtbot: QtBot, page: SettingsPage) -> None:
    with qtbot.waitSignal(page.left):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.keyClick(page, Qt.Key.Key_A)


def test_without_settings_there_is_nothing_to_go_to(qtbot: QtBot, appearance) -> None:
    empty = SettingsPage(appearance)
    qtbot.addWidget(empty)
    empty.show_settings({}, "")
    assert empty.focused() == ""
