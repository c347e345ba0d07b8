"""Another process can bring the window to the front."""

import pytest

from atom_desktop.app.summoning import window_commands
from atom_desktop.core.bus import Bus
from atom_desktop.core.commands import Commands
from atom_desktop.gui.desk import Summons
from tests.fakes.vault import open_vault


@pytest.mark.parametrize(
    ("command", "summons"),
    [("window.show", Summons.SHOW), ("window.quick-add", Summons.QUICK_ADD)],
)
def test_each_command_summons_the_window(tmp_path, command: str, summons: Summons) -> None:
    heard: list[Summons] = []
    bus: Bus[Summons] = Bus(lambda error: None)
    bus.listen(heard.append)
    commands = Commands()
    for one in window_commands(bus):
        commands.register(one)
    with open_vault(tmp_path) as vault:
        assert commands.run(command, {}, vault.context()) == {"shown": True}
    assert heard == [summons]


def test_the_window_is_reached_while_the_vault_is_locked(tmp_path) -> None:
    bus: Bus[Summons] = Bus(lambda error: None)
    assert all(command.locked for command in window_commands(bus))
