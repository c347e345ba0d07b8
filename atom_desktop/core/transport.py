"""What a line between two ATOM processes is: whole lines of bytes, within a size and a time."""

from typing import Final, Protocol

LINE_SECONDS: Final = 10.0
"""A line that has begun must be whole, or taken by the reader, within this time."""
REQUEST_LIMIT: Final = 8 << 20
ANSWER_LIMIT: Final = 1 << 30


class OversizedLineError(Exception):
    """The other end sent more than a line may hold."""


class StrangerError(Exception):
    """The other end belongs to another user."""


class Channel(Protocol):
    """One end of a conversation; used by one thread at a time."""

    def receive(self, seconds: float | None) -> bytes:
        """Return the next line without its end, or b"" when the other end has gone.

        Raises `TimeoutError` when no line begins within `seconds` (None waits for ever) or one that
        has begun does not end in time, and `OversizedLineError`.
        """

    def send(self, line: bytes) -> None:
        """Send one line; raises `OSError` when the other end has gone or does not read."""

    def alive(self) -> bool:
        """Tell whether the other end is still there."""

    def close(self) -> None:
        """Hang up."""


class Listener(Protocol):
    """Where the owner waits for others."""

    def accept(self) -> Channel | None:
        """Wait for somebody; None once `close` was called. Raises `StrangerError`."""

    def close(self) -> None:
        """Stop waiting, from any thread, and remove the address."""
