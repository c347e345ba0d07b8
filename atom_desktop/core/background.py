"""The owner of a vault in the background: started by one process, it goes on without it.

The keys go through a pipe that only the two processes hold: never by argument, environment or file.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import BinaryIO, Final

import msgspec

from atom_desktop.core.wire import error_from_wire, error_to_wire
from atom_desktop.model.errors import AtomError, Unavailable
from atom_desktop.store.crypto import Keys

WORD: Final = "--background-owner"
"""The argument by which the program knows that it is to be such a process."""
_READY: Final = b"ready"
_DETACHED: Final = getattr(subprocess, "DETACHED_PROCESS", 0)
"""On Windows, which has no sessions of processes."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What a background owner is told: which vault, its keys (hex), and when to end.

    `minutes` without use end it (None: as the setting says, 0: never), and so does the end of the
    login whose `leader` is named.
    """

    data: str
    keys: dict[str, str | int]
    minutes: int | None = None
    leader: str = ""

    def __repr__(self) -> str:
        """Show nothing that is secret."""
        return f"Order(data={self.data!r})"


def written_keys(keys: Keys) -> dict[str, str | int]:
    """Return the keys as text for an order."""
    return {
        name: value.hex() if isinstance(value, bytes) else value
        for name, value in msgspec.structs.asdict(keys).items()
    }


def read_keys(written: Mapping[str, str | int]) -> Keys:
    """Return the keys of an order."""
    values = {
        name: bytes.fromhex(value) if isinstance(value, str) else value
        for name, value in written.items()
    }
    return Keys(**values)  # type: ignore[arg-type]  # written_keys has made them


def program_words(executable: str = sys.executable) -> tuple[str, ...]:
    """Return how this program is started again, from a clone or as a frozen one."""
    if getattr(sys, "frozen", False):
        return (executable, WORD)
    return (executable, "-P", "-m", "atom_desktop", WORD)


def start(order: Order, words: Sequence[str], environ: Mapping[str, str]) -> None:
    """Start a background owner, and return when it answers; raises what kept it from it."""
    child = subprocess.Popen(  # noqa: S603 -- this program itself
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=dict(environ),
        start_new_session=True,
        creationflags=_DETACHED,
    )
    answer = b""
    if child.stdin is not None and child.stdout is not None:
        with child.stdin, child.stdout:
            child.stdin.write(msgspec.json.encode(order) + b"\n")
            child.stdin.flush()
            answer = child.stdout.readline().strip()
    child.returncode = 0  # it lives on; nobody waits for it
    if answer == _READY:
        return
    if answer:
        raise error_from_wire(json.loads(answer))
    message = "The background process ended before it was ready."
    raise Unavailable(message, "`atom doctor` names the log, which tells why.", "background")


def read_order(stream: BinaryIO) -> Order:
    """Read the order that the starter has written."""
    return msgspec.json.decode(stream.readline(), type=Order)


def tell_ready(stream: BinaryIO) -> None:
    """Tell the starter that the vault is open and callers are answered."""
    stream.write(_READY + b"\n")
    stream.flush()


def tell_failed(stream: BinaryIO, error: AtomError) -> None:
    """Tell the starter why there will be no owner."""
    stream.write(msgspec.json.encode(error_to_wire(error)) + b"\n")
    stream.flush()
