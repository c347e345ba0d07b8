"""Where the process that owns a vault is reached: a Unix socket, on Windows a named pipe."""

import os
import sys
from pathlib import Path

from atom_desktop.core.transport import Channel, Listener


def address_in(runtime: Path, profile: str) -> str:
    """Return the address of the owner of one vault: a socket file, on Windows a pipe."""
    if sys.platform == "win32":
        return rf"\\.\pipe\atom-{profile}"
    return os.fspath(runtime / "owner.sock")


def listen(address: str, runtime: Path) -> Listener:
    """Take the address over; the caller holds the instance lock, so a socket left there is dead."""
    if sys.platform == "win32":
        from atom_desktop.core.transport_pipe import PipeListener  # noqa: PLC0415 -- Windows only

        return PipeListener(address, runtime)
    from atom_desktop.core.transport_unix import UnixListener  # noqa: PLC0415 -- not on Windows

    return UnixListener(address)


def connect(address: str, runtime: Path) -> Channel:
    """Call the owner; raises `OSError` when nobody listens, `StrangerError` when it is not ours."""
    if sys.platform == "win32":
        from atom_desktop.core.transport_pipe import connect_pipe  # noqa: PLC0415 -- Windows only

        return connect_pipe(address, runtime)
    from atom_desktop.core.transport_unix import connect_unix  # noqa: PLC0415 -- not on Windows

    return connect_unix(address)
