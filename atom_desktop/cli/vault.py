"""`atom vault`: making, opening, locking and checking the vault."""

from typing import Final

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.numbers import whole_number
from atom_desktop.cli.passphrase import (
    ask_new_passphrase,
    ask_passphrase,
    ask_recovery,
    given_passphrase,
    read_passphrase,
    warn_if_short,
)
from atom_desktop.cli.program import Call
from atom_desktop.cli.recovery import RecoveryFile, show_code
from atom_desktop.cli.reports import print_problems, print_report
from atom_desktop.cli.text import harmless
from atom_desktop.model.errors import Conflict, Damaged, Denied, Unavailable, UserError
from atom_desktop.model.json import JsonObject

KDFS: Final = ("calibrated", "floor")
_WHERE: Final = {
    "window": "in the window",
    "headless": "without a window",
    "background": "in the background",
    "command": "by a command",
}


def init(call: Call) -> Exit:
    """Make a vault and show its recovery code once."""
    _check_nothing_there(call.program.vault_status())
    keyring, kdf = call.said.has("keyring"), _kdf(call)
    with RecoveryFile(call.said.one("recovery-file")) as file:
        passphrase = given_passphrase(call.said, call.environ)
        if passphrase is not None:
            warn_if_short(call.terminal, passphrase)
        elif not keyring:
            passphrase = _new_passphrase(call, "Name a file with --passphrase-file, or --keyring.")
        code = call.program.vault_init(passphrase=passphrase, keyring=keyring, kdf=kdf)
        file.write(code)
    folder = call.program.vault_status().get("vault")
    if call.terminal.as_json:
        call.terminal.document({"vault": folder, **file.told(code)})
        return Exit.DONE
    call.terminal.line(f"The vault is in {harmless(str(folder))}.")
    show_code(call.terminal, code, file)
    return Exit.DONE


def status(call: Call) -> Exit:
    """Tell whether there is a vault, and whether it is open."""
    found = call.program.vault_status()
    if call.terminal.as_json:
        call.terminal.document(found)
    else:
        _print_status(call, found)
    sound = found.get("presence") != "remains" and not found.get("problems")
    return Exit.DONE if sound else Exit.DAMAGED


def unlock(call: Call) -> Exit:
    """Keep the vault open in the background, so that later commands need no key."""
    found, minutes = call.program.vault_status(), call.said.one("minutes")
    if not found.get("open"):
        found = _unlocked(
            call, found, None if minutes is None else whole_number("--minutes", minutes)
        )
    if call.terminal.as_json:
        call.terminal.document(found)
    else:
        _print_status(call, found)
    return Exit.DONE


def lock(call: Call) -> Exit:
    """Lock the vault at once."""
    was_open = call.program.vault_lock()
    if call.terminal.as_json:
        call.terminal.document({"locked": True, "was_open": was_open})
    else:
        call.terminal.line("Locked." if was_open else "It was not open.")
    return Exit.DONE


def rekey(call: Call) -> Exit:
    """Change the passphrase, the recovery code, or whether the keyring opens the vault."""
    said, kdf = call.said, _kdf(call)
    named = said.one("new-passphrase-file")
    with RecoveryFile(said.one("recovery-file")) as file:
        passphrase, recovery = _todays_secret(call)
        new = read_passphrase(named) if named else None
        if new is not None:
            warn_if_short(call.terminal, new)
        elif not (said.has("new-recovery") or said.has("keyring")):
            new = _new_passphrase(call, "Say --new-passphrase-file, --new-recovery or --keyring.")
        code = call.program.vault_rekey(
            passphrase=passphrase,
            recovery=recovery,
            new_passphrase=new,
            new_recovery=said.has("new-recovery"),
            keyring=said.has("keyring"),
            kdf=kdf,
        )
        file.write(code)
    if call.terminal.as_json:
        call.terminal.document({"changed": True, **file.told(code)})
        return Exit.DONE
    if new is not None:
        call.terminal.line("The new passphrase opens the vault; the old one does not any more.")
    if said.has("keyring"):
        call.terminal.line("The system's keyring opens the vault.")
    if code is not None:
        show_code(call.terminal, code, file)
    return Exit.DONE


def verify(call: Call) -> Exit:
    """Read and check every byte of the vault."""
    report = call.ask_once("vault.verify", {})
    problems = report.get("problems")
    if call.terminal.as_json:
        call.terminal.document(report)
    else:
        print_report(call.terminal, report)
        if not problems:
            call.terminal.line("Everything verifies.")
    return Exit.DAMAGED if problems else Exit.DONE


def _check_nothing_there(found: JsonObject) -> None:
    folder = found.get("vault")
    if found.get("presence") == "present":
        message = f"There is a vault in {folder} already."
        raise Conflict(message, "Use it, or name another folder with --data.", "vault-there")
    if found.get("presence") == "remains":
        message = f"There is data of a vault in {folder}, but no key file that can open it."
        hint = "Put the folder “keys” back from a backup, or name another folder with --data."
        raise Damaged(message, hint, "no-keys")


def _unlocked(call: Call, found: JsonObject, minutes: int | None) -> JsonObject:
    """Open the vault with what was given, then the keyring, then by asking."""
    unlock_by = call.program.vault_unlock
    if call.said.has("recovery"):
        return unlock_by(passphrase=None, recovery=ask_recovery(call.terminal), minutes=minutes)
    passphrase = given_passphrase(call.said, call.environ)
    kinds = found.get("unlocks_with")
    if passphrase is None and isinstance(kinds, list) and "keyring" in kinds:
        try:
            return unlock_by(passphrase=None, recovery=None, minutes=minutes)
        except (Denied, Unavailable) as error:
            if not call.terminal.interactive:
                raise
            call.terminal.note(error.message)
    if passphrase is None and found.get("presence") == "present":
        passphrase = ask_passphrase(call.terminal)
    return unlock_by(passphrase=passphrase, recovery=None, minutes=minutes)


def _todays_secret(call: Call) -> tuple[str | None, str | None]:
    if call.said.has("recovery"):
        return None, ask_recovery(call.terminal)
    passphrase = given_passphrase(call.said, call.environ)
    return passphrase or ask_passphrase(call.terminal, "Passphrase of today: "), None


def _new_passphrase(call: Call, hint: str) -> str:
    if not call.terminal.interactive:
        message = "There is nobody to ask for a passphrase."
        raise UserError(message, hint)
    return ask_new_passphrase(call.terminal)


def _kdf(call: Call) -> str:
    kdf = call.said.one("kdf") or KDFS[0]
    if kdf not in KDFS:
        message = f"--kdf is {' or '.join(KDFS)}, not “{kdf[:40]}”."
        raise UserError(message, f"Leave it out for {KDFS[0]}.")
    return kdf


def _print_status(call: Call, found: JsonObject) -> None:
    terminal, presence = call.terminal, found.get("presence")
    rows = [("vault", str(found.get("vault") or ""))]
    if presence == "none":
        rows.append(("state", "there is none yet; `atom vault init` makes one"))
    elif presence == "remains":
        rows.append(("state", "data is there, but no key file that can open it"))
    else:
        kinds = found.get("unlocks_with")
        rows.append(("state", _state(found)))
        rows.append(("opens with", ", ".join(map(str, kinds)) if isinstance(kinds, list) else ""))
    for name, value in rows:
        if value:
            terminal.line(terminal.paint(f"{name:<12}", "dim") + harmless(value))
    print_problems(terminal, found.get("problems"))


def _state(found: JsonObject) -> str:
    owner = _WHERE.get(str(found.get("owner")), "")
    if not found.get("open"):
        return f"locked, held {owner}" if owner else "locked"
    minutes = found.get("locks_in_minutes")
    until = f"; locks after {minutes} minutes without use" if minutes else ""
    return f"open {owner}".strip() + until
