"""A process that may own a vault in a temporary folder, with a keyring and clocks of its own."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from atom_desktop.core.commands import Command, Commands
from atom_desktop.core.logs import Log
from atom_desktop.core.ownership import Kind, Ownership
from atom_desktop.core.patience import Patience
from atom_desktop.core.serving import Serving
from atom_desktop.core.session import VaultState
from atom_desktop.core.staying import Activity
from atom_desktop.store.slots import KdfChoice
from tests.fakes.keyring import FakeKeyring
from tests.fakes.vault import VaultInUse, vault_in

PASSPHRASE = "correct horse"


@dataclass
class Household:
    """One process and its vault; several with the same root are several processes."""

    vault: VaultInUse
    ownership: Ownership
    keyring: FakeKeyring
    seconds: list[float]
    quits: list[str] = field(default_factory=list)
    states: list[VaultState] = field(default_factory=list)

    def create(self, *, keyring: bool = False) -> str:
        return self.ownership.create(passphrase=PASSPHRASE, keyring=keyring, kdf=KdfChoice.FLOOR)


_numbers = itertools.count()


def household(
    root: Path, *commands: Command, kind: Kind = Kind.HEADLESS, keyring: FakeKeyring | None = None
) -> Household:
    """Build a process whose folders lie under `root`; close its `ownership` in the end."""
    vault = vault_in(root, seed=f"household {next(_numbers)}")
    held = Commands()
    for command in commands:
        held.register(command)
    log = Log(root / "logs", vault.clock.now_ms)
    activity = Activity(vault.clock.monotonic)
    serving = Serving(session=vault.session, commands=held, activity=activity, log=log)
    seconds, quits = [0.0], list[str]()
    kept = keyring or FakeKeyring()
    quit_process: Callable[[], None] = lambda: quits.append("quit")  # noqa: E731 -- typed here
    ownership = Ownership(
        session=vault.session,
        kind=kind,
        answers=serving,
        opener=vault.opener,
        keyring=kept,
        patience=Patience(lambda: seconds[0]),
        version="test",
        quit=quit_process,
    )
    vault.session.control = ownership
    house = Household(vault, ownership, kept, seconds, quits)
    vault.session.bus.listen(house.states.append)
    return house
