import pytest

from atom_desktop.model.errors import UserError


def status(run, record):
    task = run("task.show", id=record.id)["task"]
    return task["status"], task["done"]


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
