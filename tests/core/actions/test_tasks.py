import pytest

from atom_desktop.model.errors import UserError

LATER = "2026-11-20T08:00:00Z"


def status(run, record):
    task = run("task.show", id=record.id)["task"]
    return task["status"], task["done"]


def test_a_completed_task_says_when(run, vault):
    task = vault.add(title="Buy milk")
    said = run("task.done", ids=[task.id[:5]])
    assert said["changed"] == 1
    assert said["title"] == "Complete “Buy milk”"
    assert said["tasks"][0]["status"] == "done"
    assert status(run, task) == ("done", vault.clock.utc())
    assert run("history.list")["steps"][0]["id"] == said["step"]


@pytest.mark.parametrize(
    ("command", "before", "after"),
    [
        ("task.done", {}, ("done", "2026-11-24T08:30:00Z")),
        ("task.done", {"status": "waiting"}, ("done", "2026-11-24T08:30:00Z")),
        ("task.cancel", {}, ("cancelled", None)),
        ("task.cancel", {"status": "done", "done": LATER}, ("cancelled", None)),
        ("task.reopen", {"status": "done", "done": LATER}, ("open", None)),
        ("task.reopen", {"status": "cancelled"}, ("open", None)),
    ],
)
def test_a_status_and_the_instant_of_completion_go_together(run, vault, command, before, after):
    task = vault.add(title="Buy milk", **before)
    run(command, ids=[task.id])
    assert status(run, task) == after
    run("history.undo")
    assert status(run, task) == (before.get("status", "open"), before.get("done"))


@pytest.mark.parametrize("command", ["task.reopen", "task.restore"])
def test_what_is_already_so_is_no_success(run, vault, command):
    task = vault.add(title="Buy milk")
    with pytest.raises(UserError) as caught:
        run(command, ids=[task.id])
    assert caught.value.code == "nothing-to-do"


@pytest.mark.parametrize(
    ("command", "wanted"), [("task.done", "done"), ("task.cancel", "cancelled")]
)
def test_closing_a_parent_closes_its_open_subtasks_in_the_same_step(run, vault, command, wanted):
    top = vault.add(title="Top")
    middle = vault.add(title="Middle", parent=top.id, status="done", done=LATER)
    low = vault.add(title="Low", parent=middle.id)
    said = run(command, ids=[top.id])
    assert said["changed"] == 2
    assert [task["id"] for task in said["tasks"]] == [top.id]
    assert status(run, low)[0] == wanted
    assert status(run, middle) == ("done", LATER)
    run("history.undo")
    assert status(run, top)[0] == status(run, low)[0] == "open"


def test_a_parent_and_its_subtask_may_both_be_named(run, vault):
    top = vault.add(title="Top")
    low = vault.add(title="Low", parent=top.id)
    said = run("task.done", ids=[low.id, top.id, low.id])
    assert (said["changed"], said["title"]) == (2, "Complete 2 tasks")
    assert [task["id"] for task in said["tasks"]] == [low.id, top.id]


def test_a_query_acts_on_all_that_match_in_one_step(run, vault):
    vault.add_many([{"title": f"Milk {number}"} for number in range(3)])
    vault.add(title="Call Ann")
    assert run("task.done", query="milk", expected=3)["changed"] == 3
    assert [task["title"] for task in run("task.list")["tasks"]] == ["Call Ann"]
    run("history.undo")
    assert run("task.count") == {"count": 4}


class TestTrash:
    def trashed(self, run):
        return {task["title"] for task in run("task.list", query="is trashed")["tasks"]}

    def test_a_deleted_task_takes_its_subtasks_along_and_back(self, run, vault):
        top = vault.add(title="Top")
        vault.add(title="Low", parent=top.id)
        assert run("task.delete", ids=[top.id])["changed"] == 2
        assert self.trashed(run) == {"Top", "Low"}
        assert run("task.restore", ids=[top.id])["changed"] == 2
        assert self.trashed(run) == set()

    def test_what_was_in_the_trash_before_stays_there(self, run, vault):
        top = vault.add(title="Top")
        low = vault.add(title="Low", parent=top.id)
        run("task.delete", ids=[low.id])
        vault.clock.forward(60)
        run("task.delete", ids=[top.id])
        run("task.restore", ids=[top.id])
        assert self.trashed(run) == {"Low"}

    def test_deleting_is_taken_back_by_undo(self, run, vault):
        task = vault.add(title="Top")
        run("task.delete", ids=[task.id])
        run("history.undo")
        assert self.trashed(run) == set()

    def test_a_restored_task_brings_back_the_projects_and_the_section_it_is_in(self, run, vault):
        work = vault.create("project", {"name": "Work", "trashed": LATER})
        alpha = vault.create("project", {"name": "Alpha", "parent": work.id, "trashed": LATER})
        section = vault.create("section", {"name": "S", "project": alpha.id, "trashed": LATER})
        gone = "7" * 26
        task = vault.add(title="T", project=alpha.id, section=section.id, trashed=LATER)
        lost = vault.add(title="L", project=gone, trashed=LATER)
        run("task.restore", query="is trashed")
        assert self.trashed(run) == set()
        for record in (work, alpha, section):
            assert "trashed" not in vault.record(record.collection, record.id).fields
        assert {task.id, lost.id} == {one["id"] for one in run("task.list")["tasks"]}
