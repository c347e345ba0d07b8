"""Whatever is under way when the vault is locked: the lock is shown, and no line is lost."""

from PySide6.QtCore import Qt

from atom_desktop.core.workspace import Workspace
from atom_desktop.gui.shell.lock_page import LockPage
from atom_desktop.model.errors import AtomError, Unavailable
from tests.fakes.ownerships import PASSPHRASE
from tests.fakes.stages import Stage


def test_what_was_asked_for_too_late_leaves_the_lock_where_it_is(stage: Stage) -> None:
    stage.office.house.create()
    task = stage.vault.add(title="Buy milk", due={"date": "2026-11-24"})
    stage.begin()
    page = stage.main()
    stage.office.house.ownership.lock()
    page.toggle_detail(task.id)
    stage.until(LockPage)
    lock = stage.frame.page()
    refused: list[AtomError] = []
    show, runner = stage.conductor._show_failure, stage.conductor._runner
    runner.run("task.show", {"id": task.id}, failed=refused.append)
    stage.qtbot.waitUntil(lambda: bool(refused), timeout=10_000)
    show(refused[0])
    assert stage.frame.page() is lock


def test_a_line_that_the_disk_refuses_comes_back(stage: Stage, monkeypatch) -> None:
    stage.office.house.create()
    stage.begin()
    page = stage.main()
    full = Unavailable("Could not save to disk. The disk is full.", "Free 20 MB.", "full-disk")

    def refuse(*_: object, **__: object) -> None:
        raise full

    monkeypatch.setattr(Workspace, "run", refuse)
    page.entry.line.setText("Buy milk")
    stage.qtbot.keyClick(page.entry.line, Qt.Key.Key_Return)
    assert page.entry.line.text() == ""
    stage.qtbot.waitUntil(lambda: page.entry.line.text() == "Buy milk", timeout=10_000)
    assert page.status.saved.text() == "Not saved"
    stage.conductor.lock()
    stage.until(LockPage)
    stage.office.house.ownership.unlock(passphrase=PASSPHRASE)
    assert stage.main().entry.line.text() == "Buy milk"


def test_a_key_locks_the_vault_from_the_line_for_a_new_task(stage: Stage) -> None:
    stage.office.house.create()
    stage.begin()
    page = stage.main()
    page.quick_add()
    stage.qtbot.waitUntil(page.entry.line.hasFocus)
    stage.qtbot.keyClicks(page.entry.line, "Buy mi")
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    stage.qtbot.keyClick(page.entry.line, Qt.Key.Key_L, held)
    assert not page.entry.isVisible()
    stage.until(LockPage)
    stage.office.house.ownership.unlock(passphrase=PASSPHRASE)
    assert stage.main().entry.line.text() == "Buy mi"


def test_a_field_that_is_being_edited_is_no_way_round_the_idle_lock(stage: Stage) -> None:
    stage.office.house.create()
    task = stage.vault.add(title="Buy milk", due={"date": "2026-11-24"})
    stage.begin()
    page = stage.main()
    page.toggle_detail(task.id)
    title = page.detail.lines["title"]
    stage.qtbot.waitUntil(lambda: title.text() == "Buy milk")
    title.setText("Buy oat milk")
    seen: list[object] = []
    stage.frame._pages.currentChanged.connect(lambda _at: seen.append(stage.frame.page()))
    stage.vault.clock.forward(31 * 60)
    stage.conductor.look_whether_idle()
    stage.until(LockPage)
    later: list[object] = []
    stage.conductor._runner.work("later", lambda _progress: None, later.append)
    stage.qtbot.waitUntil(lambda: bool(later), timeout=10_000)
    assert all(isinstance(one, LockPage) for one in seen)
    stage.office.house.ownership.unlock(passphrase=PASSPHRASE)
    assert stage.vault.record("task", task.id).fields["title"] == "Buy oat milk"
