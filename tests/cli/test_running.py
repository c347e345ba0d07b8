import pytest

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.running import read_params
from atom_desktop.model.errors import UserError
from tests.cli.desk import Desk
from tests.fakes.program import COMMAND, FakeProgram


def test_a_command_takes_what_was_said_and_its_answer_is_printed() -> None:
    program, desk = FakeProgram(), Desk()
    assert desk.atom(program, "run", "task.count", "--param", "query=milk") is Exit.DONE
    assert program.vault.calls == [("task.count", {"query": "milk"})]
    assert desk.printed == '{\n  "count": 0\n}\n'


def test_the_answer_in_json_is_one_line() -> None:
    desk = Desk(as_json=True)
    desk.atom(FakeProgram(), "run", "task.count", "-p", "query=x", "--json")
    assert desk.printed == '{"count": 0}\n'


def test_an_answer_may_be_anything_and_harms_nothing() -> None:
    program, desk = FakeProgram(), Desk()
    program.vault.answers["odd"] = ["\x9b31m"]
    desk.atom(program, "run", "odd")
    assert "\x9b" not in desk.printed


def test_an_unknown_command_is_not_found() -> None:
    desk = Desk()
    assert desk.atom(FakeProgram(), "run", "task.frobnicate") is Exit.CONFLICT
    assert "atom commands" in desk.complained


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("a=milk", "milk"),
        ("a=", ""),
        ("a=1", 1),
        ('a="1"', "1"),
        ("a=true", True),
        ("a=null", None),
        ("a=[1,2]", [1, 2]),
        ("a=x=y", "x=y"),
        ("a=NaN", "NaN"),
        ("a=" + "[" * 100_000, "[" * 100_000),
    ],
)
def test_a_value_that_is_json_is_read_as_json(word: str, value) -> None:
    assert read_params([word]) == {"a": value}


@pytest.mark.parametrize("word", ["milk", "=milk", ""])
def test_a_value_without_a_name_is_wrong_usage(word: str) -> None:
    with pytest.raises(UserError, match="KEY=VALUE"):
        read_params([word])


def test_commands_are_listed_with_what_they_take() -> None:
    desk = Desk()
    assert desk.atom(FakeProgram(), "commands") is Exit.DONE
    assert desk.printed.splitlines() == [
        "task.add  Adds a task from quick-add text.",
        "          text: str",
    ]


def test_commands_in_json_are_a_document() -> None:
    desk = Desk(as_json=True)
    desk.atom(FakeProgram(), "commands", "--json")
    assert desk.document == {"commands": [COMMAND]}


def test_a_command_that_takes_nothing_is_one_line() -> None:
    program, desk = FakeProgram(), Desk()
    program.vault.answers["command.list"] = {"commands": [{"id": "a.b", "help": "Does."}]}
    desk.atom(program, "commands")
    assert desk.printed == "a.b  Does.\n"
