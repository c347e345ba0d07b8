"""The window has commands run off its thread, and every outcome comes back to it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from atom_desktop.core.commands import Command, Commands, Context, Permission
from atom_desktop.core.jobs import Progress
from atom_desktop.gui.bridge import Bridge
from atom_desktop.gui.runner import Runner
from atom_desktop.model.errors import AtomError, Conflict
from atom_desktop.model.json import Json, JsonObject
from tests.fakes.vault import VaultInUse, open_vault


class Said(msgspec.Struct, frozen=True):
    text: str = ""


def echo(context: Context, params: Said) -> Json:
    context.caller.progress({"done": 1, "total": 2})
    return {"text": params.text, "actor": context.actor, "thread": threading.get_ident()}


def refuse(_context: Context, params: Said) -> Json:
    raise Conflict(params.text, "Look again.", "taken")


def crash(_context: Context, _params: Said) -> Json:
    raise ZeroDivisionError


def wait(context: Context, _params: Said) -> Json:
    while not context.caller.cancelled():
        threading.Event().wait(0.005)
    return "cancelled"


class House:
    def __init__(self, vault: VaultInUse) -> None:
        self.bugs: list[BaseException] = []
        self.failures: list[AtomError] = []
        self.results: list[Json] = []
        self.reports: list[JsonObject] = []
        self.bridge = Bridge(self.bugs.append)
        commands = Commands()
        for run in (echo, refuse, crash, wait):
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
        self.runner = Runner(
            vault.session,
            commands,
            post=self.bridge.post,
            failed=self.failures.append,
            report=self.bugs.append,
        )


@pytest.fixture
def house(tmp_path: Path, qtbot: QtBot) -> Iterator[House]:
    with open_vault(tmp_path) as vault:
        made = House(vault)
        yield made
        made.bridge.close()


def soon(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=10_000)


def test_a_result_comes_back_from_another_thread(house: House, qtbot: QtBot) -> None:
    house.runner.run("test.echo", {"text": "hi"}, house.results.append, told=house.reports.append)
    soon(qtbot, lambda: bool(house.results))
    (result,) = house.results
    assert isinstance(result, dict)
    assert (result["text"], result["actor"]) == ("hi", "user")
    assert result["thread"] != threading.get_ident()
    assert house.reports == [{"done": 1, "total": 2}]


def test_a_failure_without_a_place_of_its_own_is_shown(house: House, qtbot: QtBot) -> None:
    house.runner.run("test.refuse", {"text": "Taken."}, house.results.append)
    soon(qtbot, lambda: bool(house.failures))
    assert (house.failures[0].message, house.results) == ("Taken.", [])


def test_a_failure_goes_to_whoever_asked_for_it(house: House, qtbot: QtBot) -> None:
    mine: list[AtomError] = []
    house.runner.run("test.refuse", {"text": "Taken."}, failed=mine.append)
    soon(qtbot, lambda: bool(mine))
    assert not house.failures


def test_a_bug_is_reported(house: House, qtbot: QtBot) -> None:
    house.runner.run("test.crash", {}, house.results.append)
    soon(qtbot, lambda: bool(house.bugs))
    assert isinstance(house.bugs[0], ZeroDivisionError)


def test_a_command_can_be_cancelled(house: House, qtbot: QtBot) -> None:
    progress = house.runner.run("test.wait", {}, house.results.append)
    progress.cancel()
    soon(qtbot, lambda: bool(house.results))
    assert house.results == ["cancelled"]


def test_other_work_comes_back_in_the_same_way(house: House, qtbot: QtBot) -> None:
    def work(progress: Progress) -> bool:
        return progress.cancelled()

    found: list[bool] = []
    house.runner.work("look", work, found.append)
    soon(qtbot, lambda: bool(found))
    assert found == [False]


def test_a_page_that_was_left_hears_nothing_more(house: House, qtbot: QtBot) -> None:
    heard: list[object] = []
    page = house.runner.for_page()
    progress = page.run("test.wait", {}, heard.append, told=heard.append)
    page.run("test.echo", {}, heard.append, told=heard.append)
    page.leave()
    page.run("test.refuse", {"text": "Somebody was faster."}, failed=heard.append)
    progress.cancel()
    qtbot.waitUntil(lambda: bool(house.failures), timeout=10_000)
    assert heard == []
    assert [one.message for one in house.failures] == ["Somebody was faster."]
