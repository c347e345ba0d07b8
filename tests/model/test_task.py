import datetime as dt
from typing import ClassVar

import pytest

from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import Damaged
from atom_desktop.model.planned import at_time, on_day
from atom_desktop.model.task import (
    LOWEST_PRIORITY,
    ChecklistItem,
    CountedFrom,
    Recurrence,
    Reminder,
    Status,
    Task,
)
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite
from tests.model.moments import wall


class TestTask(KindSuite):
    collection = Collection.TASK
    full: ClassVar[Fields] = {
        "title": "Call the bank",
        "notes": "Ask about *the loan*.",
        "project": "01PROJECT",
        "section": "01SECTION",
        "labels": ["01A", "01B"],
        "priority": 1,
        "status": "waiting",
        "start": {"date": "2026-11-30"},
        "due": {"at": "2026-12-01T09:00:00", "tz": "Europe/Berlin"},
        "deadline": {"date": "2026-12-24"},
        "duration": 30,
        "estimate": 45,
        "recurrence": {"rule": "FREQ=WEEKLY", "from": "completion", "text": "every! week"},
        "rule": "01RULE",
        "reminders": [{"at": {"date": "2026-12-01"}}, {"before": 15}],
        "parent": "01PARENT",
        "depends_on": ["01C"],
        "checklist": [{"id": "1", "text": "Number", "done": True, "order": "V"}],
        "assignee": "01CONTACT",
        "order": "V",
        "links": ["https://example.org"],
        "attachments": ["01D"],
        "created": CREATED,
        "done": LATER,
        "trashed": LATER,
        "archived": LATER,
        "source": "todoist",
        "template": "01TEMPLATE",
        "someday": True,
        "imported": {"urgency": 12.4},
        "version": 2,
    }
    wrong = (
        ("title", 1),
        ("labels", [1]),
        ("priority", "1"),
        ("status", "paused"),
        ("due", "2026-12-01"),
        ("due", {}),
        ("due", {"date": "2026-12-01", "at": "2026-12-01T09:00:00"}),
        ("due", {"at": "2026-12-01T09:00:00+01:00"}),
        ("deadline", {"date": "2027-02-29"}),
        ("duration", 1.5),
        ("recurrence", {"text": "every week"}),
        ("reminders", [{"before": "15"}]),
        ("checklist", [{"text": "Number"}]),
        ("someday", 1),
        ("imported", []),
    )


@pytest.mark.parametrize(
    ("status", "closed"),
    [
        (Status.OPEN, False),
        (Status.WAITING, False),
        (Status.DONE, True),
        (Status.CANCELLED, True),
    ],
)
def test_done_and_cancelled_tasks_are_closed(status, closed):
    assert Task(status=status).closed is closed


def test_a_task_about_which_nothing_was_said_is_open_and_of_the_lowest_priority():
    task = Task()
    assert task.status is Status.OPEN
    assert task.priority == LOWEST_PRIORITY
    assert (task.due, task.start, task.deadline) == (None, None, None)


def test_the_three_dates_are_read_apart():
    read = TestTask().read(**{name: TestTask.full[name] for name in ("start", "due", "deadline")})
    assert read.start == on_day(dt.date(2026, 11, 30))
    assert read.due == at_time(wall("2026-12-01 09:00"), "Europe/Berlin")
    assert read.deadline == on_day(dt.date(2026, 12, 24))


def test_a_repetition_is_counted_from_the_due_day_unless_it_is_said():
    assert Recurrence(rule="FREQ=DAILY").counted_from is CountedFrom.DUE
    read = TestTask().read(recurrence={"rule": "FREQ=DAILY", "from": "completion"})
    assert read.recurrence == Recurrence(rule="FREQ=DAILY", counted_from=CountedFrom.COMPLETION)


def test_reminders_at_a_time_and_before_the_task_can_be_told_apart():
    read = TestTask().read(reminders=TestTask.full["reminders"])
    assert set(read.reminders) == {Reminder(at=on_day(dt.date(2026, 12, 1))), Reminder(before=15)}


def test_a_reminder_at_the_very_minute_is_not_the_lack_of_one():
    assert TestTask().read(reminders=[{"before": 0}]).reminders == (Reminder(before=0),)


def test_a_step_of_the_checklist_needs_an_id_and_a_text():
    read = TestTask().read(checklist=[{"id": "1", "text": "Number"}])
    assert read.checklist == (ChecklistItem(id="1", text="Number"),)
    with pytest.raises(Damaged, match="text"):
        TestTask().read(checklist=[{"id": "1"}])


def test_a_floating_time_is_one_without_a_zone():
    read = TestTask().read(due={"at": "2026-12-01T09:00:00", "tz": None})
    assert read.due == at_time(wall("2026-12-01 09:00"))
