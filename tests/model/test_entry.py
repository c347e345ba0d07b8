from typing import ClassVar

from atom_desktop.model.collections import Collection
from atom_desktop.model.entry import TimeEntry
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestTimeEntry(KindSuite):
    collection = Collection.ENTRY
    least: ClassVar[Fields] = {"task": "01TASK"}
    full: ClassVar[Fields] = {
        "task": "01TASK",
        "start": CREATED,
        "end": LATER,
        "minutes": 45,
        "notes": "Second try",
        "source": "toggl",
        "created": CREATED,
        "trashed": LATER,
        "version": 2,
    }
    wrong = (("task", 1), ("minutes", "45"), ("minutes", 4.5), ("start", 1), ("notes", []))


def test_a_timer_that_was_started_runs_until_it_has_an_end():
    assert TimeEntry(task="01TASK", start=CREATED).end is None


def test_a_length_alone_needs_no_instants():
    read = TestTimeEntry().read(minutes=30)
    assert (read.start, read.end, read.minutes) == (None, None, 30)
