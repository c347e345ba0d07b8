from collections.abc import Callable

import pytest

from atom_desktop.core.actions.registry import all_commands
from tests.fakes.vault import open_vault


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
