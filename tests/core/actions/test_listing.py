import sys

import pytest

from atom_desktop.model.errors import UserError


def titles(said):
    return [task["title"] for task in said["tasks"]]


@pytest.fixture
def filled(vault):
    vault.add(title="Old", due={"date": "2026-11-01"})
    vault.add(title="Soon", due={"date": "2026-11-25"}, priority=1)
    vault.add(title="Some day")
    vault.add(title="Finished", status="done", done="2026-11-20T08:00:00Z")
    vault.add(title="Thrown away", trashed="2026-11-20T08:00:00Z")
    return vault


def test_a_list_shows_open_tasks_by_date(run, filled):
    said = run("task.list")
    assert titles(said) == ["Old", "Soon", "Some day"]
    assert said["total"] == 3


def test_a_query_says_which_tasks(run, filled):
    assert titles(run("task.list", query="overdue")) == ["Old"]
    assert titles(run("task.list", query="status is done")) == ["Finished"]
    assert titles(run("task.list", query="is trashed")) == ["Thrown away"]
    assert titles(run("task.list", query="some")) == ["Some day"]


@pytest.mark.parametrize(
    ("limit", "offset", "wanted"),
    [
        (2, 0, ["Old", "Soon"]),
        (2, 2, ["Some day"]),
        (None, 1, ["Soon", "Some day"]),
        (0, 0, []),
        (5, 9, []),
    ],
)
def test_a_page_is_a_part_of_the_list_and_the_total_is_of_all(run, filled, limit, offset, wanted):
    said = run("task.list", limit=limit, offset=offset)
    assert titles(said) == wanted
    assert said["total"] == 3
    assert set(said["short"]) == {task["id"] for task in said["tasks"]}


def test_the_limit_in_a_query_and_that_of_the_caller_both_hold(run, filled):
    assert titles(run("task.list", query="limit 1")) == ["Old"]
    assert titles(run("task.list", query="limit 2", limit=1, offset=1)) == ["Soon"]
    assert titles(run("task.list", query="limit 2", limit=5, offset=1)) == ["Soon"]
    assert run("task.list", query="limit 1")["total"] == 3


def test_short_ids_name_their_task_alone(run, filled):
    said = run("task.list")
    for task in said["tasks"]:
        short = said["short"][task["id"]]
        assert len(short) >= 4
        assert run("task.show", id=short)["task"] == task


def test_a_count_counts(run, filled):
    assert run("task.count") == {"count": 3}
    assert run("task.count", query="no due") == {"count": 1}


def test_a_long_list_is_the_same_as_its_pages(run, vault):
    vault.add_many([{"title": f"Task {number}", "order": "V"} for number in range(1100)])
    everything = run("task.list")
    assert everything["total"] == len(everything["tasks"]) == 1100
    assert run("task.list", limit=7, offset=1000)["tasks"] == everything["tasks"][1000:1007]


def test_a_list_is_the_same_with_and_without_numpy(run, filled, monkeypatch):
    import numpy as np  # noqa: F401 -- it has to be there for the first list

    with_numpy = run("task.list", query="sort by priority", limit=2)
    monkeypatch.delitem(sys.modules, "numpy")
    assert run("task.list", query="sort by priority", limit=2) == with_numpy


@pytest.mark.parametrize("params", [{"limit": -1}, {"offset": -1}, {"most": 3}, {"query": 3}])
def test_wrong_parameters_are_refused(run, params):
    with pytest.raises(UserError, match=r"task\.list"):
        run("task.list", **params)
