"""Commands by which another process reaches the window: show it, or its quick-add line."""

import msgspec

from atom_desktop.core.bus import Bus
from atom_desktop.core.commands import Command, Context, Permission
from atom_desktop.gui.desk import Summons
from atom_desktop.model.json import Json


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Takes nothing."""


def window_commands(summons: Bus[Summons]) -> tuple[Command[Nothing], ...]:
    """Return the commands that publish on `summons`."""

    def show(_context: Context, _params: Nothing) -> Json:
        summons.publish(Summons.SHOW)
        return {"shown": True}

    def quick_add(_context: Context, _params: Nothing) -> Json:
        summons.publish(Summons.QUICK_ADD)
        return {"shown": True}

    return (
        Command(
            id="window.show",
            title="Show the window",
            help="Brings the window to the front.",
            params=Nothing,
            run=show,
            permission=Permission.READ,
            locked=True,
        ),
        Command(
            id="window.quick-add",
            title="Quick add",
            help="Opens the line in which a task is typed.",
            params=Nothing,
            run=quick_add,
            permission=Permission.CAPTURE,
            locked=True,
        ),
    )
