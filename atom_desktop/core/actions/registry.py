"""Collects every command there is, module by module."""

from typing import Any, Final

from atom_desktop.core.actions import (
    about,
    backups,
    capture,
    editing,
    files,
    history,
    labels,
    listing,
    moving,
    notices,
    projects,
    settings,
    tasks,
    vault,
)
from atom_desktop.core.commands import Command, Commands

TABLES: Final[tuple[tuple[Command[Any], ...], ...]] = (
    capture.COMMANDS,
    listing.COMMANDS,
    tasks.COMMANDS,
    editing.COMMANDS,
    moving.COMMANDS,
    projects.COMMANDS,
    labels.COMMANDS,
    history.COMMANDS,
    settings.COMMANDS,
    notices.COMMANDS,
    files.COMMANDS,
    backups.COMMANDS,
    vault.COMMANDS,
)


def all_commands() -> Commands:
    """Return the registry with every command in it."""
    commands = Commands()
    for table in TABLES:
        for command in table:
            commands.register(command)
    commands.register(about.listing(commands))
    return commands
