"""A sheet scrolls what is long, closes with Esc, and takes no news when it is closed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.sheet import Bar, Sheet


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


@pytest.fixture
def sheet(window: QWidget, appearance) -> Sheet:
    made = Sheet(window, appearance, "Import")
    made.open()
    return made


def test_it_says_what_it_is_for(sheet: Sheet) -> None:
    sheet.add_heading("Found")
    sheet.add_text("Three tasks.")
    sheet.add_text("Line 4: odd.", bad=True)
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    assert texts == ["Import", "Found", "Three tasks.", "Line 4: odd."]
    assert sheet.accessibleName() == "Import"


def test_esc_closes_it_and_then_it_is_over(qtbot: QtBot, sheet: Sheet) -> None:
    heard: list[str] = []
    tell = sheet.while_open(heard.append)
    tell("one")
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    tell("two")
    assert heard == ["one"]
    assert sheet.over


def test_what_was_said_can_be_taken_back(sheet: Sheet) -> None:
    sheet.add_text("Reading")
    sheet.body.addSpacing(4)
    sheet.clear()
    assert sheet.body.count() == 0


def test_it_fits_into_a_small_window(qtbot: QtBot, window: QWidget, appearance) -> None:
    window.resize(400, 300)
    small = Sheet(window, appearance, "Import")
    assert small.width() <= 400
    assert small.height() <= 300


def test_the_bar_shows_the_share_that_is_done(qtbot: QtBot, theme) -> None:
    bar = Bar(theme)
    qtbot.addWidget(bar)
    bar.resize(100, 6)
    empty = bytes(bar.grab().toImage().constBits())
    bar.show_share(1, 2)
    assert bar.value() == 500
    assert bytes(bar.grab().toImage().constBits()) != empty
    bar.show_share(7, 5)
    assert bar.value() == 1000
    bar.show_share(1, 0)
    assert bar.value() == 0
