"""Commands for the vault itself: status, unlock, lock, verify, and the clock."""

from typing import Annotated, Final

import msgspec

from atom_desktop.core.commands import Command, Context, Permission
from atom_desktop.core.session import Control
from atom_desktop.core.task_json import utc_text
from atom_desktop.model.errors import Unavailable
from atom_desktop.model.json import Json
from atom_desktop.store.verify import verify_store


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Takes nothing."""


class Unlocking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What opens the vault: one of the two, or neither for the keyring."""

    passphrase: str = ""
    recovery: str = ""

    def __repr__(self) -> str:
        """Show nothing that is secret."""
        return "Unlocking(...)"


def _control(context: Context) -> Control:
    if context.session.control is None:
        message = "This process has no vault to lock or unlock."
        raise Unavailable(message, "Use `atom vault` in a terminal.", "no-control")
    return context.session.control


def _status(context: Context, _params: Nothing) -> Json:
    return _control(context).status()


def _unlock(context: Context, params: Unlocking) -> Json:
    _control(context).unlock(passphrase=params.passphrase, recovery=params.recovery)
    return _control(context).status()


def _lock(context: Context, _params: Nothing) -> Json:
    was_open = not context.session.locked
    _control(context).lock()
    return {"locked": was_open}


def _verify(context: Context, _params: Nothing) -> Json:
    def told(done: int, total: int) -> None:
        context.caller.progress({"done": done, "total": total, "text": "checking"})

    report = verify_store(context.session.store, told, context.caller.cancelled)
    result: Json = msgspec.to_builtins(report)
    return result


class Auditing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many of the newest entries to show."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = 50


def _audit(context: Context, params: Auditing) -> Json:
    trail = context.session.opened.trail
    entries: list[Json] = [
        {
            "at": utc_text(entry.at),
            "actor": entry.actor,
            "command": entry.command,
            "step": entry.step,
            "outcome": entry.outcome,
            "lost": entry.lost,
        }
        for entry in list(trail.entries())[-params.limit :]
    ]
    problems: list[Json] = list(trail.problems())
    return {"entries": entries[::-1], "problems": problems}


def _accept_clock(context: Context, _params: Nothing) -> Json:
    context.session.workspace.accept_clock_jump()
    return {"accepted": True}


def _quit(context: Context, _params: Nothing) -> Json:
    _control(context).quit()
    return {"quitting": True}


COMMANDS: Final = (
    Command(
        id="vault.status",
        title="Status of the vault",
        help="Tells where the vault lies, whether it is open, and what opens it.",
        params=Nothing,
        run=_status,
        permission=Permission.READ,
        locked=True,
    ),
    Command(
        id="vault.unlock",
        title="Unlock",
        help="Opens the vault with a passphrase, a recovery code, or what the keyring holds.",
        params=Unlocking,
        run=_unlock,
        permission=Permission.ADMIN,
        locked=True,
    ),
    Command(
        id="vault.lock",
        title="Lock now",
        help="Closes the vault and forgets its keys.",
        params=Nothing,
        run=_lock,
        permission=Permission.CAPTURE,
        locked=True,
    ),
    Command(
        id="vault.verify",
        title="Check the vault",
        help="Reads every byte of the vault and tells what does not verify; writes nothing.",
        params=Nothing,
        run=_verify,
        permission=Permission.READ,
    ),
    Command(
        id="vault.audit",
        title="Who had what done",
        help="Lists the commands that changed something, newest first, and whether any is missing.",
        params=Auditing,
        run=_audit,
        permission=Permission.READ,
    ),
    Command(
        id="vault.accept-clock",
        title="Use this clock",
        help="Goes on although the clock of this computer has jumped.",
        params=Nothing,
        run=_accept_clock,
        permission=Permission.ADMIN,
    ),
    Command(
        id="app.quit",
        title="Quit",
        help="Ends the process that holds the vault, once everything is on the disk.",
        params=Nothing,
        run=_quit,
        permission=Permission.ADMIN,
        locked=True,
    ),
)
