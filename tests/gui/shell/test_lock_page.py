"""A locked vault opens with a passphrase or a recovery code, and says why it does not."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from atom_desktop.gui.controls import Line
from atom_desktop.gui.shell.lock_page import LockPage
from atom_desktop.model.errors import Denied
from atom_desktop.store.slots import SlotKind

WRONG = Denied("This passphrase does not open the vault.", "Check Caps Lock.", "wrong-passphrase")


@pytest.fixture
def page(qtbot: QtBot, appearance, icons):
    made = LockPage(appearance, icons, (SlotKind.PASSPHRASE, SlotKind.RECOVERY))
    qtbot.addWidget(made)
    made.show()
    return made


def sent(page: LockPage) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    page.unlock.connect(lambda passphrase, recovery: found.append((passphrase, recovery)))
    return found


def test_enter_sends_the_passphrase(qtbot: QtBot, page: LockPage) -> None:
    found = sent(page)
    qtbot.keyClicks(page.line, "open sesame")
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    assert found == [("open sesame", "")]


def test_the_button_sends_it_as_well(qtbot: QtBot, page: LockPage) -> None:
    found = sent(page)
    qtbot.keyClicks(page.line, "open sesame")
    qtbot.mouseClick(page.open, Qt.MouseButton.LeftButton)
    assert found == [("open sesame", "")]


def test_an_empty_line_sends_nothing(qtbot: QtBot, page: LockPage) -> None:
    found = sent(page)
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    assert found == []


def test_the_passphrase_is_not_shown(page: LockPage) -> None:
    assert page.line.displayText() == ""
    page.line.setText("open")
    assert "open" not in page.line.displayText()


def test_a_recovery_code_is_sent_as_such(qtbot: QtBot, page: LockPage) -> None:
    found = sent(page)
    qtbot.mouseClick(page.other, Qt.MouseButton.LeftButton)
    assert page.line.accessibleName() == "Recovery code"
    qtbot.keyClicks(page.line, "ABCD-EFGH")
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    assert found == [("", "ABCD-EFGH")]


def test_changing_the_way_forgets_what_was_typed(qtbot: QtBot, page: LockPage) -> None:
    page.line.setText("open")
    qtbot.mouseClick(page.other, Qt.MouseButton.LeftButton)
    assert page.line.text() == ""
    qtbot.mouseClick(page.other, Qt.MouseButton.LeftButton)
    assert page.line.accessibleName() == "Passphrase"


def test_while_it_is_tried_nothing_can_be_sent_twice(qtbot: QtBot, page: LockPage) -> None:
    found = sent(page)
    page.line.setText("open")
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    assert len(found) == 1


def test_a_failure_is_said_in_words_and_can_be_tried_again(page: LockPage) -> None:
    page.line.setText("open")
    page.show_failure(WRONG, 0.0)
    assert page.problem.isVisible()
    assert "does not open" in page.problem.text()
    assert page.line.isEnabled()


def test_after_many_slips_the_page_counts_the_seconds(qtbot: QtBot, page: LockPage) -> None:
    page.show_failure(WRONG, 1.5)
    assert page.open.text() == "Unlock in 2 s"
    assert not page.open.isEnabled()
    qtbot.waitUntil(page.open.isEnabled, timeout=10_000)
    assert page.open.text() == "Unlock"


@pytest.mark.parametrize("pressed", ["open", "line", "keyring"])
def test_who_types_on_while_it_waits_never_types_in_plain_text(
    qtbot: QtBot, appearance, icons, pressed: str
) -> None:
    kinds = (SlotKind.PASSPHRASE, SlotKind.KEYRING, SlotKind.RECOVERY)
    page = LockPage(appearance, icons, kinds)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.line.setText("open")
    getattr(page, pressed).setFocus()
    qtbot.waitUntil(getattr(page, pressed).hasFocus)
    qtbot.keyClick(getattr(page, pressed), Qt.Key.Key_Return)
    assert page.focusWidget() is page.line
    qtbot.keyClicks(page.focusWidget(), " ses")
    assert page.line.text() == "open"
    page.show_failure(WRONG, 1.5)
    assert page.focusWidget() is page.line
    qtbot.keyClicks(page.focusWidget(), " ame")
    assert page.line.accessibleName() == "Passphrase"
    assert page.line.echoMode() is Line.EchoMode.Password
    assert page.line.text() == " ame"


def test_enter_does_not_try_before_the_wait_is_over(qtbot: QtBot, page: LockPage) -> None:
    found = sent(page)
    page.show_failure(WRONG, 1.5)
    qtbot.keyClicks(page.line, "open")
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    assert found == []


def test_the_keyring_is_offered_only_where_it_opens_the_vault(
    qtbot: QtBot, appearance, icons, page: LockPage
) -> None:
    assert not page.keyring.isVisible()
    other = LockPage(appearance, icons, (SlotKind.KEYRING, SlotKind.RECOVERY))
    qtbot.addWidget(other)
    other.show()
    found = sent(other)
    qtbot.mouseClick(other.keyring, Qt.MouseButton.LeftButton)
    assert found == [("", "")]


def test_a_vault_without_a_passphrase_asks_for_the_recovery_code(
    qtbot: QtBot, appearance, icons
) -> None:
    page = LockPage(appearance, icons, (SlotKind.KEYRING, SlotKind.RECOVERY))
    qtbot.addWidget(page)
    assert page.line.accessibleName() == "Recovery code"


def test_another_theme_keeps_what_was_typed_and_said(page: LockPage) -> None:
    page.line.setText("half of it")
    page.show_failure(WRONG, 2.5)
    page.restyle()
    assert page.line.text() == "half of it"
    assert page.problem.text() == f"{WRONG.message} {WRONG.hint}"
    assert (page.open.text(), page.open.isEnabled()) == ("Unlock in 3 s", False)


def test_another_theme_keeps_the_way_that_was_chosen(page: LockPage) -> None:
    page.other.click()
    page.restyle()
    assert page.line.accessibleName() == "Recovery code"
    assert page.problem.isHidden()
