from pathlib import Path

import pytest

from atom_desktop.cli.failure import Exit
from tests.cli.desk import Desk
from tests.fakes.program import PASSPHRASE, RECOVERY, FakeProgram


@pytest.fixture
def program() -> FakeProgram:
    found = FakeProgram()
    found.vault.answers["backup.create"] = {"path": "/b.atom", "files": 3}
    found.vault.answers["backup.verify"] = {"path": "/b.atom", "files": 3}
    return found


@pytest.fixture
def named(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    return {"ATOM_PASSPHRASE_FILE": str(tmp_path / "passphrase")}


def test_a_backup_is_made_where_it_is_said(program: FakeProgram, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    desk = Desk()
    assert desk.atom(program, "backup", "create", "b.atom") is Exit.DONE
    assert program.vault.asked("backup.create") == [
        {"path": str(tmp_path / "b.atom"), "force": False}
    ]
    assert "The backup is whole." in desk.printed


@pytest.mark.parametrize("verb", ["create", "verify"])
def test_a_backup_of_a_damaged_vault_is_not_called_whole(program: FakeProgram, verb: str) -> None:
    report = {"path": "/b.atom", "problems": ["The history is not complete."]}
    program.vault.answers[f"backup.{verb}"] = report
    desk = Desk()
    assert desk.atom(program, "backup", verb, "/b.atom") is Exit.DONE
    assert "The history is not complete." in desk.printed
    assert "named above" in desk.printed
    assert "whole" not in desk.printed


def test_a_backup_in_json_is_its_report(program: FakeProgram) -> None:
    desk = Desk(as_json=True)
    desk.atom(program, "backup", "create", "/b.atom", "--force", "--json")
    assert desk.document == {"path": "/b.atom", "files": 3}
    assert program.vault.asked("backup.create")[0]["force"] is True


def test_the_open_vault_checks_its_backups_by_itself(program: FakeProgram) -> None:
    desk = Desk()
    assert desk.atom(program, "backup", "verify", "/b.atom") is Exit.DONE
    assert program.vault.asked("backup.verify") == [{"path": "/b.atom"}]
    assert program.did == []


def test_so_does_one_that_the_keyring_opens(program: FakeProgram) -> None:
    program.opened, program.owner = False, None
    program.unlocks_with.append("keyring")
    assert Desk().atom(program, "backup", "verify", "/b.atom") is Exit.DONE
    assert program.did == []


def test_a_passphrase_that_is_named_is_that_of_the_backup(program: FakeProgram, named) -> None:
    desk = Desk(environ=named)
    assert desk.atom(program, "backup", "verify", "/b.atom") is Exit.DONE
    asked = {"path": "/b.atom", "passphrase": PASSPHRASE, "recovery": None}
    assert program.did == [("backup verify", asked)]


def test_the_recovery_code_opens_a_backup(program: FakeProgram) -> None:
    desk = Desk(tty=True, secrets=(RECOVERY,))
    assert desk.atom(program, "backup", "verify", "/b.atom", "--recovery") is Exit.DONE
    assert program.did[0][1]["recovery"] == RECOVERY


def test_without_an_open_vault_a_person_is_asked() -> None:
    desk = Desk(tty=True, secrets=("wrong",))
    program = FakeProgram(presence="none", owner=None)
    assert desk.atom(program, "backup", "verify", "/b.atom") is Exit.LOCKED
    assert desk.asked == ["Passphrase of the backup: "]


def test_a_backup_takes_an_empty_place_without_a_question(named) -> None:
    program, desk = FakeProgram(presence="none", owner=None), Desk(environ=named)
    assert desk.atom(program, "backup", "restore", "/b.atom") is Exit.DONE
    assert program.did[0][0] == "backup restore"
    assert "kept  /home/ann/ATOM-before" in desk.printed


def test_a_vault_that_is_there_is_not_replaced_without_a_yes(named) -> None:
    program, desk = FakeProgram(), Desk(as_json=True, environ=named)
    assert desk.atom(program, "backup", "restore", "/b.atom", "--json") is Exit.USAGE
    assert "--yes" in desk.failure["hint"]
    assert program.did == []


@pytest.mark.parametrize(("typed", "code"), [("y\n", Exit.DONE), ("n\n", Exit.FAILED)])
def test_a_person_is_asked_before_it_is_replaced(typed: str, code: Exit) -> None:
    program, desk = FakeProgram(), Desk(tty=True, typed=typed, secrets=(PASSPHRASE,))
    assert desk.atom(program, "backup", "restore", "/b.atom") is code
    assert "is kept in a folder beside it" in desk.complained
    assert len(program.did) == (code is Exit.DONE)


def test_yes_in_advance_restores(named) -> None:
    program, desk = FakeProgram(), Desk(as_json=True, environ=named)
    assert desk.atom(program, "backup", "restore", "/b.atom", "--yes", "--json") is Exit.DONE
    assert desk.document["kept"] == "/home/ann/ATOM-before"
