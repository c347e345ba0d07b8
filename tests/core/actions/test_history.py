import pytest

from atom_desktop.model.change import Change, Op
from atom_desktop.model.errors import NotFound, UserError


def test_undo_takes_the_last_change_back_and_redo_repeats_it(run, vault):
    task = run("task.add", text="Buy milk")["task"]
    undone = run("history.undo")
    assert undone["title"] == "Undo: Add “Buy milk”"
    assert undone["changed"] == 1
    assert vault.workspace.read("task", task["id"]) is None
    redone = run("history.redo")
    assert redone["title"] == "Add “Buy milk”"
    assert run("task.show", id=task["id"])["task"]["title"] == "Buy milk"


def test_undo_survives_a_restart(run, vault):
    run("task.add", text="Buy milk")
    vault.reopen()
    run("history.undo")
    assert run("task.count") == {"count": 0}


def test_everybody_takes_back_only_what_is_their_own(run):
    run("task.add", text="Mine")
    run("task.add", text="Theirs", actor="assistant")
    run("history.undo")
    assert [task["title"] for task in run("task.list")["tasks"]] == ["Theirs"]


@pytest.mark.parametrize("command", ["history.undo", "history.redo"])
def test_with_nothing_to_take_back_there_is_no_success(run, command):
    with pytest.raises(UserError, match="nothing to"):
        run(command)


def test_the_history_shows_the_newest_step_first(run):
    run("task.add", text="One")
    run("task.add", text="Two")
    steps = run("history.list")["steps"]
    assert [step["title"] for step in steps] == ["Add “Two”", "Add “One”"]
    assert steps[0]["actor"] == "user"
    assert steps[0]["command"] == "task.add"
    assert steps[0]["at"] == "2026-11-24T08:30:00Z"
    assert steps[0]["more"] == 0


def test_the_history_of_a_task_shows_its_fields_before_and_after(run, vault):
    task = vault.add(title="Buy milk")
    vault.add(title="Another one")
    vault.set(task, title="Buy oat milk")
    steps = run("history.list", id=task.id[:6])["steps"]
    assert steps[0]["changes"] == [
        {
            "collection": "task",
            "id": task.id,
            "op": "set",
            "field": "title",
            "before": "Buy milk",
            "after": "Buy oat milk",
        }
    ]
    assert len(steps) == 2


def test_a_limit_is_kept(run):
    run("task.add_many", lines=["One", "Two", "Three"])
    assert len(run("history.list", limit=2)["steps"]) == 2


def test_a_step_with_very_many_changes_is_shown_in_part(run, vault):
    vault.add_many([{"title": str(number)} for number in range(130)])
    step = run("history.list")["steps"][0]
    assert len(step["changes"]) == 100
    assert step["more"] == 30


def test_what_was_taken_back_and_what_was_repeated_is_named(run):
    run("task.add", text="One")
    added = run("history.list")["steps"][0]["id"]
    run("history.undo")
    run("history.redo")
    redone, undone, _ = run("history.list")["steps"]
    assert undone["undoes"] == added
    assert redone["redoes"] == undone["id"]


def test_the_history_of_a_project_and_of_an_erased_task_can_be_seen(run, vault):
    project = vault.create("project", {"name": "Home"})
    assert run("history.list", id=project.id[:8])["steps"][0]["title"] == "Add project"
    task = vault.add(title="Gone")
    vault.run(Change("task", task.id, Op.ERASE, before=dict(task.fields)))
    assert len(run("history.list", id=task.id)["steps"]) == 2


def test_the_history_of_nothing_is_not_found(run):
    with pytest.raises(NotFound, match="begins with “zzzz”"):
        run("history.list", id="zzzz")
    with pytest.raises(UserError, match="too short"):
        run("history.list", id="zz")
