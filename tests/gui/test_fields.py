"""Choices, numbers, switches and long texts are painted by the theme and used by keyboard."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from atom_desktop.gui.fields import Choice, Elided, Hair, Number, Page, Switch, scrolling
from atom_desktop.gui.theme.theme import Lettered


def picture(widget: QWidget) -> bytes:
    return bytes(widget.grab().toImage().constBits())


def wheel(widget: QWidget) -> None:
    none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    place = QPointF(5, 5)
    turn = QPoint(0, 120)
    event = QWheelEvent(place, place, turn, turn, none, plain, phase, False)
    QApplication.sendEvent(widget, event)


@pytest.fixture
def choice(qtbot: QtBot, theme) -> Choice:
    made = Choice(theme, "Theme")
    made.addItem("Light", "light")
    made.addItem("Dark as the night", "dark")
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_choice_shows_its_value_whole(choice: Choice) -> None:
    before = picture(choice)
    choice.setCurrentIndex(1)
    assert picture(choice) != before
    assert choice.minimumSizeHint().width() > choice.fontMetrics().horizontalAdvance("Dark as the")
    assert choice.accessibleName() == "Theme"


def test_a_choice_that_cannot_be_made_looks_like_it(choice: Choice) -> None:
    before = picture(choice)
    choice.setEnabled(False)
    assert picture(choice) != before


def test_the_wheel_scrolls_the_page_and_changes_nothing(qtbot: QtBot, theme, choice) -> None:
    number = Number(theme, "Minutes")
    qtbot.addWidget(number)
    number.setValue(5)
    wheel(choice)
    wheel(number)
    assert (choice.currentIndex(), number.value()) == (0, 5)


def test_a_number_is_turned_with_the_arrows(qtbot: QtBot, theme) -> None:
    number = Number(theme, "Minutes")
    qtbot.addWidget(number)
    number.show()
    qtbot.keyClick(number, Qt.Key.Key_Up)
    assert number.value() == 1
    assert number.accessibleName() == "Minutes"
    assert picture(number)


def test_a_switch_is_turned_with_space_and_seen_to_be(qtbot: QtBot, theme) -> None:
    switch = Switch(theme, "Keep running")
    qtbot.addWidget(switch)
    switch.show()
    before = picture(switch)
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
    assert picture(switch) != before


def test_a_switch_with_the_focus_has_a_ring(qtbot: QtBot, theme) -> None:
    switch = Switch(theme, "Keep running")
    qtbot.addWidget(switch)
    switch.show()
    before = picture(switch)
    switch.setFocus()
    qtbot.waitUntil(switch.hasFocus)
    assert picture(switch) != before


def test_tab_leaves_a_long_text(qtbot: QtBot, theme) -> None:
    page = Page(theme, "Notes")
    qtbot.addWidget(page)
    assert page.tabChangesFocus()
    assert page.accessibleName() == "Notes"


def test_a_line_is_cut_where_there_is_no_room(qtbot: QtBot, theme) -> None:
    line = Elided("word " * 40, theme, Lettered.BODY, theme.colours.text_primary)
    qtbot.addWidget(line)
    assert line.minimumSizeHint().width() < 60
    line.resize(120, 20)
    short = picture(line)
    line.resize(240, 20)
    assert picture(line) != short


def test_a_hairline_is_one_pixel_high(qtbot: QtBot, theme) -> None:
    hair = Hair(theme)
    qtbot.addWidget(hair)
    hair.resize(40, 1)
    assert hair.height() == 1
    assert hair.grab().toImage().pixelColor(5, 0).name() == theme.colours.border_subtle.name()


def test_a_page_scrolls_up_and_down_only(qtbot: QtBot, theme) -> None:
    inner = QWidget()
    area = scrolling(inner, theme)
    qtbot.addWidget(area)
    assert area.widget() is inner
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert area.horizontalScrollBarPolicy() is off
