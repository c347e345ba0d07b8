"""The details over a real vault: what is typed reaches it, what it refuses stays in its field."""

import datetime as dt
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.detail import DetailPane
from atom_desktop.model.record import Record
from tests.fakes.deeds import House


class InUse:
    """The pane of one task, wired as the page does it."""

    def __init__(self, house: House, pane: DetailPane, task: Record) -> None:
        self.house = house
        self.pane = pane
        self.id = task.id
        pane.edited.connect(self.edit)

    def edit(self, task_id: str, field: str, text: str) -> None:
        failed = partial(self.pane.show_failure, task_id, field)
        saved = partial(self.pane.show_saved, task_id, field)
        self.house.deeds.edit(task_id, field, text, failed, saved)

    def read(self) -> None:
        self.house.deeds.read(self.id, self.pane.show_task)


@pytest.fixture
def used(house: House, qtbot: QtBot, appearance, icons) -> InUse:
    pane = DetailPane(appearance, icons, lambda: dt.date(2026, 11, 24))
    qtbot.addWidget(pane)
    pane.show()
    made = InUse(house, pane, house.vault.add(title="Buy milk"))
    made.read()
    qtbot.waitUntil(lambda: pane.task_id() == made.id)
    return made


def test_notes_are_in_the_vault_though_nobody_left_them(used: InUse, qtbot: QtBot) -> None:
    notes = used.pane.notes
    notes.setFocus()
    qtbot.waitUntil(notes.hasFocus)
    qtbot.keyClicks(notes, "Oat, ")
    qtbot.waitUntil(lambda: used.house.field(used.id, "notes") == "Oat, ", timeout=10_000)
    qtbot.keyClicks(notes, "two")
    used.read()
    qtbot.waitUntil(lambda: used.house.field(used.id, "notes") == "Oat, two", timeout=10_000)
    assert notes.hasFocus()
    assert notes.toPlainText() == "Oat, two"


def test_dates_that_are_refused_stay_while_labels_are_saved(used: InUse, qtbot: QtBot) -> None:
    lines = used.pane.lines
    for field, text in (("due", "yesterweek"), ("deadline", "whenever"), ("labels", "phone")):
        lines[field].setText(text)
        lines[field].editingFinished.emit()
    qtbot.waitUntil(lambda: bool(used.house.field(used.id, "labels")))
    qtbot.waitUntil(used.pane.problem.isVisible)
    used.house.deeds.complete([used.id])
    qtbot.waitUntil(lambda: bool(used.house.said()))
    used.read()
    qtbot.waitUntil(lambda: "done" in used.pane.about.text())
    assert [lines[field].text() for field in ("due", "deadline", "labels")] == [
        "yesterweek",
        "whenever",
        "phone",
    ]


def test_a_text_typed_into_two_fields_at_once_reaches_both(used: InUse, qtbot: QtBot) -> None:
    used.pane.lines["title"].setText("Buy oat milk")
    used.pane.notes.setPlainText("Two")
    used.pane.save()
    used.house.deeds.when_saved(used.read)
    qtbot.waitUntil(lambda: used.house.field(used.id, "notes") == "Two")
    qtbot.waitUntil(lambda: used.house.field(used.id, "title") == "Buy oat milk")
    assert not used.house.failures
