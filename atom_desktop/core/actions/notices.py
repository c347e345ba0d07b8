"""The command that shows what the person should be told."""

from typing import Final

import msgspec

from atom_desktop.core.commands import Command, Context, Permission
from atom_desktop.model.json import Json


class After(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The number of the last notice that was seen."""

    after: int = 0


def _list(context: Context, params: After) -> Json:
    held = context.session.notices.held()
    notices: list[Json] = [
        msgspec.to_builtins(notice) for notice in held if notice.number > params.after
    ]
    return {"notices": notices}


COMMANDS: Final = (
    Command(
        id="notice.list",
        title="Notices",
        help="Shows what ATOM has to tell, such as a damaged file, the newest last.",
        params=After,
        run=_list,
        permission=Permission.READ,
        locked=True,
    ),
)
