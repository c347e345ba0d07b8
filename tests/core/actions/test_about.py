from enum import StrEnum
from typing import Literal

import msgspec
import pytest
from msgspec import inspect

from atom_desktop.core.actions.about import type_words


class Kind(StrEnum):
    ONE = "one"
    TWO = "two"


class Some(msgspec.Struct):
    x: int


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (str, "text"),
        (int | None, "whole number or null"),
        (list[str], "list of text"),
        (dict[str, float], "object of number"),
        (Kind, "one, two"),
        (Some, "object"),
        (Literal["one", "two"], "one, two"),
    ],
)
def test_a_type_is_said_in_words(kind, words):
    assert type_words(inspect.type_info(kind)) == words


def test_every_command_is_listed_with_what_it_takes(run, commands):
    listed = {one["id"]: one for one in run("command.list")["commands"]}
    assert set(listed) == {command.id for command in commands}
    assert listed["task.list"]["params"] == {
        "query": 'text, else ""',
        "limit": "whole number or null, else null",
        "offset": "whole number, else 0",
    }
    assert listed["task.show"]["params"] == {"id": "text"}
    assert listed["task.add_many"]["params"]["lines"] == "list of text"
    assert listed["task.add"]["permission"] == "capture"
    assert listed["task.add"]["undoable"] is True


def test_commands_can_be_listed_while_the_vault_is_locked(run, vault):
    vault.lock()
    assert run("command.list")["commands"]
    vault.unlock()
