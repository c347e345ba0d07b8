import pytest

from atom_desktop.core.actions.finding import ids_of_query, moment_of, read_tasks
from atom_desktop.model.change import Change, Op
from atom_desktop.model.errors import Conflict, NotFound, UserError
from atom_desktop.model.query.problem import QueryError


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
    ids = [f"7abcd{number:021d}" for number in range(12)]
    vault.run(*(Change("task", one, Op.CREATE, after={"title": one[-2:]}) for one in ids))
    with pytest.raises(Conflict) as caught:
        run("task.show", id="7abcd")
    assert caught.value.code == "ambiguous"
    assert f"{ids[0]} (00)" in caught.value.message
    assert caught.value.message.endswith(", and more.")


def test_another_number_than_expected_changes_nothing(run, vault):
    vault.add(title="Milk")
    with pytest.raises(Conflict, match="1 tasks match now, not 2"):
        run("task.done", query="milk", expected=2)
    assert run("task.count") == {"count": 1}


def test_no_match_is_no_success(run):
    with pytest.raises(NotFound, match="No task matches"):
        run("task.done", query="milk")


@pytest.mark.parametrize("which", [{}, {"query": "  "}, {"ids": ["ID"], "query": "milk"}])
def test_it_must_be_clear_which_tasks_are_meant(run, which):
    with pytest.raises(UserError, match="Which tasks"):
        run("task.delete", **which)


@pytest.mark.parametrize("count", [3, 1200])
def test_tasks_are_read_in_the_order_in_which_they_were_asked_for(vault, count):
    ids = vault.add_many([{"title": str(number)} for number in range(count)])[::-1]
    vault.run(Change("task", ids[0], Op.ERASE))
    assert [record.id for record in read_tasks(vault.session, ids)] == ids[1:]


def test_a_query_gives_ids_in_its_order(vault):
    ids = vault.add_many([{"title": "b"}, {"title": "a"}])
    assert ids_of_query(vault.session, "sort by title") == ids[::-1]


def test_the_moment_is_on_the_clock_here_or_in_a_zone_that_was_named(vault):
    assert moment_of(vault.session).tz == "Europe/Berlin"
    there = moment_of(vault.session, "Asia/Tokyo")
    assert (there.tz, there.now.hour) == ("Asia/Tokyo", 17)
