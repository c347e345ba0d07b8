"""Passphrases and recovery codes: from a file that was named, or asked for on the terminal."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from atom_desktop.cli.line import Said
from atom_desktop.cli.terminal import Terminal
from atom_desktop.model.errors import Denied, UserError

VARIABLE: Final = "ATOM_PASSPHRASE_FILE"
SHORT: Final = 8
_LONGEST: Final = 1 << 16
_TRIES: Final = 3


def given_passphrase(said: Said, environ: Mapping[str, str]) -> str | None:
    """Return the passphrase from the file that was named, None if none was."""
    said_file = said.one("passphrase-file")
    if said_file == "":
        message = "--passphrase-file names no file."
        raise UserError(message, "Name the file that holds the passphrase, or leave it out.")
    named = said_file or environ.get(VARIABLE)
    return read_passphrase(named) if named else None


def read_passphrase(name: str) -> str:
    """Return the first line of a file; raises `UserError` if there is nothing to read."""
    try:
        with Path(name).open("rb") as file:
            line = file.readline(_LONGEST).rstrip(b"\r\n")
        passphrase = line.decode("utf-8").removeprefix("\ufeff")
    except OSError as error:
        message = f"The passphrase file {name} cannot be read: {error.strerror}."
        raise UserError(message, "Look at --passphrase-file and ATOM_PASSPHRASE_FILE.") from error
    except UnicodeDecodeError as error:
        message = f"The passphrase file {name} is not UTF-8."
        raise UserError(message, "Save it as UTF-8.") from error
    if not passphrase:
        message = f"The first line of the passphrase file {name} is empty."
        raise UserError(message, "Write the passphrase there.")
    return passphrase


def ask_passphrase(terminal: Terminal, question: str = "Passphrase: ") -> str:
    """Ask for the passphrase of a vault; raises `Denied` when nobody is there or none is said."""
    if not terminal.interactive:
        message = "The vault is locked."
        hint = "Unlock it with `atom vault unlock`, or name a file with --passphrase-file."
        raise Denied(message, hint)
    try:
        passphrase = terminal.secret(question)
    except EOFError:
        passphrase = ""
    if not passphrase:
        raise Denied("No passphrase was given.", "Nothing was done.", "no-passphrase")
    return passphrase


def ask_new_passphrase(terminal: Terminal) -> str:
    """Ask twice for a passphrase to be set; raises `Denied` when none comes of it."""
    for _ in range(_TRIES):
        passphrase = ask_passphrase(terminal, "New passphrase: ")
        warn_if_short(terminal, passphrase)
        if ask_passphrase(terminal, "Again, to be sure: ") == passphrase:
            return passphrase
        terminal.note("These two differ.")
    raise Denied("The two passphrases differed each time.", "Nothing was done.", "no-passphrase")


def warn_if_short(terminal: Terminal, passphrase: str) -> None:
    """Say what a very short passphrase means; it is the person's own choice."""
    if len(passphrase) < SHORT:
        terminal.note(
            f"That is short ({len(passphrase)} letters): who copies the vault can try many. "
            "Four or five random words are better."
        )


def ask_recovery(terminal: Terminal) -> str:
    """Ask for the recovery code, or read it from stdin where nobody is there to answer."""
    if terminal.interactive:
        return ask_passphrase(terminal, "Recovery code: ")
    code = terminal.read.readline().strip()
    if not code:
        raise Denied("No recovery code was given.", "Write it to stdin.", "no-recovery-code")
    return code
