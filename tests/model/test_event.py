from typing import ClassVar

import pytest

from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import Damaged
from atom_desktop.model.event import Attendee, Event, EventStatus
from atom_desktop.model.planned import at_time
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite
from tests.model.moments import wall


class TestEvent(KindSuite):
    collection = Collection.EVENT
    full: ClassVar[Fields] = {
        "title": "Dentist",
        "notes": "Bring the card.",
        "start": {"at": "2026-12-01T09:00:00", "tz": "Europe/Berlin"},
        "end": {"at": "2026-12-01T09:30:00", "tz": "Europe/Berlin"},
        "place": "Main Street 5",
        "status": "tentative",
        "busy": False,
        "calendar": "Private",
        "attendees": [
            {"address": "ann@example.org", "name": "Ann", "answer": "yes", "contact": "01C"}
        ],
        "recurrence": {"rule": "FREQ=YEARLY", "from": "completion", "text": "every year"},
        "rule": "01RULE",
        "reminders": [{"at": {"date": "2026-11-30"}}, {"before": 30}],
        "links": ["01L"],
        "attachments": ["01A"],
        "account": "01ACCOUNT",
        "source": "ics",
        "imported": {"X-COLOUR": "red"},
        "created": CREATED,
        "trashed": LATER,
        "archived": LATER,
        "version": 2,
    }
    wrong = (
        ("status", "perhaps"),
        ("busy", "no"),
        ("start", "tomorrow"),
        ("end", {"date": "2026-13-01"}),
        ("attendees", [{"name": "Ann"}]),
        ("recurrence", {"text": "every year"}),
    )


def test_an_event_takes_place_and_fills_its_time_unless_it_says_otherwise():
    event = Event()
    assert event.status is EventStatus.CONFIRMED
    assert event.busy


def test_start_and_end_are_planned_times_in_their_zone():
    read = TestEvent().read(start=TestEvent.full["start"])
    assert read.start == at_time(wall("2026-12-01 09:00"), "Europe/Berlin")


@pytest.mark.parametrize("status", EventStatus)
def test_each_status_is_written_in_the_lower_case_of_its_rfc_word(status):
    assert TestEvent().read(status=status.name.lower()).status is status


def test_who_was_asked_needs_an_address():
    assert Attendee(address="ann@example.org").answer == ""
    with pytest.raises(Damaged, match="address"):
        TestEvent().read(attendees=[{}])
