"""What there is room for stands beside each other; nothing is cut off."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.panes import THREE, TWO, Panes


@pytest.fixture
def panes(qtbot: QtBot, theme) -> Panes:
    made = Panes(theme, QWidget(), QWidget(), QWidget())
    qtbot.addWidget(made)
    made.resize(THREE + 10, 600)
    made.show()
    return made


def shown(panes: Panes) -> list[bool]:
    return [panes.widget(number).isVisible() for number in range(3)]


def test_details_come_beside_the_list_where_there_is_room(panes: Panes) -> None:
    assert shown(panes) == [True, True, False]
    panes.show_detail(shown=True)
    assert shown(panes) == [True, True, True]


def test_with_less_room_details_replace_the_list(panes: Panes) -> None:
    panes.resize(THREE - 10, 600)
    panes.show_detail(shown=True)
    assert shown(panes) == [True, False, True]
    panes.show_detail(shown=False)
    assert shown(panes) == [True, True, False]


def test_with_little_room_the_side_bar_waits_to_be_asked(panes: Panes) -> None:
    panes.resize(TWO - 10, 600)
    assert shown(panes) == [False, True, False]
    panes.toggle_side()
    assert shown(panes) == [True, True, False]
    panes.went()
    assert shown(panes) == [False, True, False]


def test_with_room_the_side_bar_can_be_hidden(panes: Panes) -> None:
    panes.toggle_side()
    assert shown(panes) == [False, True, False]
    panes.toggle_side()
    assert shown(panes) == [True, True, False]


def test_the_line_between_them_is_thin(panes: Panes, theme) -> None:
    handle = panes.handle(1)
    assert panes.handleWidth() == 1
    image = handle.grab().toImage()
    assert image.pixelColor(0, 5).name() == theme.colours.border_subtle.name()
