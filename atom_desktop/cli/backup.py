"""`atom backup`: one encrypted file with everything, made, checked and put back."""

from pathlib import Path
from typing import Final

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.passphrase import ask_passphrase, ask_recovery, given_passphrase
from atom_desktop.cli.program import Call
from atom_desktop.cli.reports import print_report
from atom_desktop.cli.text import harmless
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import JsonObject

_QUESTION: Final = "Passphrase of the backup: "


def create(call: Call) -> Exit:
    """Write everything to one encrypted file."""
    params: JsonObject = {"path": str(_file(call)), "force": call.said.has("force")}
    report = call.ask_once("backup.create", params)
    if report.get("problems"):
        return _told(call, report, "The backup lacks what is named above; the rest is in it.")
    return _told(call, report, "The backup is whole.")


def verify(call: Call) -> Exit:
    """Check a backup; writes nothing."""
    report = _verified(call)
    if report.get("problems"):
        return _told(call, report, "The backup opens; what is named above was not in the vault.")
    return _told(call, report, "The backup is whole and opens.")


def restore(call: Call) -> Exit:
    """Put a backup in the place of the vault; what was there is kept beside it."""
    found, path = call.program.vault_status(), _file(call)
    if found.get("presence") != "none" and not call.said.has("yes") and not _agreed(call, found):
        call.terminal.note("Nothing was changed.")
        return Exit.FAILED
    passphrase, recovery = _secret(call)
    report = call.program.backup_restore(path, passphrase=passphrase, recovery=recovery)
    return _told(call, report, "The backup is in the place of the vault.")


def _verified(call: Call) -> JsonObject:
    """Check with what was given, else with the vault as it is open, else by asking."""
    path = _file(call)
    given = call.said.has("recovery") or given_passphrase(call.said, call.environ) is not None
    if not given and _opens_by_itself(call.program.vault_status()):
        return call.ask_once("backup.verify", {"path": str(path)})
    passphrase, recovery = _secret(call)
    return call.program.backup_verify(path, passphrase=passphrase, recovery=recovery)


def _opens_by_itself(found: JsonObject) -> bool:
    kinds = found.get("unlocks_with")
    return found.get("open") is True or (isinstance(kinds, list) and "keyring" in kinds)


def _secret(call: Call) -> tuple[str | None, str | None]:
    if call.said.has("recovery"):
        return None, ask_recovery(call.terminal)
    passphrase = given_passphrase(call.said, call.environ)
    return passphrase or ask_passphrase(call.terminal, _QUESTION), None


def _agreed(call: Call, found: JsonObject) -> bool:
    if not call.terminal.interactive:
        message = f"There is a vault in {found.get('vault')}; nothing was changed."
        raise UserError(message, "Say --yes to put the backup in its place.", "unconfirmed")
    call.terminal.note("What is in the vault now is kept in a folder beside it.")
    return call.terminal.confirmed(f"Put the backup in the place of {found.get('vault')}?")


def _told(call: Call, report: JsonObject, said: str) -> Exit:
    if call.terminal.as_json:
        call.terminal.document(report)
        return Exit.DONE
    print_report(call.terminal, report)
    call.terminal.line(harmless(said))
    return Exit.DONE


def _file(call: Call) -> Path:
    return Path(call.said.words[0]).absolute()
