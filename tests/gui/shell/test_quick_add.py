"""A line becomes a task: what was understood is shown while it is typed."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.quick_add import QuickAdd
from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.errors import Unavailable
from atom_desktop.model.names import Names
from atom_desktop.model.quick_add.draft import Draft
from atom_desktop.model.quick_add.parse import parse_line
from atom_desktop.model.quick_add.recogniser import Context


def understand(text: str) -> Draft:
    moment = Moment(now=dt.datetime.fromisoformat("2026-11-24T09:30"), tz="Europe/Berlin")
    return parse_line(text, Context(moment=moment, projects=Names(["Home"]), labels=Names()))


@pytest.fixture
def entry(qtbot: QtBot, appearance, icons):
    made = QuickAdd(appearance, icons, understand)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(made.line.hasFocus)
    return made


def added(entry: QuickAdd) -> list[str]:
    found: list[str] = []
    entry.added.connect(found.append)
    return found


def test_enter_adds_the_line_and_closes(qtbot: QtBot, entry: QuickAdd) -> None:
    found = added(entry)
    qtbot.keyClicks(entry.line, "Buy milk tomorrow")
    qtbot.keyClick(entry.line, Qt.Key.Key_Return)
    assert found == ["Buy milk tomorrow"]
    assert not entry.isVisible()
    assert entry.line.text() == ""


def test_shift_enter_keeps_the_line_open_for_the_next(qtbot: QtBot, entry: QuickAdd) -> None:
    found = added(entry)
    qtbot.keyClicks(entry.line, "Buy milk")
    qtbot.keyClick(entry.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert (found, entry.isVisible(), entry.line.text()) == (["Buy milk"], True, "")


def test_an_empty_line_adds_nothing(qtbot: QtBot, entry: QuickAdd) -> None:
    found = added(entry)
    qtbot.keyClicks(entry.line, "   ")
    qtbot.keyClick(entry.line, Qt.Key.Key_Return)
    assert found == []


def test_what_was_typed_is_still_there_after_esc(qtbot: QtBot, entry: QuickAdd) -> None:
    qtbot.keyClicks(entry.line, "Buy mi")
    qtbot.keyClick(entry.line, Qt.Key.Key_Escape)
    assert not entry.isVisible()
    entry.open()
    assert entry.line.text() == "Buy mi"


def test_what_was_understood_stands_on_chips(qtbot: QtBot, entry: QuickAdd) -> None:
    qtbot.keyClicks(entry.line, "Buy milk #Home @errand p2")
    assert entry.chips.texts() == ["project: #Home", "label: @errand (new)", "priority: p2"]
    assert "Buy milk" in entry.understood.text()


def test_chips_go_with_the_words(qtbot: QtBot, entry: QuickAdd) -> None:
    qtbot.keyClicks(entry.line, "Buy milk p2")
    entry.line.setText("Buy milk")
    assert entry.chips.texts() == []
    assert not entry.chips.isVisible()


def test_locking_forgets_what_was_typed(qtbot: QtBot, entry: QuickAdd) -> None:
    qtbot.keyClicks(entry.line, "A secret")
    entry.forget()
    assert entry.line.text() == ""
    assert entry.understood.text() == ""
    assert not entry.isVisible()


def test_it_has_names_for_those_who_cannot_see(entry: QuickAdd) -> None:
    assert entry.accessibleName() == "Quick add"
    assert entry.line.accessibleName() == "New task"


def test_it_is_painted_with_round_corners(qtbot: QtBot, entry: QuickAdd) -> None:
    qtbot.keyClicks(entry.line, "Buy milk #Home @new")
    assert not entry.mask().isEmpty()
    assert not entry.grab().isNull()


def test_many_chips_stand_in_rows_and_none_is_cut_off(qtbot: QtBot, entry: QuickAdd) -> None:
    entry.line.setText("Call " + " ".join(f"@label{number}" for number in range(14)))
    assert len(entry.chips.texts()) == 14
    chips = [one for one in entry.chips.children() if isinstance(one, QWidget) and one.isVisible()]
    assert all(entry.chips.rect().contains(one.geometry()) for one in chips)
    assert len({one.y() for one in chips}) > 1
    assert not entry.grab().isNull()


FULL = Unavailable("Could not save to disk. The disk is full.", "Free 20 MB.", "full-disk")


def finish(qtbot: QtBot, entry: QuickAdd, text: str, keep: str = "") -> None:
    qtbot.keyClicks(entry.line, text)
    modifier = Qt.KeyboardModifier
    held = modifier.ShiftModifier if keep else modifier.NoModifier
    qtbot.keyClick(entry.line, Qt.Key.Key_Return, held)


def test_a_refused_line_comes_back_and_says_why(qtbot: QtBot, entry: QuickAdd) -> None:
    finish(qtbot, entry, "Buy milk")
    entry.outcome("Buy milk")(FULL)
    assert entry.isVisible()
    assert entry.line.text() == "Buy milk"
    assert entry.help.text() == f"{FULL.message} {FULL.hint}"
    qtbot.keyClicks(entry.line, "!")
    assert "Enter adds it" in entry.help.text()


def test_a_saved_line_does_not_come_back(qtbot: QtBot, entry: QuickAdd) -> None:
    finish(qtbot, entry, "Buy milk")
    entry.outcome("Buy milk")(None)
    entry.open()
    assert (entry.line.text(), entry.kept()) == ("", "")


def test_a_refused_line_waits_while_another_is_typed(qtbot: QtBot, entry: QuickAdd) -> None:
    finish(qtbot, entry, "Buy milk", keep="open")
    qtbot.keyClicks(entry.line, "Call Ann")
    entry.outcome("Buy milk")(FULL)
    assert entry.line.text() == "Call Ann"
    finish(qtbot, entry, "")
    entry.outcome("Call Ann")(None)
    entry.open()
    assert entry.line.text() == "Buy milk"


def test_what_is_not_known_to_be_saved_can_be_carried(qtbot: QtBot, entry: QuickAdd) -> None:
    finish(qtbot, entry, "Buy milk", keep="open")
    qtbot.keyClicks(entry.line, "Call Ann")
    kept = entry.kept()
    entry.forget()
    assert entry.kept() == ""
    entry.bring_back(kept)
    assert entry.line.text() == "Call Ann"
    assert entry.kept() == kept
