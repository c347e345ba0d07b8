import threading
from pathlib import Path

import pytest

from atom_desktop.core.session import VaultState
from atom_desktop.model.errors import Busy, Denied
from tests.fakes.beside import PATIENCE, Beside, until
from tests.fakes.vault import VaultInUse, vault_in


@pytest.mark.parametrize("part", ["opened", "store", "index", "workspace", "settings"])
def test_a_locked_vault_gives_nothing_out(vault: VaultInUse, part: str) -> None:
    assert getattr(vault.session, part) is not None
    vault.lock()
    assert vault.session.locked
    with pytest.raises(Denied):
        getattr(vault.session, part)


def test_a_locked_vault_cannot_be_used(vault: VaultInUse) -> None:
    vault.lock()
    with pytest.raises(Denied), vault.session.using():
        pass


def test_everybody_hears_of_opening_and_locking(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    heard: list[tuple[VaultState, bool]] = []
    vault.session.bus.listen(lambda state: heard.append((state, vault.session.locked)))
    vault.unlock()
    vault.lock()
    vault.session.jobs.close()
    assert heard == [(VaultState.OPENED, False), (VaultState.LOCKED, True)]


def test_locking_a_locked_vault_does_nothing(vault: VaultInUse) -> None:
    vault.lock()
    vault.lock()
    assert vault.session.locked


def test_locking_waits_for_a_command_at_work_and_lets_no_other_begin(vault: VaultInUse) -> None:
    done = threading.Event()

    def work() -> str:
        with vault.session.using() as opened:
            assert done.wait(PATIENCE)
            return opened.store.device_id

    working = Beside(work)
    until(lambda: vault.session._users == 1)
    locking = Beside(vault.lock)
    until(lambda: vault.session._closing)
    with pytest.raises(Denied), vault.session.using():
        pass
    vault.lock()  # a second one leaves it to the first
    assert not vault.session.locked
    done.set()
    assert working.result()
    locking.result()
    assert vault.session.locked


def test_a_command_that_takes_too_long_keeps_the_vault_open(vault: VaultInUse) -> None:
    with vault.session.using():
        with pytest.raises(Busy):
            vault.session.give_up(patience=0.01)
        assert not vault.session.locked
    with vault.session.using() as opened:
        assert opened is vault.session.opened
