"""The page of an open vault: go somewhere, filter, add, complete, look closer, lock."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from atom_desktop.gui.bridge import Bridge
from atom_desktop.gui.runner import Runner
from atom_desktop.gui.shell.main_page import MainPage
from atom_desktop.model.errors import AtomError, Conflict
from tests.fakes.desks import Office, office


class Shown:
    """The page, and the vault behind it."""

    def __init__(self, office: Office, qtbot: QtBot, appearance, icons) -> None:
        self.office = office
        self.vault = office.house.vault
        self.failures: list[AtomError] = []
        self.bridge = Bridge(self.vault.bugs.append)
        runner = Runner(
            self.vault.session,
            office.desk.commands,
            post=self.bridge.post,
            failed=self.failures.append,
            report=self.vault.bugs.append,
        )
        self.page = MainPage(office.desk, runner, appearance, icons=icons, bridge=self.bridge)
        self.page.resize(1280, 800)
        self.page.show()
        self.page.activateWindow()
        self.qtbot = qtbot

    def titles(self) -> list[str]:
        model = self.page.model
        ids = [model.id_at(row) for row in range(model.rowCount())]
        return [str(self.vault.record("task", one).fields["title"]) for one in ids if one]

    def until(self, *titles: str) -> None:
        self.qtbot.waitUntil(lambda: self.titles() == list(titles), timeout=10_000)


@pytest.fixture
def shown(tmp_path: Path, qtbot: QtBot, appearance, icons) -> Iterator[Shown]:
    made = office(tmp_path)
    made.house.create()
    vault = made.house.vault
    home = vault.create("project", {"name": "Home"})
    vault.add(title="Due today", due={"date": "2026-11-24"}, project=home.id)
    vault.add(title="Due later", due={"date": "2026-12-24"})
    vault.add(title="Whenever")
    one = Shown(made, qtbot, appearance, icons)
    yield one
    one.page.leave()
    one.bridge.close()
    one.page.deleteLater()
    made.house.ownership.close()
    assert not vault.bugs


def test_it_begins_with_today(shown: Shown) -> None:
    shown.until("Due today")
    assert shown.page.header.title.text() == "Today"


def test_each_place_shows_its_tasks(shown: Shown) -> None:
    shown.page.side.go("all")
    shown.until("Due today", "Due later", "Whenever")
    shown.page.side.go("upcoming")
    shown.until("Due later")
    shown.page.side.go("inbox")
    shown.until("Due later", "Whenever")


def test_a_filter_looks_within_the_place(shown: Shown) -> None:
    shown.page.side.go("all")
    shown.until("Due today", "Due later", "Whenever")
    shown.qtbot.keyClicks(shown.page.header.filter, "due")
    shown.until("Due today", "Due later")
    shown.page.header.filter.setText("later")
    shown.until("Due later")
    shown.page.header.filter.clear()
    shown.until("Due today", "Due later", "Whenever")


def test_a_filter_that_cannot_be_read_leaves_the_list(shown: Shown) -> None:
    shown.page.side.go("all")
    shown.until("Due today", "Due later", "Whenever")
    shown.page.header.filter.setText("due before fish")
    shown.qtbot.waitUntil(lambda: "date" in shown.page.header.told.text())
    assert len(shown.titles()) == 3


def test_the_filter_of_a_sorted_place_keeps_its_order(shown: Shown) -> None:
    for title, done in (("First", "2026-11-20T08:00:00Z"), ("Second", "2026-11-22T08:00:00Z")):
        shown.vault.add(title=f"{title} thing", status="done", done=done)
    shown.page.side.go("done")
    shown.until("Second thing", "First thing")
    shown.page.header.filter.setText("thing")
    shown.until("Second thing", "First thing")


def test_what_is_added_in_a_place_belongs_there(shown: Shown) -> None:
    shown.page.entry.added.emit("Buy milk")
    shown.until("Buy milk", "Due today")
    shown.page.side.go_to(5)
    place = shown.page.side.place()
    assert place is not None
    assert place.key.startswith("project:")
    shown.page.entry.added.emit("Paint the door")
    shown.until("Due today", "Paint the door")


def test_a_line_that_says_when_is_not_moved_to_today(shown: Shown) -> None:
    shown.until("Due today")
    shown.page.entry.added.emit("Buy milk tomorrow")
    shown.page.side.go("upcoming")
    shown.until("Buy milk", "Due later")


def test_a_new_project_appears_in_the_side_bar(shown: Shown) -> None:
    shown.page.entry.added.emit("Sow #Garden")
    model = shown.page.side.model()

    def there() -> bool:
        rows = range(model.rowCount())
        return "Garden" in [model.index(row, 0).data() for row in rows]

    shown.qtbot.waitUntil(there, timeout=10_000)
    assert shown.page.header.title.text() == "Today"


def test_a_change_from_a_terminal_is_seen_at_once(shown: Shown) -> None:
    shown.until("Due today")
    shown.vault.add(title="From afar", due={"date": "2026-11-24"})
    shown.until("Due today", "From afar")


def test_details_open_close_and_follow_the_selection(shown: Shown) -> None:
    shown.page.side.go("all")
    shown.until("Due today", "Due later", "Whenever")
    shown.page.list.setCurrentIndex(shown.page.model.index(0, 0))
    shown.page.toggle_detail()
    title = shown.page.detail.lines["title"]
    shown.qtbot.waitUntil(lambda: title.text() == "Due today")
    shown.page.list.setCurrentIndex(shown.page.model.index(1, 0))
    shown.qtbot.waitUntil(lambda: title.text() == "Due later")
    shown.page.toggle_detail()
    assert not shown.page.detail.isVisible()


def test_an_edit_in_the_details_reaches_the_list(shown: Shown) -> None:
    shown.until("Due today")
    shown.page.list.setCurrentIndex(shown.page.model.index(0, 0))
    shown.page.toggle_detail()
    title = shown.page.detail.lines["title"]
    shown.qtbot.waitUntil(lambda: title.text() == "Due today")
    title.setText("Renamed")
    shown.qtbot.keyClick(title, Qt.Key.Key_Return)
    shown.until("Renamed")


def test_a_refused_edit_is_said_beside_its_field(shown: Shown) -> None:
    shown.until("Due today")
    shown.page.list.setCurrentIndex(shown.page.model.index(0, 0))
    shown.page.toggle_detail()
    due = shown.page.detail.lines["due"]
    shown.qtbot.waitUntil(lambda: due.text() == "2026-11-24")
    due.setText("yesterweek")
    shown.qtbot.keyClick(due, Qt.Key.Key_Return)
    shown.qtbot.waitUntil(shown.page.detail.problem.isVisible)
    assert due.text() == "yesterweek"


def test_delete_moves_to_the_trash_and_there_it_restores(shown: Shown) -> None:
    shown.until("Due today")
    shown.page.list.setCurrentIndex(shown.page.model.index(0, 0))
    shown.qtbot.keyClick(shown.page.list, Qt.Key.Key_Delete)
    shown.until()
    shown.page.side.go("trash")
    shown.until("Due today")
    shown.page.list.setCurrentIndex(shown.page.model.index(0, 0))
    shown.qtbot.keyClick(shown.page.list, Qt.Key.Key_Delete)
    shown.until()


def test_ctrl_z_takes_back_what_was_done(shown: Shown) -> None:
    shown.until("Due today")
    shown.page.list.setFocus()
    shown.page.list.setCurrentIndex(shown.page.model.index(0, 0))
    shown.qtbot.keyClick(shown.page.list, Qt.Key.Key_Delete)
    shown.until()
    shown.page.deeds.undo()
    shown.until("Due today")


def test_an_empty_place_says_what_it_is_for(shown: Shown) -> None:
    shown.page.side.go("someday")
    shown.until()
    shown.qtbot.waitUntil(
        lambda: "someday" in shown.page.list.accessibleDescription(), timeout=10_000
    )


def test_a_failure_is_shown_as_a_message(shown: Shown) -> None:
    shown.page.show_failure(Conflict("Somebody was faster.", "Look again."))
    assert [toast.text for toast in shown.page.toasts.held] == ["Somebody was faster. Look again."]


def test_leaving_forgets_everything_that_was_shown(shown: Shown) -> None:
    shown.until("Due today")
    shown.page.entry.line.setText("A secret")
    shown.page.leave()
    assert shown.page.model.rowCount() == 0
    assert shown.page.detail.task_id() == ""
    lines = [line.text() for line in shown.page.findChildren(QLineEdit)]
    assert not any(lines)
