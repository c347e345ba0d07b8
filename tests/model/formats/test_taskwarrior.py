import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.collections import Collection
from atom_desktop.model.formats import taskwarrior
from atom_desktop.model.formats.base import FormatError, Losses, Reading
from tests.model.formats.reading import BERLIN, counted, pieces, read_taskwarrior, refused_at

UUID = "9d4c1c4e-0f4b-4c53-a3b9-6d1d6f3d5a01"
WHOLE = {
    "id": 3,
    "uuid": UUID.upper(),
    "description": "Prepare slides",
    "entry": "20261101T090000Z",
    "modified": "20261101T090000Z",
    "status": "pending",
    "project": "work.alpha",
    "tags": ["deep", "phone"],
    "priority": "H",
    "due": "20261204T170000Z",
    "scheduled": "20261202T230000Z",
    "wait": "20261201T080000Z",
    "depends": ["AAAA-1"],
    "annotations": [{"entry": "20261101T090000Z", "description": "bring the cable"}],
    "urgency": 8.2,
}


def one(**fields):
    """Read a single task and what it lost."""
    content = json.dumps({"description": "a", **fields}).encode()
    tasks, losses = read_taskwarrior(b"[" + content + b"]")
    return tasks[0], counted(losses)


def test_a_whole_task_is_carried():
    tasks, losses = read_taskwarrior(json.dumps([WHOLE]).encode())
    task = tasks[0]
    assert not losses
    assert task.source_id == UUID
    assert task.project == "work/alpha"
    assert task.labels == ("deep", "phone")
    assert task.depends_on == ("aaaa-1",)
    assert task.fields == {
        "title": "Prepare slides",
        "source": f"taskwarrior:{UUID}",
        "priority": 1,
        "created": "2026-11-01T09:00:00Z",
        "due": {"date": "2026-12-03"},
        "deadline": {"at": "2026-12-04T18:00:00", "tz": BERLIN},
        "start": {"at": "2026-12-01T09:00:00", "tz": BERLIN},
        "notes": "bring the cable",
    }


LAYOUTS = {
    "as exported": b'[\n{"description":"a"},\n{"description":"b"},\n{"description":"c"}\n]\n',
    "on one line": b'[{"description":"a"},{"description":"b"},{"description":"c"}]',
    "one a line": b'{"description":"a"}\n{"description":"b"}\n{"description":"c"}\n',
    "indented": b'[\n  {\n  "description": "a"\n },\n {"description":"b"},\n{"description":"c"} ]',
    "with a mark": b'\xef\xbb\xbf[{"description":"a"},\n{"description":"b"},\n{"description":"c"}]',
    "windows": b'[\r\n{"description":"a"},\r\n{"description":"b"},\r\n{"description":"c"}\r\n]\r\n',
}


@pytest.mark.parametrize("size", [1, 7, 24, 1000])
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_layout_is_read_however_the_stream_is_cut(layout, size):
    reading = Reading(tz="UTC", losses=Losses())
    titles = [task.fields["title"] for task in taskwarrior.read(pieces(layout, size), reading)]
    assert titles == ["a", "b", "c"]


@pytest.mark.parametrize("content", [b"", b"[]", b" [ ] \n", b"[\n]\n"])
def test_a_file_may_hold_nothing(content):
    assert read_taskwarrior(content) == ([], [])


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b'[\n{"description":"a"},\n{"description":}\n]', 3, "not JSON"),
        (b'[\n{"description":"a"},\n{"entry":"x"},\n', 3, "no description"),
        (b'{"description":"a"}\n{"entry":"x"}\n{"description":"c"}\n', 2, "no description"),
        (b'[\n{"description":"a"},\n', 3, "does not end"),
        (b'[\n{"description":"a"},\n{"descr', 3, "does not end"),
        (b'[{"description":"a"}\nnull]', 2, "stands where a task should"),
        (b"hello", 1, "stands where a task should"),
        (b'[\n{"description":"na\xefve"}\n]', 2, "not UTF-8"),
        (b'{"description":"a"}\n{"description":"\\ud800"}\n', 2, "not JSON"),
        (b'{"description":"a","x":' + b"[" * 9999 + b"]" * 9999 + b"}", 1, "recursion"),
        (b'{"description":"a","x":' + b"[" * 99 + b"]" * 99 + b"}\n", 1, "too deeply"),
        (b'[{"description":"a","x":' + b"[" * 99 + b"]" * 99 + b"}]", 1, "too deeply"),
        (b'{"description":"a","x":' + b'{"y":' * 40 + b"1" + b"}" * 41, 1, "too deeply"),
        (b'{"description":7}', 1, "no description"),
    ],
)
def test_what_is_malformed_is_named_with_its_line(content, line, said):
    with pytest.raises(FormatError, match=said) as caught:
        read_taskwarrior(content)
    assert caught.value.line == line


@given(content=st.binary(max_size=200) | st.text('[]{}":,\\ \nabdescription').map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_line(content):
    assert refused_at(read_taskwarrior, content) != 0


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(blacklist_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner),
    max_leaves=6,
)
NAMES = [name for name in WHOLE if name != "description"] + ["recur", "parent", "end", "mask", "x"]


@given(fields=st.dictionaries(st.sampled_from(NAMES), JSON))
def test_whatever_stands_in_a_field_is_kept_or_carried(fields):
    task, _ = one(**fields)
    assert task.fields.get("title") == "a" or "template" in task.fields


def test_a_task_without_an_id_is_named_by_what_it_says():
    lines = b'{"description":"a"}\n{"description":"a"}\n{"description":"b"}\n'
    first = [task.source_id for task in read_taskwarrior(lines)[0]]
    assert len(set(first)) == 3
    assert [task.source_id for task in read_taskwarrior(lines)[0]] == first


@pytest.mark.parametrize("uuid", ["", "a\x00b", "x" * 5000, 7])
def test_an_id_that_is_none_is_not_used(uuid):
    task, _ = one(uuid=uuid)
    assert len(task.source_id) == 32


@pytest.mark.parametrize(
    ("fields", "stored"),
    [
        ({"status": "pending"}, {}),
        ({"status": "waiting"}, {}),
        ({"status": "completed", "end": "20261102T090000Z"},
         {"status": "done", "done": "2026-11-02T09:00:00Z"}),
        ({"status": "completed", "entry": "20261101T090000Z"},
         {"status": "done", "done": "2026-11-01T09:00:00Z"}),
        ({"status": "completed"}, {"status": "done"}),
        ({"status": "deleted", "end": "20261102T090000Z"}, {"trashed": "2026-11-02T09:00:00Z"}),
        ({"status": "deleted"}, {"trashed": "1970-01-01T00:00:00Z"}),
    ],
)  # fmt: skip
def test_the_status_says_what_became_of_a_task(fields, stored):
    task, losses = one(**fields)
    held = {
        name: task.fields[name] for name in ("status", "done", "trashed") if name in task.fields
    }
    assert held == stored
    assert not losses


@pytest.mark.parametrize(
    ("fields", "due", "deadline"),
    [
        ({"due": "20261204T170000Z"}, "2026-12-04T18:00:00", "2026-12-04T18:00:00"),
        ({"scheduled": "20261204T170000Z"}, "2026-12-04T18:00:00", None),
        ({"due": None}, None, None),
    ],
)
def test_due_is_a_deadline_and_scheduled_is_when_i_mean_to_do_it(fields, due, deadline):
    task, losses = one(**fields)
    assert task.fields.get("due", {}).get("at") == due
    assert task.fields.get("deadline", {}).get("at") == deadline
    assert not losses


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("due", "someday"), ("scheduled", 7), ("wait", []), ("entry", "2026"), ("end", {}),
        ("status", "odd"), ("priority", "X"), ("tags", {}), ("tags", ["a", 1]), ("depends", 3),
        ("project", 4), ("recur", "now and then"), ("recur", 3), ("annotations", "text"),
        ("annotations", [{"entry": "x"}]), ("annotations", [3]), ("estimate", "PT1H"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_kept_and_said(name, value):
    task, losses = one(**{name: value})
    assert task.fields["imported"] == {name: value}
    assert losses == {("kept", name): 1}


def test_another_time_of_change_is_left_out_and_said():
    assert one(entry="20261101T090000Z", modified="20261103T090000Z")[1] == {
        ("dropped", "modified"): 1
    }
    assert one(modified=[[]])[1] == {("dropped", "modified"): 1}


@pytest.mark.parametrize(
    ("value", "labels"),
    [("a,b", ("a", "b")), (["a b", " ", "c"], ("a b", "c")), ([], ()), ("", ())],
)
def test_tags_become_labels(value, labels):
    assert one(tags=value)[0].labels == labels


@pytest.mark.parametrize("value", [" A-1 , b-2,", ["A-1", "b-2", " "]])
def test_tasks_that_are_waited_for_are_named_in_small_letters(value):
    assert one(depends=value)[0].depends_on == ("a-1", "b-2")


@pytest.mark.parametrize(
    ("value", "path", "lost"),
    [
        ("home", "home", {}),
        (" home . garden ", "home/garden", {}),
        ("..", None, {}),
        ("", None, {}),
        ("a/b.c", "a-b/c", {("changed", "project"): 1}),
    ],
)
def test_dots_in_a_project_become_levels(value, path, lost):
    task, losses = one(project=value)
    assert (task.project, losses) == (path, lost)


def test_several_annotations_are_notes_and_kept_with_their_times():
    annotations = [
        {"entry": "20261101T090000Z", "description": "one"},
        {"entry": "20261102T090000Z", "description": "two"},
    ]
    task, losses = one(entry="20261101T090000Z", annotations=annotations)
    assert task.fields["notes"] == "one\n\ntwo"
    assert task.fields["imported"] == {"annotations": annotations}
    assert not losses


def test_annotations_may_be_empty():
    task, losses = one(annotations=[])
    assert "notes" not in task.fields
    assert not losses


def test_an_empty_annotation_at_the_creation_says_nothing():
    task, _ = one(
        entry="20261101T090000Z", annotations=[{"entry": "20261101T090000Z", "description": ""}]
    )
    assert "notes" not in task.fields


def test_a_title_of_nothing_but_control_characters_gets_a_name():
    task, losses = one(description="\x00\x01")
    assert task.fields["title"] == "Untitled"
    assert losses == {("cleaned", "description"): 1, ("changed", "description"): 1}


def test_raw_control_characters_in_a_text_are_taken_out():
    tasks, losses = read_taskwarrior(b'[{"description":"a\x01b"}]')
    assert tasks[0].fields["title"] == "a b"
    assert counted(losses) == {("cleaned", "text"): 1}


def test_a_recurring_task_comes_back():
    task, losses = one(recur="weekly", due="20261204T170000Z")
    assert task.collection is Collection.TASK
    assert task.fields["recurrence"] == {
        "rule": "RRULE:FREQ=WEEKLY", "from": "due", "text": "weekly"
    }  # fmt: skip
    assert not losses


def test_the_hidden_pattern_becomes_a_rule_and_its_tasks_name_it():
    pattern, _ = one(
        uuid="P-1",
        recur="weekly",
        status="recurring",
        due="20261203T230000Z",
        entry="20261101T090000Z",
        priority="L",
        mask="--",
    )
    assert pattern.collection is Collection.RULE
    assert pattern.fields == {
        "rule": "RRULE:FREQ=WEEKLY",
        "from": "due",
        "text": "weekly",
        "created": "2026-11-01T09:00:00Z",
        "source": "taskwarrior:p-1",
        "start": {"date": "2026-12-04"},
        "template": {
            "title": "a",
            "priority": 3,
            "due": {"date": "2026-12-04"},
            "deadline": {"date": "2026-12-04"},
            "imported": {"mask": "--"},
        },
    }
    child, losses = one(parent="P-1", recur="weekly", imask=0)
    assert child.rule == "p-1"
    assert child.collection is Collection.TASK
    assert not losses


def test_a_pattern_without_a_day_and_a_done_occurrence_are_read():
    pattern, _ = one(recur="daily", status="recurring")
    assert "start" not in pattern.fields
    child, _ = one(recur="daily", status="completed", parent=7)
    assert "recurrence" not in child.fields
    assert child.rule is None


def test_an_unreadable_recurrence_stays_a_task():
    task, losses = one(recur="blue moon", status="recurring")
    assert task.collection is Collection.TASK
    assert losses == {("kept", "recur"): 1}


def test_a_large_file_is_read_in_bounded_memory():
    line = json.dumps(WHOLE | {"annotations": []}).encode() + b",\n"
    chunks = (b"[\n" if number == 0 else line * 100 for number in range(201))
    tracemalloc.start()
    try:
        tasks = taskwarrior.read(chunks, Reading(tz="UTC", losses=Losses()))
        with pytest.raises(FormatError, match="does not end"):
            for _ in tasks:
                pass
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()
