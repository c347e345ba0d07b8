"""The page of an open vault: go somewhere, filter, add, complete, look closer, lock."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from atom_desktop.gui.bridge import Bridge
from atom_desktop.gui.controls import Button
from atom_desktop.gui.runner import Runner
from atom_desktop.gui.shell.carried import Carried
from atom_desktop.gui.shell.import_sheet import ImportSheet
from atom_desktop.gui.shell.main_page import MainPage
from atom_desktop.gui.shell.menus import Menu
from atom_desktop.gui.shell.sheet import Sheet
from atom_desktop.model.errors import AtomError, Conflict, Unavailable
from tests.fakes.desks import Office, office

ROLE = Qt.ItemDataRole.AccessibleTextRole


class Shown:
    """The page, and the vault behind it."""

    def __init__(self, office: Office, qtbot: QtBot, appearance, icons) -> None:
        self.office = office
        self.vault = office.house.vault
        self.failures: list[AtomError] = []
        self.bridge = Bridge(self.vault.bugs.append)
        self.runner = Runner(
            self.vault.session,
            office.desk.commands,
            post=self.bridge.post,
            failed=self.failures.append,
            report=self.vault.bugs.append,
        )
        self.qtbot = qtbot
        self.parts = appearance, icons
        self.page = self.made()

    def made(self, carried: Carried | None = None) -> MainPage:
        appearance, icons = self.parts
        page = MainPage(
            self.office.desk,
            self.runner,
            appearance,
            icons=icons,
            bridge=self.bridge,
            carried=carried,
        )
        page.resize(1280, 800)
        page.show()
        page.activateWindow()
        return page

    def again(self, carried: Carried) -> None:
        """Show another page in the place of the first."""
        self.page.leave()
        self.page.hide()
        self.page.deleteLater()
        self.page = self.made(carried)

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
    shown.qtbot.waitUntil(lambda: due.text() == "Today")
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


def test_a_file_is_chosen_and_brought_in(
    shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "todo.txt"
    path.write_text("Water the roses due:2026-11-24\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    shown.page.ask_import()
    (sheet,) = shown.page.findChildren(ImportSheet)
    shown.qtbot.waitUntil(sheet.go.isEnabled, timeout=10_000)
    sheet.go.click()
    shown.qtbot.waitUntil(lambda: "Water the roses" in shown.titles(), timeout=10_000)


def test_without_a_file_nothing_is_looked_at(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    shown.page.ask_import()
    assert not shown.page.findChildren(ImportSheet)


def test_sheets_close_when_the_vault_is_locked(shown: Shown) -> None:
    shown.page.ask_export()
    shown.page.show_keys()
    sheets = shown.page.findChildren(Sheet)
    shown.page.leave()
    assert len(sheets) == 2
    assert all(sheet.over for sheet in sheets)


def test_settings_take_the_place_of_the_list_and_give_it_back(shown: Shown) -> None:
    shown.page.side.go("upcoming")
    shown.page.open_settings()
    shown.qtbot.waitUntil(shown.page.settings.isVisible)
    shown.qtbot.waitUntil(lambda: bool(shown.page.settings.controls), timeout=10_000)
    shown.page.settings.left.emit()
    assert shown.page.header.title.text() == "Upcoming"
    assert not shown.page.settings.isVisible()


def test_a_setting_counts_at_once(shown: Shown) -> None:
    with shown.qtbot.waitSignal(shown.page.settings_changed, timeout=10_000):
        shown.page.settings.changed.emit("appearance.motion", "reduced")
    assert not shown.page.list.motion


def test_places_tell_how_many_tasks_they_have(shown: Shown) -> None:
    side = shown.page.side
    shown.qtbot.waitUntil(
        lambda: "Today, 1 tasks" in [side.model().index(row, 0).data(ROLE) for row in range(4)],
        timeout=10_000,
    )


def test_a_disk_that_refuses_shows_until_the_next_change(shown: Shown) -> None:
    shown.until("Due today")
    full = Unavailable("Could not save to disk. The disk is full.", "Free 20 MB.", "full-disk")
    shown.page.show_failure(full)
    assert shown.page.status.saved.text() == "Not saved"
    shown.vault.add(title="Another")
    shown.qtbot.waitUntil(lambda: shown.page.status.saved.text().startswith("Saved"))


def test_a_jumped_clock_is_accepted_from_its_message(shown: Shown) -> None:
    shown.page.show_failure(Conflict("The clock stands 3 days back.", "Set it.", "clock-jump"))
    buttons = shown.page.toasts.findChildren(Button)
    (use,) = [one for one in buttons if one.text() == "Use this clock"]
    use.click()
    shown.qtbot.waitUntil(
        lambda: "This clock is used" in " ".join(one.text for one in shown.page.toasts.held),
        timeout=10_000,
    )


@pytest.mark.parametrize("code", ["clock-jump", "out-of-sight"])
def test_a_refusal_beside_no_field_is_said_aloud(shown: Shown, monkeypatch, code: str) -> None:
    def refuse(*_: object, failed: Callable[[AtomError], None], **__: object) -> None:
        failed(Conflict("The clock stands 3 days back.", "Set it.", code))

    monkeypatch.setattr(shown.page.deeds, "edit", lambda *args: refuse(failed=args[-2]))
    shown.page.detail.edited.emit("a", "title", "x")
    assert len(shown.page.toasts.held) == 1


def test_where_somebody_is_can_be_carried_to_a_new_page(shown: Shown) -> None:
    shown.page.side.go("all")
    shown.until("Due today", "Due later", "Whenever")
    shown.page.header.filter.setText("due")
    shown.page.entry.line.setText("Buy milk")
    shown.page.list.setCurrentIndex(shown.page.model.index(0, 0))
    shown.page.toggle_detail()
    shown.qtbot.waitUntil(lambda: bool(shown.page.detail.task_id()))
    carried = shown.page.carry()
    assert (carried.place, carried.filtered, carried.line) == ("all", "due", "Buy milk")
    assert carried.detail == shown.page.detail.task_id()
    shown.again(carried)
    shown.until("Due today", "Due later")
    assert shown.page.entry.line.text() == "Buy milk"
    shown.qtbot.waitUntil(lambda: shown.page.detail.task_id() == carried.detail)


def test_the_settings_are_carried_too(shown: Shown) -> None:
    shown.again(Carried(place="settings", before="upcoming", setting="appearance.motion"))
    settings = shown.page.settings
    shown.qtbot.waitUntil(lambda: settings.focusWidget() is not None, timeout=10_000)
    assert settings.focusWidget() is settings.controls["appearance.motion"]
    shown.page.open_settings()
    assert shown.page.header.title.text() == "Upcoming"


def test_a_place_that_is_gone_leads_to_today(shown: Shown) -> None:
    shown.again(Carried(place="project:gone"))
    shown.until("Due today")


def test_in_a_narrow_window_details_replace_the_list(shown: Shown) -> None:
    shown.until("Due today")
    shown.page.resize(900, 600)
    shown.page.list.setCurrentIndex(shown.page.model.index(0, 0))
    shown.page.toggle_detail()
    shown.qtbot.waitUntil(shown.page.detail.lines["title"].hasFocus)
    assert not shown.page.list.isVisible()
    shown.page.focus_filter()
    assert shown.page.list.isVisible()


def test_in_the_smallest_window_nothing_is_cut_off(shown: Shown) -> None:
    shown.page.resize(720, 520)
    assert not shown.page.side.isVisible()
    assert shown.page.minimumSizeHint().width() <= 720
    shown.page.toggle_side()
    assert shown.page.side.isVisible()


def test_the_other_menu_opens_below_its_button(shown: Shown) -> None:
    shown.page.header.more.click()
    menus = [one for one in shown.page.findChildren(Menu) if one.isVisible()]
    assert len(menus) == 1
    menus[0].hide()


def test_a_task_has_a_menu(shown: Shown) -> None:
    shown.until("Due today")
    shown.page.list.setCurrentIndex(shown.page.model.index(0, 0))
    shown.page.list.open_menu()
    menus = [one for one in shown.page.findChildren(Menu) if one.isVisible()]
    assert len(menus) == 1
    menus[0].hide()
