"""Collects every command there is, module by module."""

from typing import Any, Final

from atom_desktop.core.actions import (
    about,
    capture,
    editing,
    history,
    labels,
    listing,
    moving,
    notices,
    projects,
    settings,
    tasks,
)
from atom_desktop.core.commands import Command, Commands

Table = tuple[Command[Any], ...]

TABLES: Final[tuple[Table, ...]] = (
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
)


def all_commands() -> Commands:
    """Return the registry with every command in it.

    What a single `atom list` has no use for (40 ms of imports) is imported when it is asked for.
    """
    commands = Commands()
    for table in TABLES:
        for command in table:
            commands.register(command)
    commands.register(about.listing(commands))
    commands.register_later("file", _files)
    commands.register_later("backup", _backups)
    commands.register_later("vault", _vault)
    commands.register_later("app", _program)
    return commands


def _files() -> Table:
    from atom_desktop.core.actions import files  # noqa: PLC0415 -- see all_commands

    return files.COMMANDS


def _backups() -> Table:
    from atom_desktop.core.actions import backups  # noqa: PLC0415 -- see all_commands

    return backups.COMMANDS


def _vault() -> Table:
    return _of_vault("vault")


def _program() -> Table:
    return _of_vault("app")


def _of_vault(first: str) -> Table:
    from atom_desktop.core.actions import vault  # noqa: PLC0415 -- see all_commands

    return tuple(one for one in vault.COMMANDS if one.id.startswith(f"{first}."))
