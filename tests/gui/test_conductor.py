"""From an empty folder to tasks, to the lock and back, to the end: what the window shows when."""

from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from atom_desktop.core.notices import Level
from atom_desktop.core.ownership import Ownership
from atom_desktop.gui.desk import Summons
from atom_desktop.gui.shell.lock_page import LockPage
from atom_desktop.gui.shell.main_page import MainPage
from atom_desktop.gui.shell.trouble_page import TroublePage
from atom_desktop.gui.shell.welcome_page import WelcomePage
from atom_desktop.gui.theme.appearance import Scheme
from atom_desktop.model.errors import Busy
from tests.fakes.ownerships import PASSPHRASE, household
from tests.fakes.stages import Stage


def test_an_empty_folder_shows_the_first_steps(stage: Stage) -> None:
    stage.begin()
    stage.until(WelcomePage)


def test_the_first_steps_lead_to_the_tasks(stage: Stage) -> None:
    stage.begin()
    stage.until(WelcomePage)
    page = stage.frame.page()
    assert isinstance(page, WelcomePage)
    page.chosen.emit(PASSPHRASE, False)
    stage.qtbot.waitUntil(lambda: hasattr(page, "kept"), timeout=15_000)
    assert stage.frame.page() is page
    page.kept.setChecked(True)
    page.go_on.click()
    stage.until(MainPage)


def test_a_failure_of_the_first_step_is_said_there(stage: Stage, tmp_path: Path) -> None:
    stage.begin()
    stage.until(WelcomePage)
    (tmp_path / "data").write_text("a file is in the way")
    page = stage.frame.page()
    assert isinstance(page, WelcomePage)
    page.chosen.emit(PASSPHRASE, False)
    stage.qtbot.waitUntil(page.problem.isVisible, timeout=15_000)


def test_a_vault_with_a_passphrase_asks_for_it(stage: Stage) -> None:
    stage.office.house.create()
    stage.office.house.ownership.lock()
    stage.begin()
    stage.until(LockPage)
    page = stage.frame.page()
    assert isinstance(page, LockPage)
    page.unlock.emit("wrong", "")
    stage.qtbot.waitUntil(page.problem.isVisible, timeout=15_000)
    page.unlock.emit(PASSPHRASE, "")
    stage.until(MainPage)


def test_a_keyring_opens_the_vault_without_asking(stage: Stage) -> None:
    stage.office.house.create(keyring=True)
    stage.office.house.ownership.lock()
    stage.begin()
    stage.until(MainPage)


def test_a_keyring_that_is_locked_leaves_the_passphrase(stage: Stage) -> None:
    stage.office.house.create(keyring=True)
    stage.office.house.ownership.lock()
    stage.office.house.keyring.lock()
    stage.begin()
    stage.until(LockPage)


def test_locking_takes_the_tasks_off_the_screen(stage: Stage) -> None:
    stage.office.house.create(keyring=True)
    stage.begin()
    stage.until(MainPage)
    stage.conductor.lock()
    stage.until(LockPage)
    assert stage.vault.session.locked


def test_data_without_keys_is_explained_and_looked_at_again(stage: Stage, tmp_path: Path) -> None:
    house = stage.office.house
    house.create()
    house.vault.add(title="Buy milk")
    house.ownership.lock()
    slots = {path: path.read_bytes() for path in (tmp_path / "data" / "keys").iterdir()}
    for path in slots:
        path.unlink()
    stage.begin()
    stage.until(TroublePage)
    for path, content in slots.items():
        path.write_bytes(content)
    page = stage.frame.page()
    assert isinstance(page, TroublePage)
    page.again.emit()
    stage.until(LockPage)


def test_a_vault_in_other_hands_is_explained(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atom_desktop.gui.conductor.HAND_OVER_SECONDS", 0.1)
    other = household(tmp_path)
    other.create()
    stage.begin()
    stage.until(TroublePage)
    other.ownership.close()
    page = stage.frame.page()
    assert isinstance(page, TroublePage)
    page.again.emit()
    stage.until(LockPage)


def test_after_a_while_without_use_the_vault_locks_itself(stage: Stage) -> None:
    stage.office.house.create()
    stage.begin()
    stage.until(MainPage)
    stage.vault.clock.forward(31 * 60)
    stage.conductor.look_whether_idle()
    stage.until(LockPage)


def test_a_key_in_the_window_keeps_it_open(stage: Stage) -> None:
    stage.office.house.create()
    stage.begin()
    stage.until(MainPage)
    stage.vault.clock.forward(31 * 60)
    stage.frame.used.emit()
    stage.conductor.look_whether_idle()
    assert not stage.vault.session.locked


def test_where_the_keyring_opens_the_vault_the_system_locks_the_screen(stage: Stage) -> None:
    stage.office.house.create(keyring=True)
    stage.office.house.ownership.lock()
    stage.begin()
    stage.until(MainPage)
    stage.vault.clock.forward(31 * 60)
    stage.conductor.look_whether_idle()
    assert not stage.vault.session.locked


def test_another_process_brings_the_window_to_the_front(stage: Stage) -> None:
    stage.office.house.create()
    stage.begin()
    stage.until(MainPage)
    stage.frame.hide()
    stage.office.summons.publish(Summons.SHOW)
    stage.qtbot.waitUntil(stage.frame.isVisible)


def test_quick_add_can_be_called_from_outside(stage: Stage) -> None:
    stage.office.house.create()
    stage.begin()
    stage.until(MainPage)
    page = stage.frame.page()
    assert isinstance(page, MainPage)
    stage.office.summons.publish(Summons.QUICK_ADD)
    stage.qtbot.waitUntil(page.entry.isVisible)


def test_without_a_tray_closing_the_window_ends_the_program(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []
    monkeypatch.setattr(QApplication, "quit", lambda: ended.append("quit"))
    stage.office.house.create()
    stage.begin()
    stage.until(MainPage)
    stage.frame.close()
    stage.qtbot.waitUntil(lambda: ended == ["quit"], timeout=15_000)
    assert stage.vault.session.locked


def test_with_a_tray_closing_the_window_only_hides_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atom_desktop.gui.shell.tray.Tray.is_there", lambda _: True)
    stage.office.house.create()
    stage.begin()
    stage.until(MainPage)
    stage.frame.close()
    assert not stage.frame.isVisible()
    assert not stage.vault.session.locked


def test_the_theme_follows_the_settings(stage: Stage) -> None:
    stage.office.house.create()
    stage.vault.settings.set("appearance.theme", "dark")
    stage.begin()
    stage.until(MainPage)
    assert stage.conductor.theme.dark


def test_another_theme_makes_the_tasks_anew_where_somebody_was(stage: Stage) -> None:
    stage.office.house.create()
    stage.begin()
    stage.until(MainPage)
    page = stage.frame.page()
    assert isinstance(page, MainPage)
    page.side.go("upcoming")
    page.settings.changed.emit("appearance.theme", "dark")
    stage.qtbot.waitUntil(lambda: stage.frame.page() is not page, timeout=15_000)
    again = stage.frame.page()
    assert isinstance(again, MainPage)
    assert again.header.title.text() == "Upcoming"
    ground = again.header.palette().color(QPalette.ColorRole.Window)
    assert ground.name() == stage.conductor.theme.colours.surface_base.name()


def test_another_theme_leaves_the_lock_and_what_was_typed(stage: Stage) -> None:
    stage.office.house.create()
    stage.office.house.ownership.lock()
    stage.begin()
    stage.until(LockPage)
    page = stage.frame.page()
    assert isinstance(page, LockPage)
    page.line.setText("half of it")
    stage.appearance.choose(Scheme.DARK, 1.0)
    assert stage.frame.page() is page
    assert page.line.text() == "half of it"


def test_another_theme_before_anything_is_shown_paints_the_mark_anew(stage: Stage) -> None:
    stage.begin()
    stage.appearance.choose(Scheme.DARK, 1.0)
    stage.until(WelcomePage)


def test_banners_of_a_vault_go_with_its_lock(stage: Stage) -> None:
    stage.office.house.create(keyring=True)
    stage.begin()
    stage.until(MainPage)
    stage.vault.session.notices.tell(Level.ERROR, "A part does not verify.", "", "vault-missing")
    page = stage.frame.page()
    assert isinstance(page, MainPage)
    stage.qtbot.waitUntil(lambda: bool(page.banners.open))
    stage.conductor.lock()
    stage.until(LockPage)
    stage.office.house.ownership.unlock()
    stage.until(MainPage)
    again = stage.frame.page()
    assert isinstance(again, MainPage)
    assert not again.banners.open


def test_what_stands_in_a_field_is_saved_before_the_vault_is_locked(stage: Stage) -> None:
    stage.office.house.create(keyring=True)
    task = stage.vault.add(title="Buy milk", due={"date": "2026-11-24"})
    stage.begin()
    stage.until(MainPage)
    page = stage.frame.page()
    assert isinstance(page, MainPage)
    page.toggle_detail(task.id)
    title = page.detail.lines["title"]
    stage.qtbot.waitUntil(lambda: title.text() == "Buy milk")
    title.setText("Buy oat milk")
    stage.conductor.lock()
    stage.until(LockPage)
    stage.office.house.ownership.unlock(passphrase=PASSPHRASE)
    assert stage.vault.record("task", task.id).fields["title"] == "Buy oat milk"


def test_a_line_that_was_not_added_is_there_after_a_lock(stage: Stage) -> None:
    stage.office.house.create()
    stage.begin()
    stage.until(MainPage)
    page = stage.frame.page()
    assert isinstance(page, MainPage)
    page.entry.line.setText("Buy mi")
    stage.conductor.lock()
    stage.until(LockPage)
    stage.office.house.ownership.unlock(passphrase=PASSPHRASE)
    stage.until(MainPage)
    again = stage.frame.page()
    assert isinstance(again, MainPage)
    assert again.entry.line.text() == "Buy mi"


def test_after_the_first_steps_the_lock_asks_for_the_passphrase(stage: Stage) -> None:
    stage.begin()
    stage.until(WelcomePage)
    page = stage.frame.page()
    assert isinstance(page, WelcomePage)
    page.chosen.emit(PASSPHRASE, False)
    stage.qtbot.waitUntil(lambda: hasattr(page, "kept"), timeout=15_000)
    page.kept.setChecked(True)
    page.go_on.click()
    stage.until(MainPage)
    stage.conductor.lock()
    stage.until(LockPage)
    lock = stage.frame.page()
    assert isinstance(lock, LockPage)
    assert lock.line.accessibleName() == "Passphrase"


def test_quitting_ends_the_program_though_the_vault_does_not_close(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: object) -> None:
        raise Busy("A command is still at work in the vault.", "Wait.")

    ended: list[str] = []
    stage.office.house.create()
    stage.begin()
    stage.until(MainPage)
    with monkeypatch.context() as broken:
        broken.setattr(QApplication, "quit", lambda: ended.append("quit"))
        broken.setattr(Ownership, "close", fail)
        stage.conductor.quit()
        stage.qtbot.waitUntil(lambda: ended == ["quit"], timeout=15_000)
    assert [type(bug) for bug in stage.vault.bugs] == [Busy]
    stage.vault.bugs.clear()


def test_a_vault_that_was_just_made_asks_for_its_passphrase_when_it_is_locked(
    stage: Stage,
) -> None:
    stage.begin()
    stage.until(WelcomePage)
    page = stage.frame.page()
    assert isinstance(page, WelcomePage)
    page.chosen.emit(PASSPHRASE, False)
    stage.qtbot.waitUntil(lambda: hasattr(page, "kept"), timeout=15_000)
    page.kept.setChecked(True)
    page.go_on.click()
    stage.until(MainPage)
    stage.qtbot.waitUntil(lambda: bool(stage.conductor._kinds), timeout=15_000)
    stage.conductor.lock()
    stage.until(LockPage)
    lock = stage.frame.page()
    assert isinstance(lock, LockPage)
    assert lock.line.accessibleName() == "Passphrase"


def test_a_setting_that_is_changed_in_a_terminal_counts_at_once(stage: Stage) -> None:
    stage.office.house.create()
    stage.begin()
    stage.until(MainPage)
    stage.vault.settings.set("appearance.theme", "dark")
    stage.qtbot.waitUntil(lambda: stage.conductor.theme.dark, timeout=10_000)
