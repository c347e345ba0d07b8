"""What the window works with: one vault in this process, and the commands that change it."""

from dataclasses import dataclass
from enum import StrEnum

from atom_desktop.core.bus import Bus, Report
from atom_desktop.core.commands import Commands
from atom_desktop.core.ownership import Ownership
from atom_desktop.core.session import Session
from atom_desktop.core.staying import Activity


class Summons(StrEnum):
    """What another process asks of the window."""

    SHOW = "show"
    QUICK_ADD = "quick-add"
    QUIT = "quit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Made by `app`, off the Qt thread, while the window is already painted.

    `summons` is published on other threads. `passphrase` is that of a throw-away vault, which
    opens without asking; else empty.
    """

    session: Session
    ownership: Ownership
    commands: Commands
    activity: Activity
    report: Report
    summons: Bus[Summons]
    version: str
    passphrase: str = ""
