import pytest

from atom_desktop.model.errors import Conflict, NotFound, UserError

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


def test_very_many_tasks_are_changed_and_some_of_them_shown(run, vault):
    vault.add_many([{"title": "Milk"} for _ in range(1100)])
    said = run("task.done", query="milk")
    assert said["changed"] == 1100
    assert len(said["tasks"]) == 1000
    assert run("task.count") == {"count": 0}


def test_a_long_title_is_cut_in_the_name_of_the_step(run, vault):
    task = vault.add(title="x" * 100)
    assert run("task.done", ids=[task.id])["title"] == "Complete “" + "x" * 59 + "…”"


class TestRecurring:
    def test_a_recurring_task_moves_to_its_next_date_and_stays_open(self, run, vault):
        task = vault.add(
            title="Water",
            due={"at": "2026-11-24T08:00:00", "tz": "Europe/Berlin"},
            start={"date": "2026-11-23"},
            deadline={"date": "2026-11-25"},
            status="waiting",
            recurrence={"rule": "RRULE:FREQ=WEEKLY"},
        )
        shown = run("task.done", ids=[task.id])["tasks"][0]
        assert shown["due"] == {"at": "2026-12-01T08:00:00", "tz": "Europe/Berlin"}
        assert shown["start"] == {"date": "2026-11-30"}
        assert shown["deadline"] == {"date": "2026-12-02"}
        assert (shown["status"], shown["done"]) == ("open", None)
        run("history.undo")
        assert run("task.show", id=task.id)["task"]["due"] == task.fields["due"]

    def test_without_a_due_date_it_is_due_one_interval_from_today(self, run, vault):
        task = vault.add(
            start={"date": "2026-11-23"},
            recurrence={"rule": "RRULE:FREQ=DAILY", "from": "completion"},
        )
        shown = run("task.done", ids=[task.id])["tasks"][0]
        assert shown["due"] == {"date": "2026-11-25"}
        assert shown["start"] == {"date": "2026-11-23"}

    def test_the_rule_may_be_a_record_of_its_own(self, run, vault):
        rule = vault.create("rule", {"rule": "RRULE:FREQ=DAILY"})
        task = vault.add(due={"date": "2026-11-24"}, rule=rule.id)
        shown = run("task.done", ids=[task.id])["tasks"][0]
        assert (shown["due"], shown["status"]) == ({"date": "2026-11-25"}, "open")

    def test_its_checklist_is_fresh_for_the_next_time(self, run, vault):
        items = [{"id": "a", "text": "one", "done": True}, {"id": "b", "text": "two"}]
        task = vault.add(
            due={"date": "2026-11-24"}, recurrence={"rule": "FREQ=DAILY"}, checklist=items
        )
        shown = run("task.done", ids=[task.id])["tasks"][0]
        assert [item["done"] for item in shown["checklist"]] == [False, False]
        run("history.undo")
        again = run("task.show", id=task.id)["task"]["checklist"]
        assert [item["done"] for item in again] == [True, False]

    def test_its_subtasks_stay_open_with_it(self, run, vault):
        task = vault.add(due={"date": "2026-11-24"}, recurrence={"rule": "FREQ=DAILY"})
        low = vault.add(title="Low", parent=task.id)
        assert run("task.done", ids=[task.id])["changed"] == 1
        assert status(run, low)[0] == "open"

    def test_a_rule_that_cannot_be_computed_yet_changes_nothing(self, run, vault):
        plain = vault.add(title="Plain")
        task = vault.add(title="Rare", recurrence={"rule": "RRULE:FREQ=MONTHLY;BYDAY=1FR"})
        with pytest.raises(UserError, match="next date of “Rare”") as caught:
            run("task.done", ids=[plain.id, task.id])
        assert caught.value.code == "recurrence"
        assert status(run, plain)[0] == status(run, task)[0] == "open"

    def test_it_can_be_cancelled_for_good(self, run, vault):
        task = vault.add(recurrence={"rule": "RRULE:FREQ=DAILY"})
        run("task.cancel", ids=[task.id])
        assert status(run, task)[0] == "cancelled"


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
