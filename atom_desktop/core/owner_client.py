"""The caller's end: finds the process that owns the vault, and has it run commands."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Self

from atom_desktop.core.owner_line import connect
from atom_desktop.core.transport import Channel, OversizedLineError, StrangerError
from atom_desktop.core.wire import (
    PROTOCOL,
    SILENCE_SECONDS,
    decode_line,
    encode_line,
    error_from_wire,
)
from atom_desktop.model.errors import AtomError, Busy, Unavailable
from atom_desktop.model.json import Json, JsonObject

GREETING_SECONDS: Final = 5.0

OnProgress = Callable[[JsonObject], None]


class NobodyThereError(Exception):
    """No process owns the vault, or the one that did has just left; nothing was done."""


class OwnerClient:
    """A conversation with the owner of a vault."""

    def __init__(self, channel: Channel) -> None:
        """Speak over a fresh channel; raises `NobodyThereError` or `AtomError`."""
        self._channel = channel
        self._last_id = 0
        self.greeting = self._greeted()

    @classmethod
    def call_at(cls, address: str, runtime: Path) -> Self:
        """Connect to the owner that listens at `address`."""
        try:
            channel = connect(address, runtime)
        except StrangerError as error:
            raise Unavailable(
                "The socket of this vault belongs to another user.",
                f"Look who made “{address}”, and remove it.",
                "stranger",
            ) from error
        except OSError as error:
            raise NobodyThereError from error
        try:
            return cls(channel)
        except BaseException:
            channel.close()
            raise

    def run(self, command: str, params: JsonObject, on_progress: OnProgress | None = None) -> Json:
        """Run one command and return its result.

        Raises the `AtomError` of the command, `NobodyThereError` when the owner left before it
        began, and `Unavailable` when it cannot be known whether the command was carried out.
        """
        self._last_id += 1
        request: JsonObject = {"id": self._last_id, "command": command, "params": params}
        try:
            self._channel.send(encode_line(request))
        except OSError as error:  # a line that did not arrive whole is not carried out
            raise NobodyThereError from error
        while True:
            answer = self._next(SILENCE_SECONDS)
            if "bye" in answer:
                raise NobodyThereError
            if "error" in answer:
                raise error_from_wire(answer["error"])
            if "result" in answer:
                return answer["result"]
            progress = answer.get("progress")
            if on_progress is not None and isinstance(progress, dict) and progress:
                on_progress(progress)

    def close(self) -> None:
        """Hang up; a command that still runs is cancelled if it can be."""
        self._channel.close()

    def _greeted(self) -> JsonObject:
        try:
            greeting = self._next(GREETING_SECONDS)
        except Busy:
            raise
        except AtomError as error:
            raise NobodyThereError from error
        if "bye" in greeting:
            raise NobodyThereError
        if greeting.get("atom") != PROTOCOL:
            raise Unavailable(
                f"A different version of ATOM is running ({greeting.get('version')}).",
                "Quit it and start this one, or use the command line that came with it.",
                "other-version",
            )
        return greeting

    def _next(self, seconds: float) -> JsonObject:
        try:
            line = self._channel.receive(seconds)
        except TimeoutError as error:
            raise Busy("ATOM is running but does not answer.", "Try again in a moment.") from error
        except (OSError, OversizedLineError) as error:
            raise _cut_off() from error
        if not line:
            raise _cut_off()
        try:
            return decode_line(line)
        except (TypeError, ValueError) as error:
            raise _cut_off() from error


def _cut_off() -> Unavailable:
    return Unavailable(
        "ATOM ended before it answered.",
        "Look with `atom list` or `atom history` whether the change was saved.",
        "cut-off",
    )
