"""What the command line asks of a vault on this computer."""

from collections.abc import Iterator

import pytest

from atom_desktop.app.build import build
from atom_desktop.app.program import VaultProgram
from atom_desktop.core.ownership import Kind
from atom_desktop.model.errors import Busy, Conflict, Damaged, Denied, NotFound
from atom_desktop.store.slots import KdfChoice
from tests.app.conftest import Desk

PASSPHRASE = "open sesame"


@pytest.fixture
def program(folders, terminal, environ) -> VaultProgram:
    return VaultProgram(folders=folders, terminal=terminal, environ=environ, passphrase=PASSPHRASE)


@pytest.fixture
def code(program: VaultProgram) -> str:
    return program.vault_init(passphrase=PASSPHRASE, keyring=False, kdf="floor")


def count(program: VaultProgram) -> object:
    with program.backend() as backend:
        return backend.run("task.count", {})


def test_before_there_is_a_vault_everything_says_so(program: VaultProgram) -> None:
    assert program.vault_status()["presence"] == "none"
    assert not program.vault_lock()
    with pytest.raises(NotFound, match="no vault"), program.backend():
        pass
    with pytest.raises(NotFound):
        program.vault_unlock(passphrase=PASSPHRASE, recovery=None, minutes=None)


def test_a_vault_is_made_once(program: VaultProgram, code: str) -> None:
    assert len(code.split("-")) == 14
    status = program.vault_status()
    assert (status["presence"], status["open"], status["owner"]) == ("present", False, None)
    with pytest.raises(Conflict):
        program.vault_init(passphrase=PASSPHRASE, keyring=False, kdf="floor")


def test_a_command_opens_the_vault_with_the_passphrase_that_was_given(
    program: VaultProgram, code: str
) -> None:
    assert count(program) == {"count": 0}
    assert not program.damaged


def test_without_a_passphrase_and_nobody_to_ask_the_vault_stays_locked(
    program: VaultProgram, code: str
) -> None:
    program.passphrase = None
    with pytest.raises(Denied, match="locked"):
        count(program)


def test_a_person_at_the_terminal_is_asked(folders, environ, program, code: str) -> None:
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return PASSPHRASE

    desk = Desk(secrets=answer)
    desk.interactive = True
    other = VaultProgram(folders=folders, terminal=desk, environ=environ, passphrase=None)
    assert count(other) == {"count": 0}
    assert len(asked) == 1


def test_a_new_passphrase_and_a_new_recovery_code(program: VaultProgram, code: str) -> None:
    new = program.vault_rekey(
        passphrase=None,
        recovery=code,
        new_passphrase="new words",
        new_recovery=True,
        keyring=False,
        kdf="floor",
    )
    assert new not in {None, code}
    with pytest.raises(Denied):
        count(program)
    program.passphrase = "new words"
    assert count(program) == {"count": 0}


def test_what_does_not_verify_is_remembered_for_the_exit_code(
    program: VaultProgram, code: str, folders
) -> None:
    with program.backend() as backend:
        backend.run("task.add", {"text": "Buy milk"})
    (log,) = (folders.data / "dev").glob("*/log-*.atom")
    content = bytearray(log.read_bytes())
    content[-1] ^= 1
    log.write_bytes(bytes(content))
    count(program)
    assert program.damaged


def test_data_without_keys_is_damage(program: VaultProgram, code: str, folders) -> None:
    with program.backend() as backend:
        backend.run("task.add", {"text": "Buy milk"})
    for slot in (folders.data / "keys").iterdir():
        slot.unlink()
    with pytest.raises(Damaged), program.backend():
        pass


@pytest.fixture
def window(program: VaultProgram, code: str, folders, environ) -> Iterator[None]:
    """Another process has the vault open in a window."""
    parts = build(folders, Kind.WINDOW, environ)
    parts.ownership.unlock(passphrase=PASSPHRASE)
    yield
    parts.ownership.close()


def test_an_open_window_is_asked_instead(program: VaultProgram, window) -> None:
    program.passphrase = None
    assert count(program) == {"count": 0}
    assert program.vault_status()["owner"] == "window"
    assert program.vault_unlock(passphrase=None, recovery=None, minutes=None)["open"] is True


def test_an_open_window_can_be_locked_and_unlocked(program: VaultProgram, window) -> None:
    assert program.vault_lock()
    assert not program.vault_lock()
    with pytest.raises(Denied):
        count(program)
    program.vault_unlock(passphrase=PASSPHRASE, recovery=None, minutes=None)
    assert count(program) == {"count": 0}


def test_a_backup_is_not_restored_under_an_open_window(
    program: VaultProgram, window, tmp_path
) -> None:
    file = tmp_path / "my.backup"
    with program.backend() as backend:
        backend.run("backup.create", {"path": str(file)})
    with pytest.raises(Busy, match="window"):
        program.backup_restore(file, passphrase=PASSPHRASE, recovery=None)


def test_a_backup_is_checked_and_restored(program: VaultProgram, code: str, tmp_path) -> None:
    file = tmp_path / "my.backup"
    with program.backend() as backend:
        backend.run("task.add", {"text": "Buy milk"})
        backend.run("backup.create", {"path": str(file)})
        backend.run("task.add", {"text": "Made later"})
    assert program.backup_verify(file, passphrase=None, recovery=code)
    assert program.backup_restore(file, passphrase=PASSPHRASE, recovery=None)
    assert count(program) == {"count": 1}


def test_the_floor_of_the_key_derivation_can_be_chosen(program: VaultProgram) -> None:
    assert KdfChoice("floor").cost().memory < KdfChoice("calibrated").cost().memory * 100
    with pytest.raises(ValueError, match="dear"):
        program.vault_init(passphrase=PASSPHRASE, keyring=False, kdf="dear")
