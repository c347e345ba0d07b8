"""Messages say what was done, offer to take it back, and make room for one another."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from atom_desktop.gui.controls import Button
from atom_desktop.gui.shell import toasts as module
from atom_desktop.gui.shell.toasts import MOST, Toasts
from atom_desktop.model.errors import Conflict


@pytest.fixture
def parent(qtbot: QtBot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


@pytest.fixture
def toasts(parent: QWidget, appearance, icons):
    return Toasts(parent, appearance, icons)


def press(qtbot: QtBot, toasts: Toasts, text: str) -> None:
    (button,) = [one for one in toasts.findChildren(Button) if one.text() == text]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_nothing_is_shown_while_nothing_is_said(toasts: Toasts) -> None:
    assert not toasts.isVisible()


def test_what_was_done_can_be_taken_back_once(qtbot: QtBot, toasts: Toasts) -> None:
    undone: list[str] = []
    toasts.say("Done: Buy milk", lambda: undone.append("undone"))
    press(qtbot, toasts, "Undo")
    assert undone == ["undone"]
    assert toasts.held == ()
    assert not toasts.isVisible()


def test_a_message_goes_by_itself(
    qtbot: QtBot, toasts: Toasts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STAYS_MS", 20)
    toasts.say("Done: Buy milk")
    qtbot.waitUntil(lambda: toasts.held == ())


def test_a_failure_stays_until_it_is_closed(
    qtbot: QtBot, toasts: Toasts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STAYS_MS", 20)
    toasts.fail(Conflict("Somebody was faster.", "Look again."))
    qtbot.wait(60)
    assert [one.text for one in toasts.held] == ["Somebody was faster. Look again."]
    press(qtbot, toasts, "Close")
    assert toasts.held == ()


def test_the_oldest_makes_room(toasts: Toasts) -> None:
    for number in range(MOST + 2):
        toasts.say(f"Message {number}")
    assert [one.text for one in toasts.held] == ["Message 2", "Message 3", "Message 4"]


def test_they_stand_in_the_lower_right_corner(parent: QWidget, toasts: Toasts) -> None:
    toasts.say("Done: Buy milk")
    box = toasts.geometry()
    assert parent.rect().contains(box)
    assert box.right() > 860
    assert box.bottom() > 520


def test_a_long_message_is_shown_whole(toasts: Toasts) -> None:
    toasts.say("Done")
    toasts.say("word " * 60)
    short, long = toasts.held
    assert long.height() > short.height() * 2


def test_no_message_takes_the_focus(toasts: Toasts) -> None:
    toasts.say("Done: Buy milk", lambda: None)
    assert all(one.focusPolicy() is Qt.FocusPolicy.NoFocus for one in toasts.findChildren(Button))


def test_it_is_read_aloud(toasts: Toasts) -> None:
    toasts.say("Done: Buy milk")
    assert toasts.held[0].accessibleName() == "Done: Buy milk"
    assert not toasts.held[0].grab().isNull()


def test_the_same_failure_is_said_once(toasts: Toasts) -> None:
    for _ in range(2):
        toasts.fail(Conflict("Somebody was faster.", "Look again."))
    assert len(toasts.held) == 1


def test_a_failure_can_offer_a_way_out(qtbot: QtBot, toasts: Toasts) -> None:
    done: list[str] = []
    toasts.fail(Conflict("The clock jumped."), "Use this clock", lambda: done.append("used"))
    press(qtbot, toasts, "Use this clock")
    assert (done, toasts.held) == (["used"], ())


def test_in_a_narrow_window_nothing_is_cut_off(parent: QWidget, toasts: Toasts) -> None:
    parent.resize(320, 500)
    toasts.say("word " * 30, lambda: None)
    assert toasts.geometry().left() >= 0
    assert toasts.held[0].width() < 320


def test_messages_stand_below_one_another_at_once(parent: QWidget, toasts: Toasts) -> None:
    for number in range(MOST):
        toasts.say(f"Message {number}")
        toasts.layout().activate()
        places = [one.geometry() for one in toasts.held]
        for above, below in pairwise(places):
            assert above.bottom() < below.top()
        assert all(toasts.rect().contains(one) for one in places)
        assert parent.rect().contains(toasts.geometry())


def test_a_title_does_not_turn_the_words_around_it(toasts: Toasts) -> None:
    toasts.say("Done: pay \u202egnp.exe")
    assert [one.text for one in toasts.held] == ["Done: pay \ufffdgnp.exe"]
