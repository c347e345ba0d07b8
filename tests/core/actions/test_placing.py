import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atom_desktop.core.actions.placing import Place, place_of
from atom_desktop.model.errors import UserError


def shown(run, record):
    return run("task.show", id=record.id)["task"]


def in_order(run):
    return [task["title"] for task in run("task.list", query="sort by order")["tasks"]]


def test_the_place_of_a_task_is_read_from_its_fields(vault):
    assert place_of(vault.add(title="T")) == Place()
    assert place_of(vault.add(title="T", project="a", section=5, parent="")) == Place(project="a")


@pytest.mark.parametrize(
    ("where", "wanted"),
    [
        ({"before": "B"}, ["A", "D", "B", "C"]),
        ({"after": "B"}, ["A", "B", "D", "C"]),
        ({"before": "A"}, ["D", "A", "B", "C"]),
        ({"after": "A"}, ["A", "D", "B", "C"]),
    ],
)
@pytest.mark.parametrize(
    "orders",
    [
        ("V", "W", "X", "Y"),
        ("V", "V", "V", "V"),
        ("V", "W", None, None),
        (None, None, None, None),
        ("V1", "V2", "V21", "V"),
        ("?", "??", "???", "Y"),
        ("?", None, None, "Y"),
    ],
)
def test_a_task_is_put_between_two_others(run, vault, orders, where, wanted):
    tasks = {}
    for title, order in zip("ABCD", orders, strict=True):
        fields = {"order": order} if order else {}
        tasks[title] = vault.add(title=title, **fields)
    [(side, anchor)] = where.items()
    run("task.move", ids=[tasks["D"].id], **{side: tasks[anchor].id})
    assert in_order(run) == wanted


def test_only_what_stands_there_counts_for_the_place(run, vault):
    home = vault.create("project", {"name": "Home"})
    first = vault.add(title="First", order="V")
    vault.add(title="Elsewhere", order="W", project=home.id)
    vault.add(title="Gone", order="W", trashed="2026-11-20T08:00:00Z")
    vault.add(title="Inside", order="W", parent=first.id)
    second = vault.add(title="Second", order="X")
    moved = vault.add(title="Moved", order="Y")
    said = run("task.move", ids=[moved.id], after=first.id)
    assert said["changed"] == 1
    assert first.fields["order"] < shown(run, moved)["order"] < second.fields["order"]


def test_several_tasks_keep_the_order_in_which_they_were_named(run, vault):
    tasks = [vault.add(title=title, order=title) for title in "ABCDE"]
    run("task.move", ids=[tasks[4].id, tasks[0].id], before=tasks[2].id)
    assert in_order(run) == ["B", "E", "A", "C", "D"]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moves=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=8))
def test_moving_tasks_about_gives_the_order_of_a_plain_list(run, vault, moves):
    ids = vault.add_many([{"title": str(number)} for number in range(5)])
    project = vault.create("project", {"name": "Board"})
    run("task.move", ids=ids, to=project.id)
    line = list(ids)
    for moved, anchor, behind in moves:
        if moved == anchor:
            continue
        line.remove(ids[moved])
        line.insert(line.index(ids[anchor]) + behind, ids[moved])
        side = "after" if behind else "before"
        with contextlib.suppress(UserError):  # it may stand there already
            run("task.move", ids=[ids[moved]], **{side: ids[anchor]})
    found = run("task.list", query=f"project = {project.fields['name']} sort by order")["tasks"]
    assert [task["id"] for task in found if task["id"] in ids] == line
