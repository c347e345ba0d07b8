"""The registry of commands: everything a user can do, declared once and reached in every way."""

import threading
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from atom_desktop.core.session import Session
from atom_desktop.model.errors import AtomError, NotFound, UserError
from atom_desktop.model.json import Json, JsonObject

Params = TypeVar("Params", bound=msgspec.Struct)


class Permission(StrEnum):
    """What a caller must be allowed before a command runs."""

    READ = "read"
    CAPTURE = "capture"
    WRITE = "write"
    ADMIN = "admin"


class Caller(Protocol):
    """Where progress goes, and whether anybody still waits."""

    def progress(self, report: JsonObject) -> None:
        """Report how far the command is."""

    def cancelled(self) -> bool:
        """Tell whether the command should stop at the next good place."""


class Unattended:
    """A caller that shows no progress and never gives up."""

    def progress(self, report: JsonObject) -> None:
        """Show nothing."""

    def cancelled(self) -> bool:
        """Never."""
        return False


class Context(msgspec.Struct, frozen=True):
    """What a running command works with: the open vault, who asked, and where progress goes."""

    session: Session
    actor: str
    caller: Caller


class Command(msgspec.Struct, Generic[Params], frozen=True, kw_only=True):
    """One thing a user can do.

    `params` is the typed form of what it takes, `run` carries it out and returns JSON: the changed
    things, or a receipt. `example` is a call that works in a vault that holds a task with id `ID`.
    """

    id: str
    title: str
    help: str
    params: type[Params]
    run: Callable[[Context, Params], Json]
    permission: Permission
    undoable: bool = False
    locked: bool = False
    """Whether it runs while the vault is locked."""
    example: JsonObject = {}


class Commands:
    """All commands by id. For any thread."""

    def __init__(self) -> None:
        """Begin empty; `app.py` registers."""
        self._held: dict[str, Command[msgspec.Struct]] = {}
        self._later: dict[str, Callable[[], Iterable[Command[Any]]]] = {}
        self._lock = threading.RLock()

    def register(self, command: Command[Params]) -> None:
        """Add a command; its id must be new."""
        if command.id in self._held:
            message = f"two commands are called {command.id}"
            raise ValueError(message)
        self._held[command.id] = command  # type: ignore[assignment]  # params are converted in run

    def register_later(self, name: str, load: Callable[[], Iterable[Command[Any]]]) -> None:
        """Add the command `name`, or all whose ids begin with it and a point, once it is asked for.

        What is loaded for several names is loaded once.
        """
        self._later[name] = load

    def __iter__(self) -> Iterator[Command[msgspec.Struct]]:
        """Yield the commands in the order of their ids."""
        for name in tuple(self._later):
            self._load(name)
        return iter(sorted(self._held.values(), key=lambda command: command.id))

    def get(self, command_id: str) -> Command[msgspec.Struct]:
        """Return a command; raises `NotFound`."""
        if command_id in self._later:
            self._load(command_id)
        elif command_id not in self._held:
            self._load(command_id.partition(".")[0])
        found = self._held.get(command_id)
        if found is None:
            message = f"There is no command “{command_id[:60]}”."
            raise NotFound(message, "`atom commands` lists them.")
        return found

    def run(self, command_id: str, params: JsonObject, context: Context) -> Json:
        """Check what a command was given, carry it out, and note it unless it only looks."""
        command = self.get(command_id)
        if command.locked:
            return command.run(context, _typed(command, params))
        with context.session.using() as vault:
            if command.permission is Permission.READ:
                return command.run(context, _typed(command, params))
            try:
                result = command.run(context, _typed(command, params))
            except AtomError as error:
                vault.trail.note(context.actor, command.id, error)
                raise
            vault.trail.note(context.actor, command.id, result)
            return result

    def _load(self, name: str) -> None:
        """Register what was to be added later; everybody else waits until it is there."""
        with self._lock:
            load = self._later.get(name)
            for command in load() if load else ():
                self.register(command)
            for other in [one for one, same in self._later.items() if same is load]:
                del self._later[other]


def _typed(command: Command[msgspec.Struct], params: JsonObject) -> msgspec.Struct:
    """Return what a command was given in its typed form; raises `UserError`."""
    try:
        return msgspec.convert(params, command.params)
    except msgspec.ValidationError as error:
        message = f"{command.id}: {error}."
        raise UserError(message, f"`atom commands` shows what {command.id} takes.") from error
