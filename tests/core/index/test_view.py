from datetime import UTC

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.index.columns import Columns
from atom_desktop.core.index.sorting import row_key
from atom_desktop.core.index.view import Move, View
from atom_desktop.model.query.nodes import Sort, SortKey
from atom_desktop.model.record import Record

BY_PRIORITY = (Sort(SortKey.PRIORITY),)


def task_id(number):
    return f"{number:026d}"


def record(number, priority=4, status="open", *, alive=True):
    fields = {"title": f"task {number}", "priority": priority, "status": status}
    return Record(
        collection="task", id=task_id(number), fields=fields if alive else {}, stamp="1" * 20
    )


class Tasks:
    """Columns, and a view of the open tasks by priority."""

    def __init__(self, priorities):
        self.columns = Columns(UTC)
        for number, priority in enumerate(priorities):
            self.put(number, priority)
        self.view = View(self.columns, self.right(), self.judges)

    def put(self, number, priority=4, status="open"):
        return self.columns.put(record(number, priority, status))

    def judges(self):
        status = self.columns.cells["status"]
        return (lambda row: status[row] == 0), row_key(self.columns, BY_PRIORITY)

    def right(self):
        test, key = self.judges()
        rows = sorted((row for row in self.columns.living() if test(row)), key=key)
        return np.array(rows, dtype=np.int32)

    def follow(self, rows):
        done = []
        for step in self.view.steps(rows):
            self.view.do(step)
            done.append((str(step.move), step.position, step.row))
        return done

    @property
    def order(self):
        return self.view.rows.tolist()


def test_a_row_that_looks_different_changes_in_place():
    tasks = Tasks([1, 2, 3])
    assert tasks.follow([1]) == [("changed", 1, 1)]


def test_a_closed_task_leaves():
    tasks = Tasks([1, 2, 3])
    tasks.put(1, 2, "done")
    assert tasks.follow([1]) == [("removed", 1, 1)]
    assert tasks.order == [0, 2]


def test_a_task_that_is_not_shown_and_not_wanted_does_nothing():
    tasks = Tasks([1, 2])
    tasks.put(2, 3, "done")
    assert tasks.follow([2]) == []


def test_a_task_that_is_erased_leaves():
    tasks = Tasks([1, 2])
    tasks.columns.put(Record(collection="task", id=task_id(0)))
    assert tasks.follow([0]) == [("removed", 0, 0)]


def test_a_task_that_moves_is_taken_out_and_put_in():
    tasks = Tasks([1, 2, 3])
    tasks.put(0, 4)
    assert tasks.follow([0]) == [("removed", 0, 0), ("inserted", 2, 0)]
    assert tasks.order == [1, 2, 0]


def test_tasks_that_change_together_find_their_places_among_each_other():
    tasks = Tasks([1, 2, 3, 4])
    for number, priority in enumerate([4, 3, 2, 1]):
        tasks.put(number, priority)
    tasks.follow([0, 1, 2, 3])
    assert tasks.order == [3, 2, 1, 0]


def test_a_task_in_newly_grown_columns_is_judged_by_what_is_there_now():
    tasks = Tasks([1])
    old = tasks.columns.cells["status"]
    rows = [tasks.put(number) for number in range(1, tasks.columns.capacity + 2)]
    assert tasks.columns.cells["status"] is not old
    tasks.follow(rows[-1:])
    assert tasks.order == [0, rows[-1]]


def test_a_row_knows_its_place_and_a_place_its_row():
    tasks = Tasks([2, 1])
    assert (tasks.view.row(0), tasks.view.position(1), tasks.view.position(7)) == (1, 0, -1)
    assert len(tasks.view) == 2


def test_a_row_put_beside_one_that_stood_wrong_is_put_right_with_it():
    """Columns are ahead of what has been followed: the next step is on its way already."""
    tasks = Tasks([1, 1, 2, 3, 3])
    tasks.put(2, 4)
    tasks.put(5, 3)
    tasks.follow([5])
    tasks.follow([2])
    assert tasks.order == tasks.right().tolist() == [0, 1, 3, 4, 5, 2]


@given(st.data())
def test_following_ends_where_sorting_anew_would(data):
    priorities = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=8))
    tasks = Tasks(priorities)
    numbers = st.integers(0, len(priorities) + 2)
    status = st.sampled_from(["open", "open", "done"])
    changes = data.draw(st.lists(st.tuples(numbers, st.integers(1, 4), status), max_size=8))
    rows = [tasks.put(*change) for change in changes]
    tasks.follow(rows)
    assert tasks.order == tasks.right().tolist()


@pytest.mark.parametrize("move", list(Move))
def test_a_move_is_written_as_a_word(move):
    assert str(move).isalpha()


@given(st.data())
def test_following_late_ends_there_as_well(data):
    """Each change is followed for itself, but only after all of them have been made."""
    priorities = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=8))
    tasks = Tasks(priorities)
    numbers = st.integers(0, len(priorities) + 2)
    changes = data.draw(st.lists(st.tuples(numbers, st.integers(1, 4)), max_size=8))
    for row in [tasks.put(*change) for change in changes]:
        tasks.follow([row])
    assert tasks.order == tasks.right().tolist()


def test_many_rows_that_change_together_are_followed_at_once():
    tasks = Tasks([1 + number % 4 for number in range(3000)])
    changed = [tasks.put(number, 4 - number % 4) for number in range(0, 3000, 5)]
    keys = []
    test, key = tasks.judges()

    def judges():
        return test, lambda row: keys.append(row) or key(row)

    tasks.view._judges = judges
    tasks.follow(changed)
    assert tasks.order == tasks.right().tolist()
    assert len(keys) < len(changed) * 30
