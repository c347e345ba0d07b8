import sys

import pytest

from atom_desktop.model.errors import Conflict, NotFound, UserError
from atom_desktop.model.query.problem import QueryError


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


def test_the_place_of_a_problem_is_pointed_at(run):
    with pytest.raises(QueryError) as caught:
        run("task.list", query="due before gibberish")
    assert caught.value.message.endswith("(character 12)")
    shown, carets, *_ = caught.value.hint.splitlines()
    assert shown[carets.index("^") :] == "gibberish"
    assert carets.strip() == "^" * len("gibberish")


def test_of_a_long_query_only_what_stands_around_the_problem_is_shown(run):
    query = "milk " * 100 + "due before\tgibberish"
    with pytest.raises(QueryError) as caught:
        run("task.count", query=query)
    shown, carets, *_ = caught.value.hint.splitlines()
    assert len(shown) < 100
    assert shown[carets.index("^") :] == "gibberish"


def test_a_problem_at_the_end_has_a_caret_as_well(run):
    with pytest.raises(QueryError) as caught:
        run("task.count", query="milk and")
    assert "^" in caught.value.hint


def test_a_task_is_shown_by_the_first_letters_of_its_id(run, vault):
    task = vault.add(title="Buy milk")
    assert run("task.show", id=task.id[:4].upper())["task"]["title"] == "Buy milk"


def test_too_few_letters_name_nothing(run, vault):
    task = vault.add(title="Buy milk")
    with pytest.raises(UserError, match="too short"):
        run("task.show", id=task.id[:3])


@pytest.mark.parametrize("wanted", ["zzzz", "7" * 26, "not an id, and a long one"])
def test_an_id_that_nothing_has_is_not_found(run, vault, wanted):
    vault.add(title="Buy milk")
    with pytest.raises(NotFound):
        run("task.show", id=wanted)


def test_several_tasks_with_the_same_beginning_are_all_named(run, vault):
    from atom_desktop.model.change import Change, Op

    ids = [f"7abcd{number:021d}" for number in range(12)]
    vault.run(*(Change("task", one, Op.CREATE, after={"title": one[-2:]}) for one in ids))
    with pytest.raises(Conflict) as caught:
        run("task.show", id="7abcd")
    assert caught.value.code == "ambiguous"
    assert f"{ids[0]} (00)" in caught.value.message
    assert caught.value.message.endswith(", and more.")


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


@pytest.mark.parametrize("params", [{"limit": -1}, {"offset": -1}, {"limt": 3}, {"query": 3}])
def test_wrong_parameters_are_refused(run, params):
    with pytest.raises(UserError, match=r"task\.list"):
        run("task.list", **params)
