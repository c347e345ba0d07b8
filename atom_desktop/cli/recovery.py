"""The recovery code: shown once, or written to a file that nobody else can read."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from atom_desktop.cli.terminal import Terminal
from atom_desktop.cli.text import harmless
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import JsonObject

_MODE: Final = 0o600


class RecoveryFile:
    """A place for the code, taken before there is one, so that no code is made and then lost.

    Without a name it writes nothing. A file that got no code goes away.
    """

    def __init__(self, name: str | None) -> None:
        """Take `name`; nothing that is there is replaced."""
        self.path = Path(name).absolute() if name else None
        self._handle: int | None = None
        self.written = False

    def __enter__(self) -> Self:
        """Make the file, empty; raises `UserError`."""
        if self.path is None:
            return self
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        try:
            self._handle = os.open(self.path, flags, _MODE)
        except FileExistsError as error:
            message = f"{self.path} is there already."
            raise UserError(message, "Name a new file for the recovery code.") from error
        except OSError as error:
            message = f"{self.path} cannot be written: {error.strerror}."
            raise UserError(message, "Name another file for the recovery code.") from error
        return self

    def write(self, code: str | None) -> None:
        """Put the code in the file, safe on the disk, if there is both."""
        if self._handle is None or code is None:
            return
        with suppress(OSError):  # then it is shown instead
            line = f"{code}\n".encode()
            whole = os.write(self._handle, line) == len(line)
            os.fsync(self._handle)
            self.written = whole

    def told(self, code: str | None) -> JsonObject:
        """Return what a JSON document says: the code, or the file that holds it."""
        if self.written:
            return {"recovery_code": None, "recovery_file": str(self.path)}
        return {"recovery_code": code, "recovery_file": None}

    def __exit__(self, *_failure: object) -> None:
        """Close the file, and remove it if it holds nothing."""
        if self._handle is not None:
            os.close(self._handle)
        if self._handle is not None and self.path is not None and not self.written:
            self.path.unlink(missing_ok=True)


def show_code(terminal: Terminal, code: str, file: RecoveryFile) -> None:
    """Show the code once, or say where it was written."""
    if file.written:
        terminal.line(f"The recovery code is in {harmless(str(file.path))}.")
        terminal.line("Keep it away from this computer: it opens the vault without a passphrase.")
        return
    if file.path is not None:
        terminal.note(f"{file.path} could not be written; here is the code instead.")
    terminal.line()
    terminal.line(f"    {terminal.paint(code, 'bold')}")
    terminal.line()
    terminal.line("This recovery code opens the vault when the passphrase is lost.")
    terminal.line("Write it down and keep it away from this computer; it is not shown again.")
    terminal.flush()
