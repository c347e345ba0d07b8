"""ATOM with its window: one in a process, and one process for a vault."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from atom_desktop.app.backend import VaultBackend
from atom_desktop.cli.failure import Exit
from atom_desktop.cli.terminal import Terminal
from atom_desktop.core.owner_client import NobodyThereError
from atom_desktop.model.errors import Busy
from atom_desktop.store.light import vault_id
from atom_desktop.store.place import Folders

if TYPE_CHECKING:
    from atom_desktop.app.build import Parts
    from atom_desktop.gui.desk import Desk
    from atom_desktop.store.crypto import Keys


def run_window(
    folders: Folders, terminal: Terminal, environ: Mapping[str, str], *, demo: bool
) -> int:
    """Show the window, or bring the one to the front that is there; return the exit status."""
    if _is_shown_elsewhere(folders, terminal, environ):
        return Exit.DONE
    from atom_desktop.gui.start import run

    return run(lambda: make_desk(folders, environ, demo=demo))


def make_desk(folders: Folders, environ: Mapping[str, str], *, demo: bool) -> "Desk":
    """Build what the window works with; takes a tenth of a second, so not on the Qt thread."""
    import atom_desktop
    from atom_desktop.app.build import build
    from atom_desktop.app.demo import PASSPHRASE
    from atom_desktop.app.summoning import window_commands
    from atom_desktop.core.bus import Bus
    from atom_desktop.core.ownership import Kind
    from atom_desktop.gui.desk import Desk, Summons

    parts = build(folders, Kind.WINDOW, environ)
    summons: Bus[Summons] = Bus(parts.report)
    for command in window_commands(summons):
        parts.commands.register(command)
    parts.ownership.quit = lambda: summons.publish(Summons.QUIT)
    return Desk(
        session=parts.session,
        ownership=parts.ownership,
        commands=parts.commands,
        activity=parts.serving.activity,
        report=parts.report,
        summons=summons,
        version=atom_desktop.__version__,
        passphrase=PASSPHRASE if demo else "",
    )


def _is_shown_elsewhere(folders: Folders, terminal: Terminal, environ: Mapping[str, str]) -> bool:
    """Call the process that owns the vault: a window comes to the front, another one makes way."""
    found = vault_id(folders.data)
    if found is None:
        return False

    backend = VaultBackend(folders.place(found), folders, environ, _no_keys)
    owner = backend.owner()
    if owner is None:
        return False
    try:
        return _shows(backend, str(owner.get("kind")), terminal)
    except NobodyThereError:  # it has just ended
        return False
    finally:
        backend.close()


def _shows(backend: VaultBackend, kind: str, terminal: Terminal) -> bool:
    if kind == "window":
        backend.run("window.show", {})
        return True
    if kind == "headless":
        message = "ATOM runs without a window on this vault."
        raise Busy(message, "End it with Ctrl+C where it was started, then start again.")
    if kind == "background":
        backend.run("app.quit", {})
        terminal.note("The vault was open in the background; the window takes it over.")
    return False


def _no_keys(_parts: "Parts") -> "Keys":
    """Open nothing: only a process that is there is asked."""
    raise NobodyThereError
