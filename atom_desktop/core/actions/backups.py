"""Commands for backups: one sealed file with everything, made and checked."""

from pathlib import Path
from typing import Final

import msgspec

from atom_desktop.core.commands import Command, Context, Permission
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json
from atom_desktop.store.backup import create_backup, verify_backup


class BackupPath(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file, as an absolute path."""

    path: str
    force: bool = False


class BackupToCheck(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file, as an absolute path."""

    path: str


def _absolute(text: str) -> Path:
    path = Path(text)
    if not path.is_absolute():
        message = f"The path “{text[:200]}” is not absolute."
        raise UserError(message, "Write it from the root of the disk on.")
    return path


def _create(context: Context, params: BackupPath) -> Json:
    def told(done: int, total: int) -> None:
        context.caller.progress({"done": done, "total": total, "text": "backing up"})

    report = create_backup(
        context.session.store,
        _absolute(params.path),
        progress=told,
        cancelled=context.caller.cancelled,
        force=params.force,
    )
    result: Json = msgspec.to_builtins(report)
    return result


def _verify(context: Context, params: BackupToCheck) -> Json:
    disk, keys = context.session.around.disk, context.session.store.keys
    result: Json = msgspec.to_builtins(verify_backup(disk, _absolute(params.path), keys))
    return result


COMMANDS: Final = (
    Command(
        id="backup.create",
        title="Back up",
        help="Writes one encrypted file with everything, and reads it back.",
        params=BackupPath,
        run=_create,
        permission=Permission.ADMIN,
    ),
    Command(
        id="backup.verify",
        title="Check a backup",
        help="Reads a backup of this vault and tells what it holds; writes nothing.",
        params=BackupToCheck,
        run=_verify,
        permission=Permission.READ,
    ),
)
