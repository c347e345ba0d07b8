"""The first steps: a passphrase typed twice or the keyring, then a recovery code to keep."""

import stat
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell import welcome_page
from atom_desktop.gui.shell.welcome_page import WelcomePage
from atom_desktop.model.errors import Conflict

CODE = "-".join(f"AB{number:02}" for number in range(14))


@pytest.fixture
def page(qtbot: QtBot, appearance, icons):
    made = WelcomePage(appearance, icons, Path("/home/ann/ATOM"))
    qtbot.addWidget(made)
    made.show()
    return made


def made_with(page: WelcomePage) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    page.chosen.connect(lambda passphrase, keyring: found.append((passphrase, keyring)))
    return found


def test_the_page_says_where_the_vault_will_lie(page: WelcomePage) -> None:
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert any("/home/ann/ATOM" in text for text in texts)


def test_a_passphrase_typed_twice_makes_the_vault(qtbot: QtBot, page: WelcomePage) -> None:
    found = made_with(page)
    qtbot.keyClicks(page.passphrase, "four random words here")
    qtbot.keyClicks(page.again, "four random words here")
    qtbot.keyClick(page.again, Qt.Key.Key_Return)
    assert found == [("four random words here", False)]


def test_two_that_differ_make_nothing_and_say_so(qtbot: QtBot, page: WelcomePage) -> None:
    found = made_with(page)
    qtbot.keyClicks(page.passphrase, "four random words")
    qtbot.keyClicks(page.again, "for random words")
    qtbot.keyClick(page.again, Qt.Key.Key_Return)
    assert (found, page.make.isEnabled()) == ([], False)
    assert page.strength.text() == "The two differ."


def test_a_short_passphrase_is_named_and_not_refused(qtbot: QtBot, page: WelcomePage) -> None:
    qtbot.keyClicks(page.passphrase, "abc")
    qtbot.keyClicks(page.again, "abc")
    assert "Short" in page.strength.text()
    assert page.make.isEnabled()


def test_with_the_keyring_no_passphrase_is_needed(qtbot: QtBot, page: WelcomePage) -> None:
    found = made_with(page)
    assert not page.make.isEnabled()
    page.keyring.setChecked(True)
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    assert found == [("", True)]


def test_while_the_vault_is_made_nothing_can_be_changed(page: WelcomePage) -> None:
    page.set_busy(busy=True)
    assert not page.passphrase.isEnabled()
    assert page.make.text() == "Making the vault ..."


def test_a_failure_is_said_and_can_be_tried_again(page: WelcomePage) -> None:
    page.set_busy(busy=True)
    page.show_failure(Conflict("There is a vault already.", "Unlock it."))
    assert page.problem.text() == "There is a vault already. Unlock it."
    assert page.passphrase.isEnabled()


def test_every_group_of_the_recovery_code_is_shown(page: WelcomePage) -> None:
    page.show_code(CODE)
    texts = {label.text() for label in page.card.findChildren(QLabel)}
    assert set(CODE.split("-")) <= texts


def test_one_goes_on_only_after_saying_that_the_code_is_kept(
    qtbot: QtBot, page: WelcomePage
) -> None:
    page.show_code(CODE)
    assert not page.go_on.isEnabled()
    page.kept.setChecked(True)
    with qtbot.waitSignal(page.finished):
        qtbot.mouseClick(page.go_on, Qt.MouseButton.LeftButton)


def test_a_saved_code_is_readable_by_its_owner_alone(
    page: WelcomePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "code.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page.show_code(CODE)
    page._save()
    assert CODE in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert page.kept.isChecked()


def test_a_code_that_cannot_be_saved_is_told(
    page: WelcomePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "missing" / "code.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page.show_code(CODE)
    page._save()
    assert "could not be saved" in page.problem.text()
    assert not page.kept.isChecked()


def test_the_clipboard_forgets_the_code(
    qtbot: QtBot, page: WelcomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(welcome_page, "CLIPBOARD_MS", 20)
    page.show_code(CODE)
    page._copy()
    assert QGuiApplication.clipboard().text() == CODE
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "", timeout=10_000)


def test_what_was_copied_since_stays_in_the_clipboard(
    qtbot: QtBot, page: WelcomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(welcome_page, "CLIPBOARD_MS", 20)
    page.show_code(CODE)
    page._copy()
    QGuiApplication.clipboard().setText("something else")
    qtbot.wait(60)
    assert QGuiApplication.clipboard().text() == "something else"


def test_another_theme_keeps_the_first_step(page: WelcomePage) -> None:
    page.passphrase.setText("four random words")
    page.again.setText("four random words")
    page.keyring.setChecked(True)
    page.restyle()
    assert page.passphrase.text() == page.again.text() == "four random words"
    assert page.keyring.isChecked()
    assert page.make.isEnabled()


def test_another_theme_does_not_let_a_vault_be_made_twice(page: WelcomePage) -> None:
    page.set_busy(busy=True)
    page.restyle()
    assert not page.make.isEnabled()


def test_another_theme_keeps_the_code_on_the_screen(page: WelcomePage) -> None:
    page.show_code(CODE)
    page.kept.setChecked(True)
    page.restyle()
    assert CODE.split("-")[0] in [label.text() for label in page.findChildren(QLabel)]
    assert page.go_on.isEnabled()


def test_a_file_of_that_name_is_left_alone(
    page: WelcomePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "code.txt"
    file.write_text("mine")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page.show_code(CODE)
    page._save()
    assert file.read_text() == "mine"
    assert "another" in page.problem.text()
    assert not page.kept.isChecked()
