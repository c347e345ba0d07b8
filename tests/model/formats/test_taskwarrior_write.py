import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.formats.base import ImportedComment
from atom_desktop.model.ids import encode_id
from tests.model.formats.reading import (
    TASK_ID,
    as_outgoing,
    counted,
    outgoing,
    read_taskwarrior,
    write_taskwarrior,
)

UUID = "9d4c1c4e-0f4b-4c53-a3b9-6d1d6f3d5a01"
OWN_UUID = "00000000-0000-0000-0000-000000000007"


def written(**fields):
    """Write a single task; return its object and what was lost."""
    content, losses = write_taskwarrior(outgoing(**fields))
    return json.loads(content)[0], counted(losses)


def test_an_empty_list_is_written_as_one():
    assert json.loads(write_taskwarrior()[0]) == []


def test_each_task_stands_on_a_line_of_its_own():
    content, _ = write_taskwarrior(outgoing("a"), outgoing("b\nc"))
    assert [line[:1] for line in content.splitlines()] == [b"[", b"{", b"{", b"]"]
    assert [one["description"] for one in json.loads(content)] == ["a", "b c"]


def test_a_whole_task_is_written():
    one, losses = written(
        notes="bring the cable",
        priority=2,
        created="2026-11-01T09:00:00Z",
        due={"date": "2026-12-01"},
        deadline={"at": "2026-12-04T18:00:00", "tz": "Europe/Berlin"},
        start={"at": "2026-11-20T08:00:00", "tz": None},
        project="Work/Alpha",
        labels=("deep", "phone"),
        order="V",
    )
    assert not losses
    assert one == {
        "uuid": OWN_UUID,
        "description": "Call mum",
        "status": "pending",
        "entry": "20261101T090000Z",
        "scheduled": "20261130T230000Z",
        "due": "20261204T170000Z",
        "wait": "20261120T070000Z",
        "priority": "M",
        "project": "Work.Alpha",
        "tags": ["deep", "phone"],
        "annotations": [{"entry": "20261101T090000Z", "description": "bring the cable"}],
    }


@pytest.mark.parametrize(
    ("fields", "status", "end", "lost"),
    [
        ({"status": "done", "done": "2026-11-02T09:00:00Z"}, "completed", "20261102T090000Z", {}),
        ({"status": "done"}, "completed", None, {}),
        ({"trashed": "2026-11-02T09:00:00Z"}, "deleted", "20261102T090000Z", {}),
        ({"status": "cancelled"}, "deleted", None, {("changed", "status"): 1}),
        ({"status": "waiting"}, "pending", None, {("changed", "status"): 1}),
    ],
)
def test_what_became_of_a_task_is_written(fields, status, end, lost):
    one, losses = written(**fields)
    assert (one["status"], one.get("end"), losses) == (status, end, lost)


@pytest.mark.parametrize(
    ("fields", "lost"),
    [
        ({"estimate": 30}, ("dropped", "estimate")),
        ({"section": "Later"}, ("dropped", "section")),
        ({"rule": TASK_ID}, ("dropped", "rule")),
        ({"labels": ("on the phone",)}, ("changed", "label")),
        ({"project": "Work 2.0"}, ("changed", "project")),
        ({"imported": {"h": "1"}, "source": "todotxt:7"}, ("dropped", "imported")),
        ({"imported": {"status": "odd"}, "source": f"taskwarrior:{UUID}"}, ("dropped", "status")),
        ({"recurrence": {"rule": "RRULE:FREQ=DAILY"}}, ("dropped", "recurrence")),
    ],
)
def test_what_has_no_place_is_counted(fields, lost):
    assert written(**fields)[1] == {lost: 1}


def test_words_with_spaces_or_commas_become_one_word():
    one, _ = written(labels=("on the, phone",), project="Work 2.0/a")
    assert one["tags"] == ["on_the_phone"]
    assert one["project"] == "Work 2_0.a"


@pytest.mark.parametrize(
    ("fields", "recur", "lost"),
    [
        ({"from": "due"}, "1w", {}),
        ({"from": "completion", "text": "every week"}, "1w", {("changed", "recurrence"): 1}),
    ],
)
def test_a_plain_recurrence_with_a_day_is_written(fields, recur, lost):
    one, losses = written(
        recurrence={"rule": "RRULE:FREQ=WEEKLY", **fields}, due={"date": "2026-12-01"}
    )
    assert (one["recur"], one["status"], one["due"]) == (recur, "recurring", "20261130T230000Z")
    assert losses == lost


def test_a_recurrence_that_is_over_or_complex_is_left_out():
    day = {"date": "2026-12-01"}
    daily = {"rule": "RRULE:FREQ=DAILY"}
    complex_one = {"rule": "RRULE:FREQ=WEEKLY;BYDAY=MO"}
    assert "recur" not in written(due=day, recurrence=complex_one)[0]
    assert "recur" not in written(due=day, recurrence=daily, status="done")[0]


def test_comments_become_annotations():
    one, _ = written(
        notes="n",
        comments=(
            ImportedComment(text="first", created="2026-11-02T09:00:00Z"),
            ImportedComment(text="second"),
        ),
    )
    assert one["annotations"] == [
        {"entry": "19700101T000000Z", "description": "n"},
        {"entry": "20261102T090000Z", "description": "first"},
        {"entry": "19700101T000000Z", "description": "second"},
    ]


def test_a_task_and_what_it_waits_for_keep_the_ids_they_came_with():
    other = encode_id(bytes(15) + b"\x08")
    content, _ = write_taskwarrior(
        outgoing(source=f"taskwarrior:{UUID}", depends_on=[other, TASK_ID]),
        outgoing(source="taskwarrior:made-up"),
        sources={other: f"taskwarrior:{UUID.upper()}"},
    )
    first, second = json.loads(content)
    assert first["uuid"] == UUID
    assert first["depends"] == [UUID, OWN_UUID]
    assert second["uuid"] == OWN_UUID


def test_notes_edited_since_replace_the_annotations_they_came_from():
    old = [{"entry": "20261101T090000Z", "description": text} for text in ("one", "two")]
    kept = {"imported": {"annotations": old}, "source": f"taskwarrior:{UUID}"}
    assert written(notes="one\n\ntwo", **kept)[0]["annotations"] == old
    assert written(notes="mine", **kept)[0]["annotations"] == [
        {"entry": "19700101T000000Z", "description": "mine"}
    ]


stamps = st.datetimes().map(lambda moment: moment.strftime("%Y%m%dT%H%M%SZ").rjust(16, "0"))
plain = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30)
word = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
raw_tasks = st.fixed_dictionaries(
    {"uuid": st.uuids().map(str), "description": plain, "status": st.just("pending")},
    optional={
        "entry": stamps,
        "due": stamps,
        "scheduled": stamps,
        "wait": stamps,
        "priority": st.sampled_from("HMLX"),
        "project": st.lists(word, min_size=1, max_size=3).map(".".join),
        "tags": st.lists(word, max_size=3),
        "depends": st.lists(st.uuids().map(str), max_size=2),
        "annotations": st.lists(
            st.fixed_dictionaries({"entry": stamps, "description": plain}), max_size=3
        ),
        "recur": st.sampled_from(["weekly", "3d", "blue moon"]),
        "estimate": st.integers() | plain,
    },
) | st.fixed_dictionaries(
    {
        "uuid": st.uuids().map(str),
        "description": plain,
        "status": st.sampled_from(["completed", "deleted", "waiting"]),
    },
    optional={"entry": stamps, "end": stamps},
)


@given(raw=st.lists(raw_tasks, max_size=4, unique_by=lambda one: one["uuid"]))
def test_what_was_read_is_read_again_after_writing(raw):
    first, _ = read_taskwarrior(json.dumps(raw).encode())
    plain_ones = [task for task in first if "recurrence" not in task.fields]
    sources: dict[str, str] = {}
    content, _ = write_taskwarrior(*map(as_outgoing, plain_ones), sources=sources)
    again, _ = read_taskwarrior(content)
    assert [_comparable(task) for task in again] == [_comparable(task) for task in plain_ones]


def _comparable(task):
    """Return a task without what refers to ids, and with titles as one line."""
    fields = dict(task.fields, title=" ".join(task.fields["title"].split()))
    return task.source_id, fields, task.project, task.labels
