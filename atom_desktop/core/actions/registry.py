"""Collects every command there is, module by module."""

from typing import Any, Final

from atom_desktop.core.actions import (
    about,
    capture,
    editing,
    history,
    listing,
    moving,
    notices,
    settings,
    tasks,
)
from atom_desktop.core.commands import Command, Commands

TABLES: Final[tuple[tuple[Command[Any], ...], ...]] = (
    capture.COMMANDS,
    listing.COMMANDS,
    tasks.COMMANDS,
    editing.COMMANDS,
    moving.COMMANDS,
    history.COMMANDS,
    settings.COMMANDS,
    notices.COMMANDS,
)


def all_commands() -> Commands:
    """Return the registry with every command in it."""
    commands = Commands()
    for table in TABLES:
        for command in table:
            commands.register(command)
    commands.register(about.listing(commands))
    return commands
