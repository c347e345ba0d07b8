"""The fields of one task are shown, and saved when they are left."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.detail import (
    DetailPane,
    about_text,
    changed_fields,
    field_texts,
    planned_text,
)
from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.dates.phrases import read_date
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json

TODAY = dt.date(2026, 11, 24)
TASK: dict[str, Json] = {
    "id": "a" * 26,
    "title": "Call Ann",
    "notes": "About the trip",
    "project": {"id": "p", "path": "Home/Garden"},
    "labels": ["phone", "family"],
    "priority": 2,
    "due": {"at": "2026-12-01T09:00:00", "tz": "Europe/Berlin"},
    "deadline": {"date": "2026-12-24"},
    "start": None,
    "estimate": 45,
    "created": "2026-11-24T08:00:00Z",
    "changed": "2026-11-24T09:00:00Z",
    "done": None,
}


@pytest.fixture
def pane(qtbot: QtBot, appearance, icons):
    made = DetailPane(appearance, icons, lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(392, 700)
    made.show()
    made.show_task(TASK)
    return made


def edits(pane: DetailPane) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    pane.edited.connect(lambda _id, field, text: found.append((field, text)))
    return found


def test_every_field_is_shown_as_it_is_typed(pane: DetailPane) -> None:
    assert {name: line.text() for name, line in pane.lines.items()} == {
        "title": "Call Ann",
        "due": "2026-12-01 9:00",
        "deadline": "2026-12-24",
        "start": "",
        "project": "Home/Garden",
        "labels": "phone, family",
        "estimate": "45m",
    }
    assert pane.notes.toPlainText() == "About the trip"
    assert pane.priority.currentIndex() == 1


def test_a_line_is_saved_on_enter(qtbot: QtBot, pane: DetailPane) -> None:
    found = edits(pane)
    pane.lines["due"].setText("tomorrow")
    qtbot.keyClick(pane.lines["due"], Qt.Key.Key_Return)
    assert found == [("due", "tomorrow")]


def test_what_was_not_changed_is_not_saved(qtbot: QtBot, pane: DetailPane) -> None:
    found = edits(pane)
    qtbot.keyClick(pane.lines["title"], Qt.Key.Key_Return)
    pane.save()
    assert found == []


def test_notes_are_saved_when_they_are_left(qtbot: QtBot, pane: DetailPane) -> None:
    found = edits(pane)
    pane.notes.setFocus()
    qtbot.waitUntil(pane.notes.hasFocus)
    pane.notes.setPlainText("About the garden")
    pane.lines["title"].setFocus()
    qtbot.waitUntil(lambda: bool(found))
    assert found == [("notes", "About the garden")]


def test_a_priority_is_saved_when_it_is_chosen(pane: DetailPane) -> None:
    found = edits(pane)
    pane.priority.activated.emit(0)
    assert found == [("priority", "1")]


def test_esc_saves_what_was_typed_and_closes(qtbot: QtBot, pane: DetailPane) -> None:
    found = edits(pane)
    pane.lines["title"].setText("Call Bob")
    with qtbot.waitSignal(pane.closed):
        qtbot.keyClick(pane, Qt.Key.Key_Escape)
    assert found == [("title", "Call Bob")]


def test_a_change_from_elsewhere_does_not_disturb_what_is_being_typed(
    qtbot: QtBot, pane: DetailPane
) -> None:
    line = pane.lines["title"]
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    line.setText("Call Bo")
    pane.show_task({**TASK, "priority": 1, "title": "Call Eve"})
    assert line.text() == "Call Bo"
    assert pane.priority.currentIndex() == 0


def test_another_task_replaces_everything(pane: DetailPane) -> None:
    pane.lines["title"].setText("Call Bo")
    pane.show_task({**TASK, "id": "b" * 26, "title": "Buy milk", "notes": ""})
    assert (pane.lines["title"].text(), pane.task_id()) == ("Buy milk", "b" * 26)
    assert pane.notes.toPlainText() == ""


def test_a_refused_value_stays_with_the_reason(pane: DetailPane) -> None:
    pane.lines["due"].setText("someday maybe")
    pane.show_failure("due", UserError("That is no date.", "Write one like tomorrow."))
    assert pane.lines["due"].text() == "someday maybe"
    assert pane.problem.text() == "That is no date. Write one like tomorrow."
    assert pane.problem.isVisible()


def test_a_refused_note_is_said_too(pane: DetailPane) -> None:
    pane.show_failure("notes", UserError("Too long.", ""))
    assert pane.problem.text() == "Too long."


def test_locking_forgets_the_task(pane: DetailPane) -> None:
    pane.clear()
    assert pane.task_id() == ""
    assert pane.lines["title"].text() == ""
    assert pane.notes.toPlainText() == ""


def test_every_field_has_a_name_for_those_who_cannot_see(pane: DetailPane) -> None:
    names = [line.accessibleName() for line in pane.lines.values()]
    assert "When" in names
    assert all(names)
    assert pane.priority.accessibleName() == "Priority"


@pytest.mark.parametrize(
    ("planned", "text"),
    [
        (None, ""),
        ({"date": "2026-11-24"}, "Today"),
        ({"date": "2026-11-25"}, "Tomorrow"),
        ({"date": "2026-11-30"}, "Monday"),
        ({"date": "2026-11-23"}, "Yesterday"),
        ({"date": "2026-12-01"}, "2026-12-01"),
        ({"at": "2026-12-01T09:00:00", "tz": None}, "2026-12-01 9:00"),
        ({"at": "2026-11-24T14:30:00", "tz": None}, "Today 14:30"),
        ({"date": "no date at all"}, "no date at all"),
    ],
)
def test_planned_times_are_shown_as_a_person_says_them(planned: Json, text: str) -> None:
    assert planned_text(planned, TODAY) == text


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1))
    | st.integers(-3, 9).map(lambda ahead: TODAY + dt.timedelta(ahead)),
    st.none() | st.times().map(lambda time: time.replace(second=0, microsecond=0)),
)
def test_the_grammar_reads_back_what_is_shown(day: dt.date, time: dt.time | None) -> None:
    wall = dt.datetime.combine(day, time or dt.time())
    planned: Json = {"at": wall.isoformat()} if time is not None else {"date": day.isoformat()}
    moment = Moment(now=dt.datetime.combine(TODAY, dt.time(9, 30)), tz="Europe/Berlin")
    text = planned_text(planned, TODAY)
    reading = read_date(text, 0, moment)
    assert reading is not None
    assert reading.last == len(text)
    assert reading.start == wall


def test_a_task_with_nothing_in_it_is_shown(pane: DetailPane) -> None:
    bare: dict[str, Json] = {
        **TASK,
        "title": "",
        "notes": "",
        "project": None,
        "labels": [],
        "due": None,
        "deadline": None,
        "estimate": None,
        "priority": 4,
    }
    texts = field_texts(bare, TODAY)
    assert {texts[name] for name in ("title", "notes", "project", "labels", "due")} == {""}


def test_the_life_of_a_task_is_told() -> None:
    assert about_text(TASK) == "Made 2026-11-24 08:00 UTC, changed 2026-11-24 09:00 UTC"


def test_one_field_becomes_one_change() -> None:
    assert changed_fields("title", "Call Bob", TASK) == {"set": {"title": "Call Bob"}}


def test_labels_become_what_came_and_what_went() -> None:
    assert changed_fields("labels", "phone, @work, ", TASK) == {
        "add_labels": ["work"],
        "remove_labels": ["family"],
    }


def test_a_refused_value_can_be_tried_again(qtbot: QtBot, pane: DetailPane) -> None:
    found = edits(pane)
    pane.lines["due"].setText("tomorrow")
    qtbot.keyClick(pane.lines["due"], Qt.Key.Key_Return)
    pane.show_failure("due", UserError("The disk is full.", "Free 20 MB."))
    qtbot.keyClick(pane.lines["due"], Qt.Key.Key_Return)
    assert found == [("due", "tomorrow"), ("due", "tomorrow")]
