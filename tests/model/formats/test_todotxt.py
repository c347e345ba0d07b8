import tracemalloc
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.formats import todotxt
from atom_desktop.model.formats.base import FormatError, Losses, Reading
from tests.model.formats.reading import counted, read_todotxt, refused_at


def one(line: str):
    """Read a single line, and what it lost."""
    tasks, losses = read_todotxt(line.encode())
    assert len(tasks) == 1
    return tasks[0], counted(losses)


def fields_of(line: str) -> dict:
    """Return the stored fields but for the source."""
    fields = dict(one(line)[0].fields)
    del fields["source"]
    return fields


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("call mum", {"title": "call mum"}),
        ("(A) call mum", {"title": "call mum", "priority": 1}),
        ("(C)  call  mum", {"title": "call  mum", "priority": 3}),
        ("(D) call mum", {"title": "call mum"}),
        ("2026-11-01 call", {"title": "call", "created": "2026-10-31T23:00:00Z"}),
        ("x call", {"title": "call", "status": "done"}),
        ("x 2026-11-02 call",
         {"title": "call", "status": "done", "done": "2026-11-01T23:00:00Z"}),
        ("x 2026-11-02 2026-11-01 call",
         {"title": "call", "status": "done", "done": "2026-11-01T23:00:00Z",
          "created": "2026-10-31T23:00:00Z"}),
        ("2026-11-02 2026-11-01 call",
         {"title": "2026-11-01 call", "created": "2026-11-01T23:00:00Z"}),
        ("xylophone lesson", {"title": "xylophone lesson"}),
        ("X call", {"title": "X call"}),
        ("(a) call", {"title": "(a) call"}),
        ("(A)", {"title": "(A)"}),
        ("x", {"title": "x"}),
        ("call pri:B", {"title": "call", "priority": 2}),
        ("call due:2026-12-01", {"title": "call", "due": {"date": "2026-12-01"}}),
        ("call t:2026-12-01", {"title": "call", "start": {"date": "2026-12-01"}}),
        ("deadline:2026-12-01 call", {"title": "call", "deadline": {"date": "2026-12-01"}}),
        ("look at http://a.b/c:d", {"title": "look at http://a.b/c:d"}),
        ("ratio 3:4 now", {"title": "ratio 3:4 now"}),
        ("call isbn:123 now", {"title": "call isbn:123 now"}),
        ("call + @ now", {"title": "call + @ now"}),
    ],
)  # fmt: skip
def test_a_line_is_read_as_the_format_says(line, fields):
    assert fields_of(line) == fields


@pytest.mark.parametrize(
    ("line", "title", "project", "labels"),
    [
        ("call mum +family @phone", "call mum", "family", ("phone",)),
        ("+family @phone call mum", "call mum", "family", ("phone",)),
        ("call +mum about @money today", "call mum about money today", "mum", ("money",)),
        ("call @a +b @c", "call", "b", ("a", "c")),
        ("+only @words", "+only @words", "only", ("words",)),
    ],
)
def test_projects_and_labels_are_taken_out_of_the_ends(line, title, project, labels):
    task, losses = one(line)
    assert (task.fields["title"], task.project, task.labels) == (title, project, labels)
    assert not losses


@pytest.mark.parametrize(
    ("word", "rule", "counted_from"),
    [
        ("1w", "RRULE:FREQ=WEEKLY", "completion"),
        ("+2m", "RRULE:FREQ=MONTHLY;INTERVAL=2", "due"),
        ("b", "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "completion"),
        ("+1b", "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "due"),
    ],
)
def test_a_recurrence_counts_from_completion_unless_it_says_otherwise(word, rule, counted_from):
    stored = {"rule": rule, "from": counted_from, "text": word}
    assert fields_of(f"water plants rec:{word}")["recurrence"] == stored


@pytest.mark.parametrize(
    ("line", "title", "lost"),
    [
        ("call due:tomorrow", "call due:tomorrow", {("kept", "due"): 1}),
        ("due:2026-02-30 call", "due:2026-02-30 call", {("kept", "due"): 1}),
        ("call due:20261201", "call due:20261201", {("kept", "due"): 1}),
        ("rec:0d call now", "rec:0d call now", {("kept", "rec"): 1}),
        ("call rec:often now", "call rec:often now", {("kept", "rec"): 1}),
        ("call pri:high", "call pri:high", {("kept", "pri"): 1}),
        ("x 2026-13-01 call", "2026-13-01 call", {("kept", "date"): 1}),
        ("2026-02-30 call", "2026-02-30 call", {("kept", "date"): 1}),
    ],
)
def test_what_cannot_be_read_stays_in_the_title_and_is_said_once(line, title, lost):
    task, losses = one(line)
    assert task.fields["title"] == title
    assert losses == lost


@pytest.mark.parametrize(
    ("line", "kept", "lost"),
    [
        ("(Z) call", {"priority": "Z"}, {("kept", "priority"): 1}),
        ("call h:1", {"h": "1"}, {("kept", "h"): 1}),
        ("call +a +b", {"projects": ["a", "b"]}, {("kept", "project"): 1}),
    ],
)
def test_what_has_no_place_is_kept_and_said(line, kept, lost):
    task, losses = one(line)
    assert task.fields["imported"] == kept
    assert losses == lost


def test_references_name_other_lines():
    task, _ = one("call id:7 p:3 dep:1 dep:2")
    assert (task.source_id, task.parent, task.depends_on) == ("7", "3", ("1", "2"))
    assert task.fields["source"] == "todotxt:7"


def test_equal_lines_are_different_tasks_and_the_same_the_next_time():
    ids = [task.source_id for task in read_todotxt(b"a\nb\na\na\n")[0]]
    assert len(set(ids)) == 4
    assert [task.source_id for task in read_todotxt(b"a\nb\na\na\n")[0]] == ids


@pytest.mark.parametrize(
    ("open_line", "done_line"),
    [
        ("2026-11-01 call @home", "x 2026-11-05 2026-11-01 call @home"),
        ("(A) 2026-11-01 call", "x 2026-11-05 2026-11-01 call pri:A"),
        ("(B) call", "x call"),
    ],
)
def test_completing_a_line_does_not_make_another_task_of_it(open_line, done_line):
    assert one(open_line)[0].source_id == one(done_line)[0].source_id


def test_empty_lines_and_lines_of_control_characters_are_no_tasks():
    tasks, losses = read_todotxt(b"\n  \n\x00\x01\n\t\na\n")
    assert [task.fields["title"] for task in tasks] == ["a"]
    assert counted(losses) == {("cleaned", "line"): 1}


def test_control_characters_are_taken_out_of_a_title():
    task, losses = one("(A) call \x1b[2Jmum")
    assert task.fields["title"] == "call [2Jmum"
    assert losses == {("cleaned", "line"): 1}


def test_a_wrong_encoding_is_named_with_its_line():
    with pytest.raises(FormatError, match="Latin-1") as caught:
        read_todotxt(b"a\nna\xefve\n")
    assert caught.value.line == 2


@given(content=st.binary(max_size=300) | st.text("x(A) +@due:p=1-\n").map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_line(content):
    if refused_at(read_todotxt, content) is None:
        assert all(task.fields["title"] for task in read_todotxt(content)[0])


def test_a_large_file_is_read_in_bounded_memory():
    chunks = repeat(b"(A) 2026-11-01 call mum +family @phone\n" * 200, 50)
    tracemalloc.start()
    try:
        for _ in todotxt.read(chunks, Reading(tz="UTC", losses=Losses())):
            pass
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()
