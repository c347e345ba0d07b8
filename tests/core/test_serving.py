"""Other processes have commands run; the log tells which and how they ended, never what of."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from atom_desktop.core.commands import Command, Commands, Context, Permission
from atom_desktop.core.logs import Log
from atom_desktop.core.owner import Call, Request
from atom_desktop.core.serving import Serving
from atom_desktop.core.staying import Activity, Reason
from atom_desktop.model.errors import Conflict
from atom_desktop.model.json import Json
from tests.fakes.vault import VaultInUse, open_vault


class Said(msgspec.Struct, frozen=True):
    text: str = ""


def echo(context: Context, params: Said) -> Json:
    return {"text": params.text, "actor": context.actor}


def refuse(_context: Context, params: Said) -> Json:
    raise Conflict(params.text, "", "taken")


def crash(_context: Context, _params: Said) -> Json:
    raise ZeroDivisionError


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[VaultInUse]:
    with open_vault(tmp_path) as opened:
        yield opened


class House:
    def __init__(self, vault: VaultInUse, folder: Path) -> None:
        self.log = Log(folder, vault.clock.now_ms)
        self.activity = Activity(vault.clock.monotonic)
        commands = Commands()
        for run in (echo, refuse, crash):
            commands.register(
                Command(
                    id=f"test.{run.__name__}",
                    title="Test",
                    help="Tests.",
                    params=Said,
                    run=run,
                    permission=Permission.READ,
                )
            )
        ticks = itertools.count()
        self.serving = Serving(
            session=vault.session,
            commands=commands,
            activity=self.activity,
            log=self.log,
            clock=lambda: next(ticks) * 0.25,
        )

    def run(self, command: str, text: str = "") -> Json:
        return self.serving.answer(Request(command, {"text": text}), Call())

    def logged(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.path.read_text().splitlines()]


@pytest.fixture
def house(vault: VaultInUse, tmp_path: Path) -> House:
    return House(vault, tmp_path / "logs")


def test_a_command_runs_as_the_user(house: House) -> None:
    assert house.run("test.echo", "hi") == {"text": "hi", "actor": "user"}


def test_the_log_names_the_command_and_how_long_it_took(house: House) -> None:
    house.run("test.echo", "a secret title")
    (line,) = house.logged()
    assert (line["event"], line["command"], line["milliseconds"]) == ("command", "test.echo", 250)
    assert "secret" not in house.log.path.read_text()


def test_a_refusal_is_logged_by_its_code_and_passed_on(house: House) -> None:
    with pytest.raises(Conflict):
        house.run("test.refuse", "a secret title")
    assert house.logged()[0]["code"] == "taken"
    assert "secret" not in house.log.path.read_text()


def test_a_bug_passes_on_to_the_edge_that_reports_it(house: House) -> None:
    with pytest.raises(ZeroDivisionError):
        house.run("test.crash")


def test_a_call_counts_as_use_of_the_vault(vault: VaultInUse, house: House) -> None:
    check = house.activity.idle_longer_than(lambda: 60.0)
    vault.clock.forward(59)
    house.run("test.echo")
    vault.clock.forward(59)
    assert check() is None
    vault.clock.forward(2)
    assert check() is Reason.IDLE


def test_asking_for_the_status_is_no_use_of_the_vault(vault: VaultInUse, house: House) -> None:
    check = house.activity.idle_longer_than(lambda: 60.0)
    house.serving.commands.register(
        Command(
            id="test.status",
            title="Test",
            help="Tests.",
            params=Said,
            run=echo,
            permission=Permission.READ,
            locked=True,
        )
    )
    vault.clock.forward(61)
    house.run("test.status")
    assert check() is Reason.IDLE


def test_a_stranger_is_logged(house: House) -> None:
    house.serving.stranger()
    assert house.logged()[0]["event"] == "stranger"


def test_an_unexpected_error_is_logged_without_its_words(house: House) -> None:
    house.serving.bug(ValueError("a secret title"))
    assert house.logged()[0]["error"] == "ValueError"
    assert "secret" not in house.log.path.read_text()
