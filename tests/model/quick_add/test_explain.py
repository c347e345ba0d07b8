import json

import pytest
from hypothesis import given

from atom_desktop.model.planned import at_time, on_day
from atom_desktop.model.quick_add.draft import Draft
from atom_desktop.model.quick_add.explain import draft_json, explain
from atom_desktop.model.task import CountedFrom, Recurrence, Reminder
from tests.model.moments import wall
from tests.model.quick_add.lines import draft, lines

KEYS = [
    "text", "title", "notes", "spans", "when", "ambiguous", "due", "start", "duration", "deadline",
    "recurrence", "next", "project", "section", "labels", "priority", "reminders", "estimate",
    "explain",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Call", "Task “Call”."),
        ("Call #home", "Task “Call”, in project Home."),
        ("Call #Garden", "Task “Call”, in the new project Garden."),
        ("Call @errand", "Task “Call”, with label errand."),
        ("Call @errand @phone", "Task “Call”, with labels errand and Phone."),
        ("Call @aa @bb @cc", "Task “Call”, with labels aa, bb and cc."),
        ("Call tomorrow", "Task “Call”, due 2026-11-25."),
        ("Call tomorrow 9am", "Task “Call”, due 2026-11-25 09:00 (Europe/Berlin)."),
        ("Call p2", "Task “Call”, priority 2."),
        ("Call p4", "Task “Call”."),
        ("Call // at home", "Task “Call”, with notes."),
        ("", "Task “”."),
        (
            "C p1 @phone #Home fri. // x",
            "Task “C”, in project Home, with label Phone, due 2026-11-27, priority 1, with notes.",
        ),
    ],
)
def test_what_was_understood_is_said_in_a_sentence(text, sentence):
    assert explain(draft(text)) == sentence


def test_a_floating_time_is_said_without_a_zone():
    assert explain(draft("Call fri 9:00", tz=None)) == "Task “Call”, due 2026-11-27 09:00."


@given(text=lines)
def test_every_line_has_its_sentence_and_its_json(text):
    read = draft(text)
    shown = draft_json(read)
    assert list(shown) == KEYS
    assert shown["explain"] == explain(read)
    assert json.loads(json.dumps(shown)) == shown


def test_the_json_of_a_line_shows_each_stretch_and_each_reading():
    shown = draft_json(draft("Call next fri 9:00 #Home @errand p1"))
    assert shown["title"] == "Call"
    assert shown["project"] == "Home"
    assert shown["labels"] == ["errand"]
    assert shown["priority"] == 1
    assert shown["due"] == {"at": "2026-11-27T09:00:00", "tz": "Europe/Berlin"}
    assert shown["spans"][0] == {"start": 5, "end": 18, "kind": "due", "text": "next fri 9:00"}
    assert shown["when"] == [
        {
            "text": "next fri 9:00",
            "start": "2026-11-27T09:00:00",
            "end": "2026-11-27T09:01:00",
            "grain": "minute",
            "weak": False,
        }
    ]
    assert shown["ambiguous"] == [
        {
            "start": 5,
            "end": 18,
            "choices": [
                {"at": "2026-11-27T09:00:00", "tz": "Europe/Berlin"},
                {"at": "2026-12-04T09:00:00", "tz": "Europe/Berlin"},
            ],
            "chosen": 0,
        }
    ]


def test_what_was_not_said_is_null_or_empty():
    shown = draft_json(draft("Call"))
    nulls = {key for key, value in shown.items() if value is None}
    assert nulls == {
        "due", "start", "duration", "deadline", "recurrence", "project", "section", "estimate",
    }  # fmt: skip
    assert (shown["spans"], shown["labels"], shown["next"], shown["reminders"]) == ([], [], [], [])


def test_repetitions_and_reminders_have_their_shape():
    day = on_day(wall("2026-12-01").date())
    said = Draft(
        text="x",
        recurrence=Recurrence(
            rule="FREQ=DAILY", counted_from=CountedFrom.COMPLETION, text="ev! day"
        ),
        next=(day, at_time(wall("2026-12-02 09:00"))),
        reminders=(Reminder(before=15), Reminder(at=day)),
        start=day,
        deadline=day,
    )
    shown = draft_json(said)
    assert shown["recurrence"] == {"rule": "FREQ=DAILY", "from": "completion", "text": "ev! day"}
    assert shown["next"] == [{"date": "2026-12-01"}, {"at": "2026-12-02T09:00:00", "tz": None}]
    assert shown["reminders"] == [{"before": 15}, {"at": {"date": "2026-12-01"}}]
    assert shown["start"] == shown["deadline"] == {"date": "2026-12-01"}
