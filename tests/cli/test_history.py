import pytest

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.history import _value
from tests.cli.desk import Desk
from tests.fakes.program import NOW, FakeProgram


def test_undo_and_redo_say_what_they_did() -> None:
    program = FakeProgram()
    program.vault.add("Buy milk")
    Desk().atom(program, "done", "1110")
    desk = Desk()
    assert desk.atom(program, "undo") is Exit.DONE
    assert desk.printed == "Undo: Done\n"
    assert program.vault.tasks[0]["status"] == "open"
    desk = Desk()
    assert desk.atom(program, "redo") is Exit.DONE
    assert desk.printed == "Redo: Done\n"
    assert program.vault.tasks[0]["status"] == "done"


def test_undo_in_json_is_its_answer() -> None:
    program, desk = FakeProgram(), Desk(as_json=True)
    Desk().atom(program, "add", "x")
    desk.atom(program, "undo", "--json")
    assert set(desk.document) == {"title", "step", "changed"}


def test_nothing_to_undo_is_a_failure() -> None:
    desk = Desk()
    assert desk.atom(FakeProgram(), "undo") is Exit.FAILED
    assert "nothing to undo" in desk.complained


def test_the_history_is_a_line_a_step() -> None:
    program, desk = FakeProgram(), Desk()
    Desk().atom(program, "add", "Buy milk")
    assert desk.atom(program, "history") is Exit.DONE
    assert desk.printed == "today 09:30       Add “Buy milk”\n"
    assert program.vault.asked("history.list") == [{"id": "", "limit": 50}]


def test_the_history_of_one_task_shows_its_fields() -> None:
    program, desk = FakeProgram(), Desk()
    Desk().atom(program, "add", "Buy milk")
    desk.atom(program, "history", "1110", "--limit", "7")
    assert desk.printed.splitlines()[1].strip() == "priority: 4 → 1"
    assert program.vault.asked("history.list") == [{"id": "1110", "limit": 7}]


def test_who_it_was_is_said_when_it_was_not_the_person() -> None:
    program, desk = FakeProgram(), Desk()
    step = {"at": NOW, "actor": "sync\x1b[2J", "title": "", "command": "task.add", "changes": None}
    program.vault.answers["history.list"] = {"steps": [step]}
    desk.atom(program, "history")
    assert desk.printed == "today 09:30       task.add  (sync␛[2J)\n"


def test_a_long_title_is_cut_at_the_edge_of_the_screen() -> None:
    program, desk = FakeProgram(), Desk(environ={"COLUMNS": "60"})
    step = {"at": NOW, "actor": "user", "title": "x" * 99, "changes": []}
    program.vault.answers["history.list"] = {"steps": [step]}
    desk.atom(program, "history")
    assert len(desk.printed.rstrip()) == 60


def test_fields_that_follow_from_others_are_left_out() -> None:
    program, desk = FakeProgram(), Desk()
    changes = [
        {"field": "changed", "before": NOW, "after": NOW},
        {"field": "", "before": None, "after": {}},
        {"field": "due", "before": None, "after": {"date": "2026-12-01"}},
    ]
    step = {"at": NOW, "actor": "user", "title": "Edit", "changes": changes}
    program.vault.answers["history.list"] = {"steps": [step]}
    desk.atom(program, "history", "1110")
    assert [line.strip() for line in desk.printed.splitlines()[1:]] == ["due: none → 2026-12-01"]


def test_an_empty_history_is_said_on_a_screen_alone() -> None:
    desk = Desk(tty=True)
    desk.atom(FakeProgram(), "history")
    assert "Nothing was changed yet." in desk.printed
    desk = Desk()
    desk.atom(FakeProgram(), "history")
    assert desk.printed == ""


def test_the_history_in_json_is_a_document() -> None:
    program, desk = FakeProgram(), Desk(as_json=True)
    Desk().atom(program, "add", "x")
    desk.atom(program, "history", "--json")
    assert [step["title"] for step in desk.document["steps"]] == ["Add “x”"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "none"),
        ("", "none"),
        ([], "none"),
        (False, "no"),
        (True, "yes"),
        ({"at": "2026-12-01T09:00:00", "tz": "UTC"}, "2026-12-01T09:00:00"),
        (["a", "b"], "a, b"),
        ("a\nb", "a↵b"),
        ("x" * 99, "x" * 59 + "…"),
    ],
)
def test_a_value_is_one_short_line(value, shown: str) -> None:
    assert _value(value) == shown
