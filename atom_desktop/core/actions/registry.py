"""Collects every command there is, module by module."""

from functools import partial
from importlib import import_module
from typing import Any, Final

from atom_desktop.core.actions import about
from atom_desktop.core.commands import Command, Commands

MODULES: Final = (
    (("task.add", "task.add_many"), ("capture",)),
    (("task.list", "task.count", "task.show"), ("listing",)),
    (("task",), ("tasks", "editing", "moving")),
    (("project", "section"), ("projects",)),
    (("label", "filter", "names"), ("labels",)),
    (("history",), ("history",)),
    (("settings",), ("settings",)),
    (("notice",), ("notices",)),
    (("file",), ("files",)),
    (("backup",), ("backups",)),
    (("vault", "app"), ("vault",)),
)
"""In which modules commands are found: a family, or one command alone."""


def all_commands() -> Commands:
    """Return the registry with every command in it.

    What a single `atom list` has no use for (50 ms of imports) is imported when it is asked for.
    """
    commands = Commands()
    commands.register(about.listing(commands))
    for names, modules in MODULES:
        load = partial(_tables, modules)
        for name in names:
            commands.register_later(name, load)
    return commands


def _tables(modules: tuple[str, ...]) -> list[Command[Any]]:
    tables = (import_module(f"atom_desktop.core.actions.{name}").COMMANDS for name in modules)
    return [command for table in tables for command in table]
