"""The window shows one page at a time, and leaves it to others what closing means."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.frame import HEIGHT, TITLE_BAR, WIDTH, Frame, MarkPage


@pytest.fixture
def frame(qtbot: QtBot, appearance, icons):
    made = Frame(appearance, icons)
    qtbot.addWidget(made, before_close_func=lambda _: made.hide())
    made.show()
    return made


def test_the_first_picture_needs_nothing_but_the_mark(frame: Frame) -> None:
    page = frame.page()
    assert isinstance(page, MarkPage)
    assert page.accessibleName() == "ATOM is starting"
    assert not page.grab().isNull()


def test_the_window_is_not_larger_than_the_screen(frame: Frame) -> None:
    room = frame.screen().availableSize()
    assert frame.width() == min(WIDTH, room.width())
    assert frame.height() == min(HEIGHT, room.height() - TITLE_BAR)


def test_a_page_that_is_replaced_goes_with_all_that_stands_in_it(
    qtbot: QtBot, frame: Frame
) -> None:
    first, second = QWidget(), QWidget()
    frame.show_page(first)
    with qtbot.waitSignal(first.destroyed):
        frame.show_page(second)
    assert frame.page() is second


def test_a_new_page_has_the_focus(qtbot: QtBot, frame: Frame) -> None:
    line = QLineEdit()
    frame.show_page(line)
    qtbot.waitUntil(lambda: frame.focusWidget() is line)


def test_closing_is_only_asked_for(qtbot: QtBot, frame: Frame) -> None:
    with qtbot.waitSignal(frame.closing):
        frame.close()
    assert frame.isVisible()


def test_a_key_counts_as_use(qtbot: QtBot, frame: Frame) -> None:
    frame.show_page(QLineEdit())
    with qtbot.waitSignal(frame.used):
        qtbot.keyClick(frame.page(), Qt.Key.Key_A)


def test_a_hidden_window_comes_to_the_front(frame: Frame) -> None:
    frame.hide()
    frame.bring_to_front()
    assert frame.isVisible()


def test_a_minimised_window_comes_to_the_front(frame: Frame) -> None:
    frame.showMinimized()
    frame.bring_to_front()
    assert not frame.isMinimized()


def test_the_end_is_shown_in_words(frame: Frame) -> None:
    frame.show_ending()
    assert frame.page().accessibleName() == "Closing the vault"
