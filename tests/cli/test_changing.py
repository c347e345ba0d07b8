import pytest

from atom_desktop.cli.changing import MOST_SHOWN, edits
from atom_desktop.cli.failure import Exit
from atom_desktop.model.errors import UserError
from tests.cli.desk import Desk
from tests.fakes.program import FakeProgram


@pytest.fixture
def program() -> FakeProgram:
    found = FakeProgram()
    found.vault.add("Buy milk", labels=["errand"])
    found.vault.add("Call Ann")
    return found


@pytest.mark.parametrize(
    ("verb", "field", "said"),
    [
        ("done", "status", "1 task done."),
        ("cancel", "status", "1 task cancelled."),
        ("reopen", "status", "1 task open again."),
        ("delete", "trashed", "1 task in the trash."),
        ("restore", "trashed", "1 task out of the trash."),
    ],
)
def test_a_verb_changes_the_task_and_says_so(
    program: FakeProgram, verb: str, field: str, said: str
) -> None:
    desk = Desk()
    program.vault.tasks[0] |= {"status": "odd", "trashed": "odd"}
    assert desk.atom(program, verb, "1110") is Exit.DONE
    assert program.vault.tasks[0][field] != "odd"
    assert said in desk.printed
    assert "Buy milk" in desk.printed


def test_several_ids_are_one_command(program: FakeProgram) -> None:
    Desk().atom(program, "done", "1110", "2220")
    assert program.vault.calls == [("task.done", {"ids": ["1110", "2220"], "query": ""})]


def test_json_is_what_the_command_answers(program: FakeProgram) -> None:
    desk = Desk(as_json=True)
    assert desk.atom(program, "done", "1110", "--json") is Exit.DONE
    assert set(desk.document) == {"tasks", "changed", "step", "title"}
    assert desk.document["changed"] == 1


def test_nothing_named_and_both_named_are_wrong_usage(program: FakeProgram) -> None:
    assert Desk().atom(program, "done") is Exit.USAGE
    assert Desk().atom(program, "done", "--query", "") is Exit.USAGE
    assert Desk().atom(program, "done", "1110", "--query", "milk") is Exit.USAGE
    assert program.vault.calls == []


def test_a_query_without_anybody_to_ask_changes_nothing(program: FakeProgram) -> None:
    desk = Desk(as_json=True)
    assert desk.atom(program, "delete", "--query", "a", "--json") is Exit.USAGE
    assert desk.failure["message"].startswith("1 task matches")
    assert "--yes" in desk.failure["hint"]
    assert [task["trashed"] for task in program.vault.tasks] == [None, None]


def test_a_query_is_carried_out_after_a_yes(program: FakeProgram) -> None:
    desk = Desk(tty=True, typed="y\n")
    assert desk.atom(program, "done", "--query", "@errand") is Exit.DONE
    assert "Mark 1 task as done? [y/N]" in desk.complained
    assert program.vault.asked("task.done")[0]["expected"] == 1


def test_anything_else_than_yes_changes_nothing(program: FakeProgram) -> None:
    desk = Desk(tty=True, typed="\n")
    assert desk.atom(program, "done", "--query", "milk") is Exit.FAILED
    assert "Nothing was changed." in desk.complained
    assert program.vault.asked("task.done") == []


def test_yes_in_advance_asks_nothing(program: FakeProgram) -> None:
    desk = Desk()
    assert desk.atom(program, "done", "-q", "milk", "-y") is Exit.DONE
    assert program.vault.asked("task.count") == []
    assert "expected" not in program.vault.asked("task.done")[0]


def test_a_query_that_finds_nothing_is_left_to_the_command(program: FakeProgram) -> None:
    Desk().atom(program, "done", "--query", "nowhere")
    assert program.vault.asked("task.done")[0]["expected"] == 0


def test_a_crowd_is_cut_short_and_counted() -> None:
    program, desk = FakeProgram(), Desk()
    for number in range(MOST_SHOWN + 5):
        program.vault.add(f"task {number}")
    desk.atom(program, "done", "--query", "task", "--yes")
    assert "and 5 more tasks" in desk.printed
    assert f"{MOST_SHOWN + 5} tasks done." in desk.printed


def test_what_was_so_already_is_said(program: FakeProgram) -> None:
    desk = Desk()
    program.vault.answers["task.done"] = {"tasks": [], "changed": 0}
    desk.atom(program, "done", "1110")
    assert desk.printed == "Nothing to change: that is how it was.\n"


def test_an_edit_sets_clears_adds_and_removes(program: FakeProgram) -> None:
    words = ["due=tomorrow", "notes=", "labels+=phone, @home", "labels-=errand"]
    assert Desk().atom(program, "edit", "1110", *words) is Exit.DONE
    assert program.vault.asked("task.edit") == [
        {
            "ids": ["1110"],
            "query": "",
            "set": {"due": "tomorrow", "notes": None},
            "add_labels": ["phone", "home"],
            "remove_labels": ["errand"],
        }
    ]
    assert program.vault.tasks[0]["labels"] == ["phone", "home"]


@pytest.mark.parametrize(
    ("word", "values"),
    [
        ("title=a=b", {"title": "a=b"}),
        ("Title=Call\nAnn", {"title": "Call\nAnn"}),
        ("labels=a,b", {"labels": ["a", "b"]}),
        ("labels=", {"labels": []}),
    ],
)
def test_a_value_is_everything_behind_the_first_sign(word: str, values: dict) -> None:
    assert edits([word])["set"] == values


@pytest.mark.parametrize("word", ["priority+=1", "title-=x"])
def test_only_labels_are_added_to(word: str) -> None:
    with pytest.raises(UserError, match="is not possible"):
        edits([word])


def test_what_is_no_assignment_is_refused() -> None:
    with pytest.raises(UserError, match="FIELD=VALUE"):
        edits(["title"])


def test_an_edit_needs_something_to_change(program: FakeProgram) -> None:
    assert Desk().atom(program, "edit", "1110") is Exit.USAGE
    assert Desk().atom(program, "edit", "1110", "labels+=,") is Exit.USAGE
    assert Desk().atom(program, "edit", "priority=1") is Exit.USAGE


def test_a_query_can_be_edited(program: FakeProgram) -> None:
    desk = Desk(tty=True, typed="yes\n")
    assert desk.atom(program, "edit", "--query", "ann", "priority=1") is Exit.DONE
    assert program.vault.tasks[1]["priority"] == "1"
    assert "Change 1 task? [y/N]" in desk.complained


def test_a_move_names_its_places(program: FakeProgram) -> None:
    Desk().atom(program, "move", "1110", "--to", "Home/Kitchen", "--after", "2220")
    assert program.vault.asked("task.move") == [
        {"ids": ["1110"], "query": "", "to": "Home/Kitchen", "after": "2220"}
    ]
    assert Desk().atom(program, "move", "1110", "-t", "-") is Exit.DONE
    assert program.vault.tasks[0]["project"] is None


def test_a_move_to_nowhere_is_wrong_usage(program: FakeProgram) -> None:
    desk = Desk()
    assert desk.atom(program, "move", "1110") is Exit.USAGE
    assert "--to PROJECT" in desk.complained
