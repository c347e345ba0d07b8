"""What the words on the command line start: a window, a verb, or ATOM without a window."""

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final

from atom_desktop.app.program import VaultProgram
from atom_desktop.cli.display import has_display
from atom_desktop.cli.failure import Exit, exit_code
from atom_desktop.cli.line import Said, read_line
from atom_desktop.cli.main import run
from atom_desktop.cli.passphrase import given_passphrase
from atom_desktop.cli.terminal import Terminal, system_terminal
from atom_desktop.cli.verbs import VERBS
from atom_desktop.model.errors import AtomError, UserError
from atom_desktop.store.place import Folders, find_folders

_COPYING: Final = frozenset({"backup.create", "file.export"})


def start(arguments: Sequence[str], environ: Mapping[str, str] = os.environ) -> int:
    """Do what the command line asks for, and return the exit status."""
    terminal = system_terminal(as_json="--json" in arguments)
    try:
        said = read_line(arguments, VERBS)
        with _folders(said, environ) as folders:
            if _is_face(said):
                return _show_face(said, terminal, environ, folders)
            return _run_verb(said, terminal, environ, folders)
    except AtomError as error:
        terminal.failure(error)
        return exit_code(error)
    except Exception as error:  # noqa: BLE001 -- the last edge: a bug is told in words and logged
        return _tell_bug(error, terminal, environ)


def _tell_bug(error: Exception, terminal: Terminal, environ: Mapping[str, str]) -> Exit:
    """Log where a mistake of ATOM was, without a word of the person's, and say so."""
    from atom_desktop.core.clock import SystemClock, home_zone
    from atom_desktop.core.logs import Log
    from atom_desktop.core.owner import bug_error

    clock = SystemClock(home_zone(environ))
    Log(find_folders(environ, None).state / "logs", clock.now_ms).bug(error)
    terminal.failure(bug_error(error))
    return Exit.FAILED


def _folders(said: Said, environ: Mapping[str, str]) -> AbstractContextManager[Folders]:
    """Return the folders that are meant: those of the person, or throw-away ones with samples."""
    if said.has("demo"):
        from atom_desktop.app.demo import demo_folders

        return demo_folders(environ)
    named = said.one("data")
    if named == "":
        message = "--data names no folder."
        raise UserError(message, "Name the folder of a vault, or leave --data out.")
    return nullcontext(find_folders(environ, Path(named) if named else None))


def _is_face(said: Said) -> bool:
    asks = said.has("help") or said.has("version")
    return said.verb is None and not said.rest and not asks


def _run_verb(said: Said, terminal: Terminal, environ: Mapping[str, str], folders: Folders) -> Exit:
    program = VaultProgram(
        folders=folders,
        terminal=terminal,
        environ=environ,
        find_passphrase=lambda: _passphrase(said, environ),
    )
    done = run(said, terminal, program, environ=environ)
    if done is Exit.DONE and program.damaged:
        file = program.damaged_file or "a file"
        terminal.note(f"{file} in the vault does not verify: `atom vault verify` says more.")
        return done if _changed(program.ran) else Exit.DAMAGED
    return done


def _changed(ran: Iterable[str]) -> bool:
    """Tell whether one of the commands changes the vault.

    Then what was asked for is done: a script that took it for a failure would do it again. What
    copies the vault may lack what is damaged, and is no such command.
    """
    from atom_desktop.core.actions.registry import all_commands
    from atom_desktop.core.commands import Permission

    commands = all_commands()
    kinds = {one: commands.get(one).permission for one in ran if one not in _COPYING}
    return any(kind is not Permission.READ for kind in kinds.values())


def _show_face(said: Said, terminal: Terminal, environ: Mapping[str, str], folders: Folders) -> int:
    headless = said.has("headless")
    if not headless and not has_display(environ):
        terminal.note("There is no display here: ATOM runs without a window.")
        headless = True
    if headless:
        from atom_desktop.app.headless import run_headless

        return run_headless(folders, terminal, environ, _passphrase(said, environ))
    from atom_desktop.app.window import run_window

    return run_window(folders, terminal, environ, demo=said.has("demo"))


def _passphrase(said: Said, environ: Mapping[str, str]) -> str | None:
    """Return the passphrase that was given; a throw-away vault has one that is known."""
    if said.has("demo"):
        from atom_desktop.app.demo import PASSPHRASE

        return PASSPHRASE
    return given_passphrase(said, environ)
