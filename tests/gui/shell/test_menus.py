"""The menus offer what the keys do, with the keys beside it."""

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.menus import Menu, main_menu, show_menu, task_menu
from tests.gui.shell.test_main_page import Shown
from tests.gui.shell.test_main_page import shown as shown_page

shown = shown_page


def press(menu: Menu, text: str) -> None:
    (found,) = [one for one in menu.actions() if one.text().partition("\t")[0] == text]
    found.trigger()


@pytest.fixture
def selected(shown: Shown) -> str:
    shown.until("Due today")
    shown.page.list.setCurrentIndex(shown.page.model.index(0, 0))
    return shown.page.model.id_at(0)


def test_the_menu_of_a_task_shows_the_keys(shown: Shown, selected: str) -> None:
    menu = task_menu(shown.page, (selected,))
    texts = [one.text() for one in menu.actions() if one.text()]
    assert texts[:3] == ["Complete\tE", "Edit the title\tF2", "Details\tSpace"]
    assert "No date\tShift+0" in texts
    assert "Delete\tDel" in texts


def test_a_date_and_a_priority_are_set_from_the_menu(
    qtbot: QtBot, shown: Shown, selected: str
) -> None:
    menu = task_menu(shown.page, (selected,))
    press(menu, "Priority highest")
    press(menu, "Tomorrow")

    def fields() -> dict[str, object]:
        return dict(shown.vault.record("task", selected).fields)

    qtbot.waitUntil(lambda: fields().get("priority") == 1, timeout=10_000)
    qtbot.waitUntil(lambda: fields().get("due") == {"date": "2026-11-25"}, timeout=10_000)


def test_a_task_is_completed_and_deleted_from_the_menu(
    qtbot: QtBot, shown: Shown, selected: str
) -> None:
    press(task_menu(shown.page, (selected,)), "Complete")
    qtbot.waitUntil(
        lambda: shown.vault.record("task", selected).fields.get("status") == "done", timeout=10_000
    )
    press(task_menu(shown.page, (selected,)), "Delete")
    qtbot.waitUntil(
        lambda: bool(shown.vault.record("task", selected).fields.get("trashed")), timeout=10_000
    )


def test_details_open_from_the_menu(qtbot: QtBot, shown: Shown, selected: str) -> None:
    press(task_menu(shown.page, (selected,)), "Details")
    qtbot.waitUntil(lambda: shown.page.detail.task_id() == selected, timeout=10_000)


def test_a_title_is_edited_one_at_a_time(shown: Shown, selected: str) -> None:
    menu = task_menu(shown.page, (selected, "b" * 26))
    edit = menu.actions()[1]
    assert not edit.isEnabled()


def test_in_the_trash_tasks_are_restored(qtbot: QtBot, shown: Shown, selected: str) -> None:
    shown.page.deeds.delete((selected,))
    shown.page.side.go("trash")
    shown.until("Due today")
    press(task_menu(shown.page, (selected,)), "Restore")
    qtbot.waitUntil(
        lambda: not shown.vault.record("task", selected).fields.get("trashed"), timeout=10_000
    )


def test_the_other_menu_leads_everywhere_else(qtbot: QtBot, shown: Shown) -> None:
    menu = main_menu(shown.page)
    with qtbot.waitSignal(shown.page.lock):
        press(menu, "Lock now")
    press(menu, "Settings")
    assert shown.page.side.place().key == "settings"


def test_a_menu_goes_when_it_is_closed(qtbot: QtBot, shown: Shown) -> None:
    menu = main_menu(shown.page)
    gone: list[str] = []
    menu.destroyed.connect(lambda: gone.append("gone"))
    show_menu(menu, QPoint(10, 10))
    menu.hide()
    qtbot.waitUntil(lambda: gone == ["gone"])


def test_the_menu_key_asks_for_the_selected_tasks(
    qtbot: QtBot, shown: Shown, selected: str
) -> None:
    with qtbot.waitSignal(shown.page.list.menu_requested) as told:
        shown.page.list.open_menu()
    assert told.args[0] == (selected,)
    for menu in shown.page.findChildren(Menu):
        menu.hide()
