"""`atom completion` prints a script for a shell; what the script asks is answered here."""

import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Final

from atom_desktop.cli.completion import SCRIPTS, Known, candidates, printed
from atom_desktop.cli.failure import Exit
from atom_desktop.cli.program import Call
from atom_desktop.cli.text import harmless
from atom_desktop.cli.verbs import VERBS
from atom_desktop.core.owner_client import NobodyThereError, OwnerClient
from atom_desktop.core.owner_line import address_in
from atom_desktop.model.errors import AtomError, UserError
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.store.light import vault_id
from atom_desktop.store.place import Folders, find_folders

PATIENCE: Final = 0.7
"""Seconds until a shell gets what there is: whoever presses a key does not wait longer."""
MOST_IDS: Final = 200
_NAMES: Final = frozenset({"project", "section", "label"})


def print_script(call: Call) -> Exit:
    """Print the completion script for a shell."""
    shell = call.said.words[0]
    if shell not in SCRIPTS:
        message = f"There is no completion for “{shell[:40]}”."
        raise UserError(message, f"There is one for {', '.join(SCRIPTS)}.")
    script = SCRIPTS[shell].strip()
    if call.terminal.as_json:
        call.terminal.document({"shell": shell, "script": script})
    else:
        call.terminal.line(script)
    return Exit.DONE


def complete(call: Call) -> Exit:
    """Print one candidate a line for the last word; a shell that asks sees no errors."""
    words = call.said.words
    data = _data_folder(words)
    with suppress(AtomError, TimeoutError), _at_most(PATIENCE):
        known = known_by_owner(find_folders(call.environ, Path(data) if data else None))
        for line in printed(candidates(words, VERBS, known)):
            call.terminal.line(line)
    return Exit.DONE


def known_by_owner(folders: Folders) -> Known:
    """Return what asks the process that has the vault open; without one there is nothing known."""

    def known(kind: str) -> Iterable[tuple[str, str]]:
        with suppress(AtomError, NobodyThereError):
            return _asked(folders, kind)
        return []

    return known


def names_of_owner(folders: Folders, *kinds: str) -> list[list[str]] | None:
    """Return the names of each kind in the open vault, None where no process tells them soon."""
    vault = vault_id(folders.data)
    if vault is None:
        return None
    failing = suppress(AtomError, NobodyThereError, TimeoutError)
    with failing, _at_most(PATIENCE), _owner_of(folders, vault) as client:
        return [[name for name, _ in _pairs(client, kind)] for kind in kinds]
    return None


def _asked(folders: Folders, kind: str) -> list[tuple[str, str]]:
    vault = vault_id(folders.data)
    if vault is None:
        return []
    with _owner_of(folders, vault) as client:
        return [(harmless(word), harmless(remark)) for word, remark in _pairs(client, kind)]


@contextmanager
def _owner_of(folders: Folders, vault: bytes) -> Iterator[OwnerClient]:
    place = folders.place(vault)
    client = OwnerClient.call_at(address_in(place.runtime, place.profile), place.runtime)
    try:
        yield client
    finally:
        client.close()


def _pairs(client: OwnerClient, kind: str) -> Iterator[tuple[str, str]]:
    if kind == "id":
        answer = _object(client.run("task.list", {"limit": MOST_IDS}))
        short = _object(answer.get("short"))
        for task in _objects(answer.get("tasks")):
            yield str(short.get(str(task["id"])) or task["id"]), str(task["title"])
    elif kind in _NAMES:
        names = _object(client.run("names.list", {"kind": kind})).get("names")
        yield from ((str(name), "") for name in (names if isinstance(names, list) else []))
    elif kind in {"command", "setting"}:
        plural, key = ("commands", "id") if kind == "command" else ("settings", "key")
        answer = _object(client.run(f"{'command' if kind == 'command' else plural}.list", {}))
        for one in _objects(answer.get(plural)):
            yield str(one[key]), str(one["title"])


def _data_folder(words: Sequence[str]) -> str:
    """Return the folder that the unfinished line names with --data."""
    for place, word in enumerate(words):
        if word == "--data" and place + 1 < len(words):
            return words[place + 1]
        if word.startswith("--data="):
            return word.partition("=")[2]
    return ""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` after a while, where the system has such a timer."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _object(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _objects(value: Json) -> list[JsonObject]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
