"""A vault that cannot be opened: the page says why, and offers to look again or to end."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from atom_desktop.gui.controls import Button
from atom_desktop.gui.shell.trouble_page import TroublePage
from atom_desktop.model.errors import Damaged


@pytest.fixture
def page(qtbot: QtBot, appearance, icons):
    error = Damaged("The key files are missing.", "Put the folder back.", "no-keys")
    made = TroublePage(appearance, icons, error)
    qtbot.addWidget(made)
    made.show()
    return made


def button(page: TroublePage, text: str) -> Button:
    (found,) = [one for one in page.findChildren(Button) if one.text() == text]
    return found


def test_it_says_what_happened_and_what_to_do(page: TroublePage) -> None:
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert "The key files are missing." in texts
    assert "Put the folder back." in texts
    assert "Put the folder back." in page.accessibleName()


def test_one_can_look_again(qtbot: QtBot, page: TroublePage) -> None:
    with qtbot.waitSignal(page.again):
        qtbot.mouseClick(button(page, "Look again"), Qt.MouseButton.LeftButton)


def test_one_can_end(qtbot: QtBot, page: TroublePage) -> None:
    with qtbot.waitSignal(page.quit):
        qtbot.mouseClick(button(page, "Quit"), Qt.MouseButton.LeftButton)


def test_another_theme_says_the_same(page: TroublePage) -> None:
    page.restyle()
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert "The key files are missing." in texts
