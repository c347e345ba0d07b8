import pytest

from atom_desktop.core.index.columns import Mark
from atom_desktop.gui.tasks import rows as module
from atom_desktop.gui.tasks.rows import SHOWN_TITLE, Tag, one_line
from atom_desktop.gui.tasks.when import Nearness
from atom_desktop.model.record import Record
from atom_desktop.model.task import Status
from tests.fakes.task_columns import NOW, TODAY, made_id


def test_a_row_shows_what_the_task_says(index):
    label = index.name("label", 1, "phone", 320)
    project = index.name("project", 2, "Home", 150)
    row = index.put(
        7,
        "Call Ann",
        priority=2,
        labels=[label],
        project=project,
        estimate=90,
        due=TODAY,
        deadline={"date": "2026-11-26"},
        notes="x",
        recurrence={"rule": "x"},
    )
    task = index.rows().at(row)
    assert (task.title, task.priority, task.status) == ("Call Ann", 2, Status.OPEN)
    assert (task.labels, task.project) == ((Tag("phone", 320),), Tag("Home", 150))
    assert (task.estimate, task.due.text, task.deadline.text) == ("1h 30m", "Today", "in 2 days")
    assert task.signs == (Mark.RECURRING, Mark.NOTES)
    assert (task.closed, task.trashed, task.blocked) == (False, False, 0)


def test_a_plain_task_shows_only_its_title(index):
    task = index.rows().at(index.put(1, "Plain"))
    assert (task.due, task.deadline, task.project, task.labels) == (None, None, None, ())
    assert (task.estimate, task.signs, task.priority) == ("", (), 4)


@pytest.mark.parametrize(
    ("status", "closed"),
    [("open", False), ("waiting", False), ("done", True), ("cancelled", True)],
)
def test_a_closed_task_knows_it(index, status, closed):
    task = index.rows().at(index.put(1, status=status))
    assert (task.status, task.closed) == (Status(status), closed)


def test_labels_stand_in_the_order_of_the_alphabet(index):
    labels = [index.name("label", number, name) for number, name in enumerate(["b", "A", "c"])]
    task = index.rows().at(index.put(1, labels=labels))
    assert [tag.name for tag in task.labels] == ["A", "b", "c"]


def test_names_that_are_gone_are_left_out(index):
    task = index.rows().at(index.put(1, labels=[made_id(1)], project=made_id(2)))
    assert (task.labels, task.project) == ((), None)


def test_a_task_is_blocked_by_those_that_are_not_closed(index):
    first, second = index.put(1), index.put(2)
    row = index.put(3, depends_on=[made_id(1), made_id(2), made_id(99)])
    rows = index.rows()
    assert rows.at(row).blocked == 2
    index.put(1, status="done")
    index.put(2, trashed="2026-11-24T00:00:00Z")
    rows.forget()
    assert (rows.at(row).blocked, first, second) == (0, 0, 1)


def test_a_row_is_read_once_until_it_is_forgotten(index):
    row, rows = index.put(1, "Before"), index.rows()
    assert rows.seen(row) is None
    assert rows.at(row) is rows.at(row) is rows.seen(row)
    index.put(1, "After")
    assert rows.at(row).title == "Before"
    rows.forget()
    assert rows.at(row).title == "After"


def test_dates_can_be_seen_from_another_minute(index):
    row, rows = index.put(1, due=TODAY), index.rows()
    assert rows.at(row).due.nearness is Nearness.TODAY
    rows.forget(NOW + 1440)
    assert rows.at(row).due.nearness is Nearness.OVERDUE


def test_the_rows_kept_do_not_grow_without_end(index, monkeypatch):
    monkeypatch.setattr(module, "_MOST", 3)
    rows = index.rows()
    for number in range(10):
        rows.at(index.put(number))
    assert len(rows._kept) <= 3


def test_a_title_is_one_line_of_sensible_length(index):
    assert one_line("two\nlines\tand\u2028more") == "two lines and more"
    assert len(one_line("x" * 10_000)) == SHOWN_TITLE
    assert one_line("pay \u202egnp.exe") == "pay \ufffdgnp.exe"


def test_the_whole_title_is_there_for_editing(index):
    assert index.rows().full_title(index.put(1, "x" * 1000)) == "x" * 1000


def test_a_task_that_was_erased_can_still_be_painted(index):
    row, rows = index.put(1, "Erased"), index.rows()
    index.columns.put(Record(collection="task", id=made_id(1)))
    assert rows.at(row).title == "Erased"
