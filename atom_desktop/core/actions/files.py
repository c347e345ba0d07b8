"""Commands for files: tasks come in from other programs, and go out to them."""

from pathlib import Path
from typing import Final

import msgspec

from atom_desktop.core.commands import Command, Context, Permission
from atom_desktop.core.transfer.exporting import export_file
from atom_desktop.core.transfer.importing import COMMAND, import_file
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json


class Importing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file (an absolute path), its format if it cannot be told, and whether only to look."""

    path: str
    format: str = ""
    dry_run: bool = False


class Exporting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file (an absolute path), its format, and whether to replace a file of that name."""

    path: str
    format: str = ""
    force: bool = False


def _import(context: Context, params: Importing) -> Json:
    path = _absolute(params.path)
    return import_file(context, path, params.format, dry_run=params.dry_run).json()


def _export(context: Context, params: Exporting) -> Json:
    return export_file(context, _absolute(params.path), params.format, force=params.force)


def _absolute(text: str) -> Path:
    path = Path(text)
    if not path.is_absolute() or "\0" in text:
        message = f"The path “{text[:200]}” is not absolute."
        raise UserError(message, "Write it from the root of the disk on.")
    return path


COMMANDS: Final = (
    Command(
        id=COMMAND,
        title="Import a file",
        help="Brings in tasks from Taskwarrior, todo.txt or ATOM's own export, in one step.",
        params=Importing,
        run=_import,
        permission=Permission.WRITE,
        undoable=True,
    ),
    Command(
        id="file.export",
        title="Export to a file",
        help="Writes everything to a readable file: ATOM's own JSON, Taskwarrior or todo.txt.",
        params=Exporting,
        run=_export,
        permission=Permission.ADMIN,
    ),
)
