"""What the owner of a vault does for other processes: it runs commands, and notes who asked."""

import time
from collections.abc import Callable
from typing import Final

import msgspec

from atom_desktop.core.commands import Commands, Context
from atom_desktop.core.logs import Event, Log
from atom_desktop.core.owner import Call, Request
from atom_desktop.core.session import Session
from atom_desktop.core.staying import Activity
from atom_desktop.model.errors import AtomError
from atom_desktop.model.json import Json

ACTOR: Final = "user"


class Serving(msgspec.Struct, kw_only=True):
    """Answers for the owner's socket. Called on the owner's threads."""

    session: Session
    commands: Commands
    activity: Activity
    log: Log
    clock: Callable[[], float] = time.monotonic

    def answer(self, request: Request, call: Call) -> Json:
        """Carry a request out and log how it went, without what was in it.

        A command that also runs while the vault is locked is no use of it: a prompt that asks for
        the status again and again does not keep it open.
        """
        began = self.clock()
        code = ""
        try:
            if not self.commands.get(request.command).locked:
                self.activity.note()
            return self.commands.run(
                request.command, request.params, Context(self.session, ACTOR, call)
            )
        except AtomError as error:
            code = error.code
            raise
        finally:
            took = int((self.clock() - began) * 1000)
            self.log.write(Event.COMMAND, command=request.command, code=code, milliseconds=took)

    def stranger(self) -> None:
        """Log that another user's process has called and was refused."""
        self.log.write(Event.STRANGER)

    def bug(self, error: BaseException) -> None:
        """Log an error that nobody expected."""
        self.log.bug(error)
