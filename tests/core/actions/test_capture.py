import pytest

from atom_desktop.core.commands import Context
from atom_desktop.model.errors import UserError


def test_a_line_becomes_a_task_with_everything_it_says(run, vault):
    said = run("task.add", text="Buy milk tomorrow 9am #Home @errand p1 // from the corner shop")
    task = said["task"]
    assert task["title"] == "Buy milk"
    assert task["due"] == {"at": "2026-11-25T09:00:00", "tz": "Europe/Berlin"}
    assert task["project"]["path"] == "Home"
    assert task["labels"] == ["errand"]
    assert task["priority"] == 1
    assert task["notes"] == "from the corner shop"
    assert task["created"] == vault.clock.utc()
    assert said["created"] == {"projects": ["Home"], "labels": ["errand"]}
    assert said["explain"].startswith("Task “Buy milk”, in the new project Home")


def test_a_task_is_stored_as_it_was_shown(run, vault):
    task = run("task.add", text="Call Ann")["task"]
    assert run("task.show", id=task["id"])["task"] == task
    vault.reopen()
    assert run("task.show", id=task["id"])["task"] == task


def test_names_that_exist_are_used_whatever_their_case(run):
    run("task.add", text="One #Home @errand")
    said = run("task.add", text="Two #home @ERRAND")
    assert said["created"] == {"projects": [], "labels": []}
    assert said["task"]["project"]["path"] == "Home"
    assert run("task.count", query="#Home @errand") == {"count": 2}


def test_undo_takes_the_task_and_its_new_project_back_together(run, vault):
    said = run("task.add", text="Plan #Garden @spring")
    run("history.undo")
    assert vault.workspace.read("task", said["task"]["id"]) is None
    assert vault.index.names.by_name("project", "Garden") is None
    assert vault.index.names.by_name("label", "spring") is None


def test_a_path_makes_the_projects_that_are_missing_in_it(run, vault):
    run("task.add", text="One #Work")
    said = run("task.add", text="Two #Work/Alpha/Beta")
    assert said["task"]["project"]["path"] == "Work/Alpha/Beta"
    assert said["created"]["projects"] == ["Work/Alpha", "Work/Alpha/Beta"]
    assert len(vault.index.names.listed("project")) == 3


def test_a_new_name_stays_in_the_title_when_nothing_may_be_made(run):
    said = run("task.add", text="Buy milk #Home", create=False)
    assert said["task"]["title"] == "Buy milk #Home"
    assert said["task"]["project"] is None


def test_the_setting_decides_when_the_caller_does_not(run):
    run("settings.set", key="capture.create", value=False)
    assert run("task.add", text="Buy milk #Home")["task"]["project"] is None
    assert run("task.add", text="Buy milk #Home", create=True)["task"]["project"] is not None


def test_new_tasks_stand_behind_all_others(run):
    orders = [run("task.add", text=text)["task"]["order"] for text in ("One", "Two", "Three")]
    assert orders == sorted(orders)
    assert len(set(orders)) == 3


def test_dates_are_read_in_the_zone_that_was_named(run):
    task = run("task.add", text="Call at 9pm", tz="America/New_York")["task"]
    assert task["due"] == {"at": "2026-11-24T21:00:00", "tz": "America/New_York"}


@pytest.mark.parametrize("text", ["", "   ", "\t"])
def test_a_line_without_a_title_is_refused(run, text, vault):
    with pytest.raises(UserError, match="no title"):
        run("task.add", text=text)
    assert vault.index.columns.count == 0


def test_an_unknown_dialect_and_an_unknown_zone_are_refused(run):
    with pytest.raises(UserError, match="no dialect “klingon”"):
        run("task.add", text="Buy milk", dialect="klingon")
    with pytest.raises(UserError, match="no time zone"):
        run("task.add", text="Buy milk", tz="Mars/Olympus")


def test_of_many_lines_a_bad_one_is_told_and_the_rest_is_added(run):
    results = run("task.add_many", lines=["Buy milk", "", "Call Ann"])["results"]
    assert [one.get("task", {}).get("title") for one in results] == ["Buy milk", None, "Call Ann"]
    assert results[1]["line"] == 2
    assert results[1]["error"]["code"] == "usage"
    assert run("task.count") == {"count": 2}


def test_each_of_many_lines_is_taken_back_by_itself(run):
    run("task.add_many", lines=["Buy milk", "Call Ann"])
    run("history.undo")
    assert [task["title"] for task in run("task.list")["tasks"]] == ["Buy milk"]


def test_too_many_lines_at_once_are_refused(run):
    with pytest.raises(UserError, match="more than 10000"):
        run("task.add_many", lines=["x"] * 10_001)


class ImpatientCaller:
    """Gives up after the first line."""

    def __init__(self):
        self.reports = []

    def progress(self, report):
        self.reports.append(report)

    def cancelled(self):
        return bool(self.reports)


def test_a_caller_who_gives_up_gets_what_was_added_so_far(vault, commands):
    caller = ImpatientCaller()
    context = Context(vault.session, "user", caller)
    said = commands.run("task.add_many", {"lines": ["One", "Two", "Three"]}, context)
    assert [one["task"]["title"] for one in said["results"]] == ["One"]
    assert caller.reports == [{"done": 1, "total": 3, "text": "adding"}]
