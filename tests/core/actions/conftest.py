from collections.abc import Callable

import pytest

from atom_desktop.core.actions.registry import all_commands
from tests.fakes.keyed_vault import create
from tests.fakes.keyring import FakeKeyring
from tests.fakes.vault import open_vault, vault_in


class Process:
    """Stands for the process around the vault, and notes what it was asked for."""

    def __init__(self):
        self.asked = []

    def status(self):
        return {"open": True, "asked": list(self.asked)}

    def unlock(self, *, passphrase, recovery):
        self.asked.append(("unlock", passphrase, recovery))

    def lock(self):
        self.asked.append("lock")

    def quit(self):
        self.asked.append("quit")


@pytest.fixture
def keyed(tmp_path):
    """A vault with key files, so that backups of it can be opened, in a process of its own."""
    made = vault_in(tmp_path)
    keys = create(tmp_path, keyring=FakeKeyring()).keys
    made.session.take(made.opener(keys))
    made.session.control = Process()
    yield made
    made.session.jobs.close()
    made.lock()
    assert not made.bugs


@pytest.fixture
def run_keyed(keyed, commands):
    """Run a command in the vault that has key files."""
    return lambda command_id, **params: commands.run(command_id, params, keyed.context("user"))


@pytest.fixture
def vault(tmp_path):
    with open_vault(tmp_path) as opened:
        yield opened


@pytest.fixture
def commands():
    return all_commands()


@pytest.fixture
def run(vault, commands) -> Callable:
    """Run a command as the person in front of the screen would."""

    def run_command(command_id, *, actor="user", **params):
        return commands.run(command_id, params, vault.context(actor))

    return run_command
