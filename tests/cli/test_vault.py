from pathlib import Path

import pytest

from atom_desktop.cli.failure import Exit
from atom_desktop.model.errors import Unavailable
from tests.cli.desk import Desk
from tests.fakes.program import PASSPHRASE, RECOVERY, FakeProgram


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "passphrase").write_text(f"{PASSPHRASE}\n")
    return str(tmp_path / "passphrase")


def nothing() -> FakeProgram:
    return FakeProgram(presence="none", owner=None)


def locked() -> FakeProgram:
    return FakeProgram(owner=None)


def test_a_vault_is_made_from_a_file_and_its_code_is_shown(file: str) -> None:
    program, desk = nothing(), Desk()
    assert desk.atom(program, "vault", "init", "--passphrase-file", file) is Exit.DONE
    made = {"passphrase": PASSPHRASE, "keyring": False, "kdf": "calibrated"}
    assert program.did == [("init", made)]
    assert f"    {RECOVERY}\n" in desk.printed
    assert "The vault is in /home/ann/ATOM." in desk.printed


def test_a_vault_in_json_is_a_document_with_the_code(file: str) -> None:
    program, desk = nothing(), Desk(as_json=True, environ={"ATOM_PASSPHRASE_FILE": file})
    assert desk.atom(program, "vault", "init", "--kdf", "floor", "--json") is Exit.DONE
    assert desk.document == {
        "vault": "/home/ann/ATOM",
        "recovery_code": RECOVERY,
        "recovery_file": None,
    }
    assert program.did[0][1]["kdf"] == "floor"


def test_a_person_types_the_passphrase_twice() -> None:
    program, desk = nothing(), Desk(tty=True, secrets=("1234", "1234"))
    assert desk.atom(program, "vault", "init") is Exit.DONE
    assert program.did[0][1]["passphrase"] == "1234"
    assert "That is short" in desk.complained


def test_the_keyring_needs_no_passphrase() -> None:
    program, desk = nothing(), Desk()
    assert desk.atom(program, "vault", "init", "--keyring") is Exit.DONE
    assert program.did[0][1] == {"passphrase": None, "keyring": True, "kdf": "calibrated"}


def test_nobody_to_ask_is_wrong_usage() -> None:
    program, desk = nothing(), Desk()
    assert desk.atom(program, "vault", "init") is Exit.USAGE
    assert "--passphrase-file" in desk.complained
    assert program.did == []


def test_the_code_can_go_to_a_file(file: str, tmp_path: Path) -> None:
    code, desk = tmp_path / "code", Desk()
    words = ["--passphrase-file", file, "--recovery-file", str(code)]
    assert desk.atom(nothing(), "vault", "init", *words) is Exit.DONE
    assert code.read_text() == f"{RECOVERY}\n"
    assert RECOVERY not in desk.printed


def test_a_recovery_file_that_is_there_stops_before_the_vault_is_made(file: str) -> None:
    program, desk = nothing(), Desk()
    words = ["--passphrase-file", file, "--recovery-file", file]
    assert desk.atom(program, "vault", "init", *words) is Exit.USAGE
    assert program.did == []


@pytest.mark.parametrize(
    ("presence", "code"), [("present", Exit.CONFLICT), ("remains", Exit.DAMAGED)]
)
def test_no_vault_is_made_over_another(presence: str, code: Exit) -> None:
    program, desk = FakeProgram(presence=presence), Desk(tty=True)
    assert desk.atom(program, "vault", "init") is code
    assert desk.asked == []
    assert program.did == []


def test_an_unknown_cost_of_a_key_is_wrong_usage() -> None:
    assert Desk().atom(nothing(), "vault", "init", "--kdf", "cheap") is Exit.USAGE
    assert Desk().atom(locked(), "vault", "rekey", "--kdf", "cheap") is Exit.USAGE


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (FakeProgram(), "open in the background"),
        (FakeProgram(owner="window"), "open in the window"),
        (locked(), "locked"),
        (nothing(), "`atom vault init` makes one"),
    ],
)
def test_the_status_says_how_the_vault_stands(program: FakeProgram, said: str) -> None:
    desk = Desk()
    assert desk.atom(program, "vault", "status") is Exit.DONE
    assert f"state       {said}\n" in desk.printed.replace("there is none yet; ", "")


def test_a_locked_vault_in_a_process_is_named() -> None:
    program, desk = FakeProgram(owner="headless"), Desk()
    program.opened = False
    desk.atom(program, "vault", "status")
    assert "locked, held without a window" in desk.printed


def test_remains_of_a_vault_are_damage() -> None:
    desk = Desk()
    assert desk.atom(FakeProgram(presence="remains"), "vault", "status") is Exit.DAMAGED
    assert "no key file" in desk.printed


def test_the_status_names_a_damaged_key_file_and_is_damage() -> None:
    program, desk = FakeProgram(), Desk()
    problem = {"file": "keys/a.json", "message": "It is damaged.", "hint": "Use the other."}
    program.problems = [problem]
    assert desk.atom(program, "vault", "status") is Exit.DAMAGED
    assert "keys/a.json\n  It is damaged.\n  Use the other.\n" in desk.printed
    desk = Desk(as_json=True)
    assert desk.atom(program, "vault", "status", "--json") is Exit.DAMAGED
    assert desk.document["problems"] == [problem]


def test_the_status_in_json_is_a_document() -> None:
    desk = Desk(as_json=True)
    desk.atom(FakeProgram(), "vault", "status", "--json")
    assert desk.document["open"] is True


def test_an_open_vault_needs_no_passphrase() -> None:
    program, desk = FakeProgram(), Desk(environ={"ATOM_PASSPHRASE_FILE": "/nowhere"})
    assert desk.atom(program, "vault", "unlock") is Exit.DONE
    assert program.did == []


def test_a_vault_is_unlocked_for_some_minutes(file: str) -> None:
    program, desk = locked(), Desk(as_json=True)
    words = ["--passphrase-file", file, "--minutes", "5", "--json"]
    assert desk.atom(program, "vault", "unlock", *words) is Exit.DONE
    assert desk.document["locks_in_minutes"] == 5
    assert desk.document["owner"] == "background"


def test_a_person_is_asked_for_the_passphrase() -> None:
    desk = Desk(tty=True, secrets=(PASSPHRASE,))
    assert desk.atom(locked(), "vault", "unlock") is Exit.DONE
    assert "open in the background; locks after 30 minutes without use" in desk.printed


def test_a_wrong_passphrase_is_told() -> None:
    desk = Desk(as_json=True, tty=True, secrets=("wrong",))
    assert desk.atom(locked(), "vault", "unlock", "--json") is Exit.LOCKED
    assert desk.failure["code"] == "wrong-passphrase"


def test_the_recovery_code_opens_it_too() -> None:
    program, desk = locked(), Desk(tty=True, secrets=(RECOVERY,))
    assert desk.atom(program, "vault", "unlock", "--recovery") is Exit.DONE
    assert program.did[0][1]["recovery"] == RECOVERY


def test_the_keyring_is_tried_before_anybody_is_asked() -> None:
    program, desk = locked(), Desk(tty=True)
    program.unlocks_with.append("keyring")
    assert desk.atom(program, "vault", "unlock") is Exit.DONE
    assert desk.asked == []


@pytest.mark.parametrize(("tty", "code"), [(True, Exit.DONE), (False, Exit.FAILED)])
def test_a_keyring_that_does_not_answer_leaves_the_passphrase(tty: bool, code: Exit) -> None:
    program, desk = locked(), Desk(tty=tty, secrets=(PASSPHRASE,))
    program.unlocks_with.append("keyring")
    real = program.vault_unlock

    def unlock(*, passphrase, recovery, minutes):
        if passphrase is None:
            raise Unavailable("The keyring is locked.")
        return real(passphrase=passphrase, recovery=recovery, minutes=minutes)

    program.vault_unlock = unlock
    assert desk.atom(program, "vault", "unlock") is code
    assert "The keyring is locked." in desk.complained


def test_locking_says_whether_it_was_open() -> None:
    program, desk = FakeProgram(), Desk()
    assert desk.atom(program, "vault", "lock") is Exit.DONE
    assert desk.atom(program, "vault", "lock") is Exit.DONE
    assert desk.printed == "Locked.\nIt was not open.\n"
    desk = Desk(as_json=True)
    desk.atom(program, "vault", "lock", "--json")
    assert desk.document == {"locked": True, "was_open": False}


def test_a_new_passphrase_is_asked_for_after_that_of_today() -> None:
    program, desk = locked(), Desk(tty=True, secrets=(PASSPHRASE, "other one", "other one"))
    assert desk.atom(program, "vault", "rekey") is Exit.DONE
    assert desk.asked[0] == "Passphrase of today: "
    assert program.did[0][1]["new_passphrase"] == "other one"
    assert "The new passphrase opens the vault" in desk.printed


def test_everything_can_be_said_for_a_script(file: str, tmp_path: Path) -> None:
    (tmp_path / "new").write_text("short")
    program, desk = locked(), Desk(as_json=True)
    words = ["--passphrase-file", file, "--new-passphrase-file", str(tmp_path / "new"), "--json"]
    assert desk.atom(program, "vault", "rekey", *words, "--new-recovery", "--keyring") is Exit.DONE
    assert program.did == [
        (
            "rekey",
            {
                "passphrase": PASSPHRASE,
                "recovery": None,
                "new_passphrase": "short",
                "new_recovery": True,
                "keyring": True,
                "kdf": "calibrated",
            },
        )
    ]
    assert desk.document["recovery_code"] == "NEW0-CODE"
    assert "That is short" in desk.complained


def test_a_new_recovery_code_alone_leaves_the_passphrase() -> None:
    program, desk = locked(), Desk(tty=True, secrets=(RECOVERY,))
    assert desk.atom(program, "vault", "rekey", "--recovery", "--new-recovery") is Exit.DONE
    assert program.did[0][1]["new_passphrase"] is None
    assert "NEW0-CODE" in desk.printed


def test_the_keyring_can_be_added(file: str) -> None:
    desk = Desk(environ={"ATOM_PASSPHRASE_FILE": file})
    assert desk.atom(locked(), "vault", "rekey", "--keyring") is Exit.DONE
    assert desk.printed == "The system's keyring opens the vault.\n"


def test_a_change_of_keys_needs_somebody_or_a_file(file: str) -> None:
    desk = Desk(environ={"ATOM_PASSPHRASE_FILE": file})
    assert desk.atom(locked(), "vault", "rekey") is Exit.USAGE
    assert "--new-passphrase-file" in desk.complained


def test_a_sound_vault_verifies() -> None:
    program, desk = FakeProgram(), Desk()
    program.vault.answers["vault.verify"] = {"files": 12, "problems": []}
    assert desk.atom(program, "vault", "verify") is Exit.DONE
    assert desk.printed == "files     12\nEverything verifies.\n".replace("     ", "  ")


def test_damage_is_named_and_has_its_code() -> None:
    program, desk = FakeProgram(), Desk()
    problem = {"file": "seg-1", "message": "It does not verify.", "hint": "Restore a backup."}
    program.vault.answers["vault.verify"] = {"files": 12, "problems": [problem]}
    assert desk.atom(program, "vault", "verify") is Exit.DAMAGED
    assert desk.printed.endswith("seg-1\n  It does not verify.\n  Restore a backup.\n")
    desk = Desk(as_json=True)
    assert desk.atom(program, "vault", "verify", "--json") is Exit.DAMAGED
    assert desk.document["problems"] == [problem]
