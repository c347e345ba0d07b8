"""The owner's line as a named pipe, for Windows, where both ends prove that they know one secret.

A named pipe made with the default rights can be written by its creator, administrators and the
system only. The secret, in a file beside the vault's other private run-time files, also keeps a
client from talking to a pipe that somebody else made first under the same name.
"""

import hmac
import os
import secrets
from collections.abc import Callable
from multiprocessing.connection import Client, Connection
from multiprocessing.connection import Listener as SystemListener
from pathlib import Path
from typing import Final

from atom_desktop.core.transport import (
    ANSWER_LIMIT,
    LINE_SECONDS,
    REQUEST_LIMIT,
    OversizedLineError,
    StrangerError,
)

KEY_NAME: Final = "owner.key"
_SECRET_BYTES: Final = 32
_CALLER: Final = b"caller"
_OWNER: Final = b"owner"


class PipeChannel:
    """One connected pipe; it carries whole messages, each one line."""

    def __init__(self, connection: Connection, limit: int, greet: Callable[[], None]) -> None:
        """Speak over `connection`; `greet` checks the other end before anything is read."""
        self._connection = connection
        self._limit = limit
        self._greet: Callable[[], None] | None = greet

    def receive(self, seconds: float | None) -> bytes:
        """Return the next line, or b"" at the end (see `transport.Channel`)."""
        self._check()
        try:
            ready = self._connection.poll(seconds)
            line = self._connection.recv_bytes(self._limit) if ready else None
        except (EOFError, ConnectionError):
            return b""
        except OSError as error:
            raise OversizedLineError from error
        if line is None:
            raise TimeoutError
        return line

    def send(self, line: bytes) -> None:
        """Send one line."""
        self._check()
        self._connection.send_bytes(line)

    def alive(self) -> bool:
        """Tell whether the other end is still there."""
        try:
            self._connection.poll(0)
        except (EOFError, OSError):
            return False
        return not self._connection.closed

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _check(self) -> None:
        greet, self._greet = self._greet, None
        if greet is not None:
            greet()


class PipeListener:
    """The owner's named pipe."""

    def __init__(self, address: str, runtime: Path, family: str = "AF_PIPE") -> None:
        """Make a fresh secret in `runtime`, and listen at `address`."""
        self._address = address
        self._family = family
        self._secret_path = runtime / KEY_NAME
        self._secret = secrets.token_bytes(_SECRET_BYTES)
        _write_private(self._secret_path, self._secret)
        self._listener = SystemListener(address, family)
        self._closed = False

    def accept(self) -> PipeChannel | None:
        """Wait for somebody; who they are is checked when their channel is first used."""
        connection = self._listener.accept()
        if self._closed:
            connection.close()
            self._listener.close()
            return None
        secret = self._secret
        return PipeChannel(connection, REQUEST_LIMIT, lambda: greet_caller(connection, secret))

    def close(self) -> None:
        """Stop waiting: a last call from here wakes `accept`."""
        self._closed = True
        self._secret_path.unlink(missing_ok=True)
        Client(self._address, self._family).close()


def connect_pipe(address: str, runtime: Path, family: str = "AF_PIPE") -> PipeChannel:
    """Call the owner that listens at `address`."""
    secret = (runtime / KEY_NAME).read_bytes()
    connection = Client(address, family)
    return PipeChannel(connection, ANSWER_LIMIT, lambda: greet_owner(connection, secret))


def greet_caller(connection: Connection, secret: bytes) -> None:
    """Make the caller prove that it knows the secret, then prove it to the caller."""
    challenge = secrets.token_bytes(_SECRET_BYTES)
    connection.send_bytes(challenge)
    answer = _message(connection)
    if not hmac.compare_digest(answer[_SECRET_BYTES:], _proof(secret, _CALLER, challenge)):
        connection.close()
        raise StrangerError
    connection.send_bytes(_proof(secret, _OWNER, answer[:_SECRET_BYTES]))


def greet_owner(connection: Connection, secret: bytes) -> None:
    """Prove to the owner that this process knows the secret, and ask for the same."""
    challenge = secrets.token_bytes(_SECRET_BYTES)
    connection.send_bytes(challenge + _proof(secret, _CALLER, _message(connection)))
    if not hmac.compare_digest(_message(connection), _proof(secret, _OWNER, challenge)):
        connection.close()
        raise StrangerError


def _proof(secret: bytes, role: bytes, challenge: bytes) -> bytes:
    return hmac.digest(secret, role + challenge, "sha256")


def _message(connection: Connection) -> bytes:
    try:
        ready = connection.poll(LINE_SECONDS)
        message = connection.recv_bytes(4 * _SECRET_BYTES) if ready else b""
    except (EOFError, OSError) as error:
        raise StrangerError from error
    return message


def _write_private(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
