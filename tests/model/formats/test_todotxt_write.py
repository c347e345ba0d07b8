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
    read_todotxt,
    write_todotxt,
)

OTHER = encode_id(bytes(15) + b"\x08")


def line(title: str = "Call mum", referenced=(), **fields):
    """Write a single task; return its line and what was lost."""
    content, losses = write_todotxt(outgoing(title, **fields), referenced=referenced)
    return content.decode().removesuffix("\n"), counted(losses)


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        ({}, "Call mum"),
        ({"priority": 1}, "(A) Call mum"),
        ({"priority": 4}, "Call mum"),
        ({"created": "2026-10-31T23:00:00Z"}, "2026-11-01 Call mum"),
        ({"created": "2026-10-31T23:00:00Z", "priority": 3}, "(C) 2026-11-01 Call mum"),
        ({"status": "done"}, "x Call mum"),
        ({"status": "done", "done": "2026-11-02T12:00:00Z", "priority": 2,
          "created": "2026-11-01T12:00:00Z"}, "x 2026-11-02 2026-11-01 Call mum pri:B"),
        ({"project": "family", "labels": ("phone", "deep")}, "Call mum +family @phone @deep"),
        ({"due": {"date": "2026-12-01"}, "start": {"date": "2026-11-30"},
          "deadline": {"date": "2026-12-02"}},
         "Call mum due:2026-12-01 t:2026-11-30 deadline:2026-12-02"),
        ({"recurrence": {"rule": "RRULE:FREQ=WEEKLY", "from": "completion"}}, "Call mum rec:1w"),
        ({"recurrence": {"rule": "RRULE:FREQ=WEEKLY"}}, "Call mum rec:+1w"),
        ({"recurrence": {"rule": "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}}, "Call mum rec:+1b"),
        ({"imported": {"h": "1", "projects": ["a", "b"]}, "source": "todotxt:1", "project": "a"},
         "Call mum +a +b h:1"),
        ({"imported": {"priority": "Z"}, "source": "todotxt:1"}, "(Z) Call mum"),
        ({"order": "V", "version": 1, "priority": "high"}, "Call mum"),
    ],
)  # fmt: skip
def test_a_task_is_written_as_the_format_says(fields, written):
    assert line(**fields) == (written, {})


@pytest.mark.parametrize(
    ("fields", "written", "lost"),
    [
        ({"estimate": 30}, "Call mum", ("dropped", "estimate")),
        ({"notes": "n"}, "Call mum", ("dropped", "notes")),
        ({"section": "Later"}, "Call mum", ("dropped", "section")),
        ({"comments": (ImportedComment(text="c"),)}, "Call mum", ("dropped", "comment")),
        ({"status": "waiting"}, "Call mum", ("changed", "status")),
        ({"status": "cancelled"}, "x Call mum", ("changed", "status")),
        ({"status": "done", "created": "2026-11-01T12:00:00Z"}, "x Call mum",
         ("dropped", "created")),
        ({"project": "Big Plan"}, "Call mum +Big_Plan", ("changed", "project")),
        ({"labels": ("on phone",)}, "Call mum @on_phone", ("changed", "label")),
        ({"due": {"at": "2026-12-01T09:00:00"}}, "Call mum due:2026-12-01", ("changed", "due")),
        ({"recurrence": {"rule": "RRULE:FREQ=WEEKLY;BYDAY=MO"}}, "Call mum",
         ("dropped", "recurrence")),
        ({"imported": {"urgency": 3}, "source": "taskwarrior:1"}, "Call mum",
         ("dropped", "imported")),
        ({"title": "buy +milk"}, "buy +milk", ("changed", "title")),
        ({"title": "see due:soon"}, "see due:soon", ("changed", "title")),
        ({"title": "(A) x"}, "(A) x", ("changed", "title")),
        ({"title": "x"}, "x", ("changed", "title")),
        ({"depends_on": [OTHER]}, "Call mum", ("dropped", "depends_on")),
        ({"parent": OTHER}, "Call mum", ("dropped", "parent")),
    ],
)  # fmt: skip
def test_what_has_no_place_is_counted(fields, written, lost):
    assert line(**fields) == (written, {lost: 1})


def test_the_trash_is_left_out():
    content, losses = write_todotxt(outgoing(trashed="2026-11-01T12:00:00Z"))
    assert content == b""
    assert counted(losses) == {("dropped", "trashed"): 1}


@pytest.mark.parametrize("title", ["", "\n\t "])
def test_a_task_without_a_title_does_not_vanish(title):
    assert line(title) == ("Untitled", {})


def test_a_title_is_one_line():
    assert line("a\nb\rc") == ("a b c", {})


def test_references_are_written_between_tasks_of_the_file():
    both = (TASK_ID, OTHER)
    written, losses = line(parent=OTHER, depends_on=[OTHER], referenced=both)
    assert written == f"Call mum id:{TASK_ID} p:{OTHER} dep:{OTHER}"
    assert not losses


plain = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
days = st.dates().map(lambda day: day.isoformat()).filter(lambda day: day > "0002")
words = st.one_of(
    plain,
    plain.map(lambda one: f"+{one}"),
    plain.map(lambda one: f"@{one}"),
    days.map(lambda day: f"due:{day}"),
    days.map(lambda day: f"t:{day}"),
    st.sampled_from(["rec:1w", "rec:+3d", "rec:b", "h:1", "deadline:2026-12-01", "http://a.b/c"]),
)
heads = st.sampled_from(["", "(A) ", "(C) ", "x ", "x 2026-11-02 2026-11-01 ", "2026-11-01 "])
lines = st.builds(lambda head, rest: head + " ".join(rest), heads, st.lists(words, min_size=1))


@given(content=st.lists(lines, max_size=4).map("\n".join))
def test_what_was_read_is_read_again_after_writing(content):
    first, _ = read_todotxt(content.encode())
    written, losses = write_todotxt(*map(as_outgoing, first))
    if ("changed", "title") in counted(losses):
        return  # a title that looks like something else was counted
    again, _ = read_todotxt(written)
    assert [_comparable(task) for task in again] == [_comparable(task) for task in first]


def _comparable(task):
    """Return a task without its id, which comes from the order of the words."""
    fields = {name: value for name, value in task.fields.items() if name != "source"}
    if "recurrence" in fields:
        fields["recurrence"] = {**fields["recurrence"], "text": ""}
    return fields, task.project, task.labels
