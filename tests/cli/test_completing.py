import json
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from atom_desktop.cli import completing
from atom_desktop.cli.completing import complete, names_of_owner, print_script
from atom_desktop.cli.failure import Exit
from atom_desktop.core.instance import private_folder
from atom_desktop.core.owner import Call, Owner, Request
from atom_desktop.core.owner_line import address_in, listen
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json
from atom_desktop.store.place import find_folders
from tests.cli.desk import Desk
from tests.fakes.program import FakeBackend

VAULT = bytes(range(16))


class Serving:
    """Answers callers with a vault in memory, once it may."""

    def __init__(self, vault: FakeBackend) -> None:
        self.vault = vault
        self.may_answer = threading.Event()
        self.may_answer.set()

    def answer(self, request: Request, call: Call) -> Json:
        self.may_answer.wait(30)
        return self.vault.run(request.command, request.params)

    def stranger(self) -> None:
        raise AssertionError("no other user calls")

    def bug(self, error: BaseException) -> None:
        raise error


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    keys = tmp_path / "data" / "keys"
    keys.mkdir(parents=True)
    slot = {"slot": {"vault": VAULT.hex()}}
    (keys / "one.json").write_text(json.dumps(slot))
    (tmp_path / "run").mkdir(mode=0o700)
    return {
        "ATOM_DATA_DIR": str(tmp_path / "data"),
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
    }


@pytest.fixture
def serving(environ: dict[str, str]) -> Iterator[Serving]:
    """Have a process own the vault: this one."""
    place = find_folders(environ).place(VAULT)
    private_folder(place.runtime)
    answers = Serving(FakeBackend())
    address = address_in(place.runtime, place.profile)
    owner = Owner(listen(address, place.runtime), answers, lambda: {"version": "1"})
    yield answers
    answers.may_answer.set()
    owner.close()


def offered(environ: dict[str, str], *words: str) -> list[str]:
    desk = Desk(environ=environ)
    assert complete(desk.call("__complete", *words)) is Exit.DONE
    assert desk.complained == ""
    return desk.printed.splitlines()


def test_verbs_are_known_without_any_vault(tmp_path: Path) -> None:
    assert offered({"ATOM_DATA_DIR": str(tmp_path)}, "vault", "st") == [
        "status\ttell whether there is a vault, and whether it is open"
    ]


def test_without_a_vault_or_an_owner_there_are_no_ids(tmp_path: Path, environ) -> None:
    assert offered({"ATOM_DATA_DIR": str(tmp_path / "none")}, "done", "") == []
    assert offered(environ, "done", "") == []


def test_ids_come_with_their_titles(environ, serving: Serving) -> None:
    serving.vault.add("Buy\tmilk \x1b[31m")
    serving.vault.add("Call Ann")
    assert offered(environ, "done", "") == ["1110\tBuy milk ␛[31m", "2220\tCall Ann"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("move", "1110", "--to", "Re"), ["Release 2.0"]),
        (("run", "task"), ["task.add\tAdd a task"]),
        (("settings", "app"), ["appearance.theme\tTheme"]),
        (("edit", "1110", "project=H"), ["project=Home"]),
    ],
)
def test_names_commands_and_settings_come_from_the_owner(
    environ, serving: Serving, words: tuple[str, ...], found: list[str]
) -> None:
    assert offered(environ, *words) == found


@pytest.mark.parametrize("said", [("--data", "DIR"), ("--data=DIR",)])
def test_the_folder_of_the_unfinished_line_is_meant(
    environ, serving: Serving, said: tuple[str, ...], tmp_path: Path
) -> None:
    serving.vault.add("Buy milk")
    elsewhere = {**environ, "ATOM_DATA_DIR": str(tmp_path / "none")}
    words = [word.replace("DIR", environ["ATOM_DATA_DIR"]) for word in said]
    assert offered(elsewhere, *words, "done", "1") == ["1110\tBuy milk"]


def test_a_folder_that_cannot_be_a_vault_offers_nothing(environ) -> None:
    assert offered(environ, "--data", "/", "done", "") == []


def test_the_names_of_an_open_vault_are_told(environ, serving: Serving) -> None:
    folders = find_folders(environ)
    assert names_of_owner(folders, "project", "label") == [["Home", "Release 2.0"]] * 2
    serving.vault.failing["names.list"] = UserError("Locked.")
    assert names_of_owner(folders, "project") is None


def test_without_an_owner_no_names_are_known(environ, tmp_path: Path) -> None:
    assert names_of_owner(find_folders(environ), "project") is None
    nowhere = find_folders({"ATOM_DATA_DIR": str(tmp_path / "none")})
    assert names_of_owner(nowhere, "project") is None


def test_a_command_that_fails_offers_nothing(environ, serving: Serving) -> None:
    serving.vault.failing["task.list"] = UserError("Locked.")
    assert offered(environ, "done", "") == []


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no such timer")
def test_an_owner_that_does_not_answer_is_not_waited_for(
    environ, serving: Serving, monkeypatch
) -> None:
    serving.may_answer.clear()
    monkeypatch.setattr(completing, "PATIENCE", 0.05)
    before = signal.getsignal(signal.SIGALRM)
    assert offered(environ, "done", "") == []
    assert signal.getsignal(signal.SIGALRM) is before


def test_without_such_a_timer_it_works_as_well(environ, serving: Serving, monkeypatch) -> None:
    monkeypatch.delattr(signal, "setitimer", raising=False)
    serving.vault.add("Buy milk")
    assert offered(environ, "done", "1") == ["1110\tBuy milk"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_printed_for_each_shell(shell: str) -> None:
    desk = Desk()
    assert print_script(desk.call("completion", shell)) is Exit.DONE
    assert "atom __complete" in desk.printed
    desk = Desk(as_json=True)
    print_script(desk.call("completion", shell))
    assert desk.document["shell"] == shell


def test_another_shell_is_wrong_usage() -> None:
    with pytest.raises(UserError, match="no completion"):
        print_script(Desk().call("completion", "cmd"))
