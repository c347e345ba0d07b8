"""The fields of one task are shown, and saved when they are left."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.detail import (
    LONGEST_MS,
    PAUSE_MS,
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
TASK_ID = "a" * 26
NO_DATE = UserError("That is no date.", "Write one like tomorrow.")
TASK: dict[str, Json] = {
    "id": TASK_ID,
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
    pane.priority.setCurrentIndex(0)
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


def refuse(pane: DetailPane, field: str, text: str) -> None:
    """Type something that the vault does not take."""
    pane.lines[field].setText(text)
    pane.lines[field].editingFinished.emit()
    pane.show_failure(TASK_ID, field, NO_DATE)


def test_a_refused_value_stays_with_the_reason(pane: DetailPane) -> None:
    refuse(pane, "due", "someday maybe")
    assert pane.lines["due"].text() == "someday maybe"
    assert pane.problem.text() == "That is no date. Write one like tomorrow."
    assert pane.problem.isVisible()


def test_a_refused_note_is_said_too(pane: DetailPane) -> None:
    pane.notes.setPlainText("About the garden")
    pane.save()
    pane.show_failure(TASK_ID, "notes", UserError("Too long.", ""))
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
    refuse(pane, "due", "someday maybe")
    qtbot.keyClick(pane.lines["due"], Qt.Key.Key_Return)
    assert found == [("due", "someday maybe"), ("due", "someday maybe")]


def test_refused_values_outlive_every_other_change(pane: DetailPane) -> None:
    refuse(pane, "due", "someday maybe")
    refuse(pane, "deadline", "whenever")
    changed: dict[str, Json] = {**TASK, "labels": ["phone"]}
    pane.show_task(changed)
    assert pane.lines["due"].text() == "someday maybe"
    assert pane.lines["deadline"].text() == "whenever"
    assert pane.lines["labels"].text() == "phone"
    assert pane.problem.isVisible()


def test_what_is_on_its_way_outlives_every_other_change(pane: DetailPane) -> None:
    pane.notes.setPlainText("About the garden")
    pane.save()
    pane.show_task({**TASK, "priority": 1})
    assert pane.notes.toPlainText() == "About the garden"


def test_a_refused_value_is_tried_again_with_the_next_one(pane: DetailPane) -> None:
    refuse(pane, "due", "someday maybe")
    found = edits(pane)
    pane.lines["labels"].setText("phone")
    pane.lines["labels"].editingFinished.emit()
    assert found == [("labels", "phone"), ("due", "someday maybe")]


def test_a_refusal_that_nobody_sees_is_told_so(pane: DetailPane) -> None:
    pane.lines["due"].setText("someday maybe")
    pane.save()
    assert pane.show_failure(TASK_ID, "due", NO_DATE)
    pane.show_task({**TASK, "id": "b" * 26})
    assert not pane.show_failure(TASK_ID, "due", NO_DATE)
    pane.hide()
    assert not pane.show_failure("b" * 26, "due", NO_DATE)


def test_a_refused_value_waits_for_its_task(pane: DetailPane) -> None:
    refuse(pane, "due", "someday maybe")
    pane.show_task({**TASK, "id": "b" * 26, "due": None})
    assert pane.lines["due"].text() == ""
    assert not pane.problem.isVisible()
    pane.show_task(TASK)
    assert pane.lines["due"].text() == "someday maybe"
    assert pane.problem.isVisible()


def test_esc_gives_up_what_was_refused_and_stays(qtbot: QtBot, pane: DetailPane) -> None:
    refuse(pane, "due", "someday maybe")
    pane.notes.setPlainText("About the garden")
    pane.priority.setCurrentIndex(0)
    pane.save()
    for field in ("due", "notes", "priority"):
        pane.show_failure(TASK_ID, field, NO_DATE)
    with qtbot.assertNotEmitted(pane.closed):
        qtbot.keyClick(pane, Qt.Key.Key_Escape)
    assert pane.lines["due"].text() == "2026-12-01 9:00"
    assert pane.notes.toPlainText() == "About the trip"
    assert pane.priority.currentIndex() == 1
    assert not pane.problem.isVisible()
    pane.notes.undo()
    assert pane.notes.toPlainText() == "About the garden"


def test_a_saved_value_is_shown_as_it_was_understood(pane: DetailPane) -> None:
    pane.lines["due"].setText("tomorrow at nine")
    pane.save()
    pane.show_saved(TASK_ID, "due", {**TASK, "due": {"date": "2026-11-25"}})
    assert pane.lines["due"].text() == "Tomorrow"


def test_a_value_that_is_there_already_is_no_failure(pane: DetailPane) -> None:
    pane.lines["due"].setText("1 december 9:00")
    pane.save()
    pane.show_failure(TASK_ID, "due", UserError("Nothing to change.", "", "nothing-to-do"))
    assert pane.lines["due"].text() == "2026-12-01 9:00"
    assert not pane.problem.isVisible()


def test_a_field_sends_what_was_typed_meanwhile_when_the_first_is_saved(pane: DetailPane) -> None:
    found = edits(pane)
    for text in ("One", "One two"):
        pane.notes.setPlainText(text)
        pane.save()
    assert found == [("notes", "One")]
    pane.show_saved(TASK_ID, "notes", {**TASK, "notes": "One"})
    assert found == [("notes", "One"), ("notes", "One two")]
    assert pane.notes.toPlainText() == "One two"


def type_notes(qtbot: QtBot, pane: DetailPane, text: str) -> None:
    pane.notes.setFocus()
    qtbot.waitUntil(pane.notes.hasFocus)
    qtbot.keyClicks(pane.notes, text)


def test_notes_are_saved_while_they_are_typed(qtbot: QtBot, pane: DetailPane) -> None:
    found = edits(pane)
    type_notes(qtbot, pane, "Ask: ")
    assert found == []
    qtbot.waitUntil(lambda: bool(found), timeout=PAUSE_MS * 3)
    assert found == [("notes", "Ask: About the trip")]
    assert pane.notes.hasFocus()


def test_who_types_on_is_saved_in_between(qtbot: QtBot, pane: DetailPane) -> None:
    found = edits(pane)
    type_notes(qtbot, pane, "A")
    (longest,) = (timer for timer in pane.findChildren(QTimer) if timer.interval() == LONGEST_MS)
    left = longest.remainingTime()
    qtbot.keyClicks(pane.notes, "B")
    assert longest.remainingTime() <= left
    longest.timeout.emit()
    assert found == [("notes", "ABAbout the trip")]
    assert not longest.isActive()


def test_the_echo_of_what_is_typed_leaves_cursor_and_undo(qtbot: QtBot, pane: DetailPane) -> None:
    type_notes(qtbot, pane, "Ask: ")
    pane.save()
    qtbot.keyClicks(pane.notes, "now ")
    pane.show_saved(TASK_ID, "notes", {**TASK, "notes": "Ask: About the trip"})
    assert pane.notes.toPlainText() == "Ask: now About the trip"
    assert pane.notes.textCursor().position() == len("Ask: now ")
    assert pane.notes.document().isUndoAvailable()


def test_the_echo_does_not_take_a_space_from_a_title(qtbot: QtBot, pane: DetailPane) -> None:
    line = pane.lines["title"]
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    line.setText("Call Ann ")
    pane.save()
    pane.show_saved(TASK_ID, "title", TASK)
    assert line.text() == "Call Ann "


def test_an_empty_title_is_not_saved_while_it_is_typed(qtbot: QtBot, pane: DetailPane) -> None:
    found = edits(pane)
    line = pane.lines["title"]
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    for timer in pane.findChildren(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly):
        timer.timeout.emit()
    assert found == []


def test_what_was_typed_into_a_task_is_saved_when_another_takes_its_place(
    pane: DetailPane,
) -> None:
    found = edits(pane)
    pane.notes.setPlainText("About the garden")
    pane.show_task({**TASK, "id": "b" * 26})
    assert found == [("notes", "About the garden")]
