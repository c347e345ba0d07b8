"""What the window works with, over a real vault in a temporary folder."""

from dataclasses import dataclass
from pathlib import Path

from atom_desktop.core.actions.registry import all_commands
from atom_desktop.core.bus import Bus
from atom_desktop.core.ownership import Kind
from atom_desktop.core.staying import Activity
from atom_desktop.gui.desk import Desk, Summons
from tests.fakes.ownerships import Household, household


@dataclass
class Office:
    """A desk and the process behind it."""

    house: Household
    desk: Desk
    summons: Bus[Summons]


def office(root: Path, *, passphrase: str = "") -> Office:
    """Build a desk; close `house.ownership` in the end."""
    house = household(root, *all_commands(), kind=Kind.WINDOW)
    summons: Bus[Summons] = Bus(house.vault.bugs.append)
    house.ownership.quit = lambda: summons.publish(Summons.QUIT)
    commands = all_commands()
    desk = Desk(
        session=house.vault.session,
        ownership=house.ownership,
        commands=commands,
        activity=Activity(house.vault.clock.monotonic),
        report=house.vault.bugs.append,
        summons=summons,
        version="test",
        passphrase=passphrase,
    )
    return Office(house, desk, summons)
