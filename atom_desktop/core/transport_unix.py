"""The owner's line as a Unix socket in a private folder, open to the same user only."""

import os
import select
import socket
import stat
import struct
import time
from contextlib import suppress
from typing import Final

from atom_desktop.core.transport import (
    ANSWER_LIMIT,
    LINE_SECONDS,
    REQUEST_LIMIT,
    OversizedLineError,
    StrangerError,
)

CONNECT_SECONDS: Final = 5.0
BACKLOG: Final = 64
BYTES_PER_SECOND: Final = 1 << 20
"""A reader slower than this is hung up on."""
_CHUNK: Final = 1 << 16


class UnixChannel:
    """One connected socket, read in lines."""

    def __init__(self, sock: socket.socket, limit: int) -> None:
        """Speak over `sock`; a line received holds at most `limit` bytes."""
        self._sock = sock
        self._limit = limit
        self._buffer = bytearray()
        self._searched = 0

    def receive(self, seconds: float | None) -> bytes:
        """Return the next line, or b"" at the end (see `transport.Channel`)."""
        deadline = None
        while True:
            end = self._buffer.find(b"\n", self._searched)
            if end >= 0:
                return self._take(end)
            self._searched = len(self._buffer)
            if self._searched > self._limit:
                raise OversizedLineError
            if self._buffer and deadline is None:
                deadline = time.monotonic() + LINE_SECONDS
            self._sock.settimeout(seconds if deadline is None else _left(deadline))
            chunk = self._sock.recv(_CHUNK)
            if not chunk:
                return b""
            self._buffer += chunk

    def _take(self, end: int) -> bytes:
        if end > self._limit:
            raise OversizedLineError
        line = bytes(memoryview(self._buffer)[:end])
        del self._buffer[: end + 1]
        self._searched = 0
        return line

    def send(self, line: bytes) -> None:
        """Send one line within `LINE_SECONDS`, longer the longer it is."""
        self._sock.settimeout(LINE_SECONDS + len(line) / BYTES_PER_SECOND)
        self._sock.sendall(line + b"\n")

    def alive(self) -> bool:
        """Look at the socket without taking anything from it."""
        try:
            self._sock.settimeout(0)
            return bool(self._sock.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def close(self) -> None:
        """Hang up, and wake whoever reads here."""
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()


class UnixListener:
    """The owner's socket file."""

    def __init__(self, address: str) -> None:
        """Replace what a dead owner left at `address`, and listen there."""
        with suppress(FileNotFoundError):
            os.unlink(address)  # noqa: PTH108 -- an address, and pathlib costs the client 10 ms
        self._address = address
        self._sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._wake, self._woken = socket.socketpair()
        try:
            self._sock.bind(address)
            os.chmod(address, 0o600)  # noqa: PTH101 -- see above
            self._identity = _identity(address)
            self._sock.listen(BACKLOG)
            self._sock.settimeout(0)
        except OSError:
            self._close_sockets()
            raise
        self._ready = select.poll()
        self._ready.register(self._sock, select.POLLIN)
        self._ready.register(self._woken, select.POLLIN)

    def accept(self) -> UnixChannel | None:
        """Wait for somebody of the same user; None, with all sockets closed, after `close`."""
        while True:
            ready = {number for number, _ in self._ready.poll()}
            if self._woken.fileno() in ready:
                self._close_sockets()
                return None
            with suppress(BlockingIOError, ConnectionAbortedError):
                sock, _ = self._sock.accept()
                return _same_user(sock, REQUEST_LIMIT)

    def close(self) -> None:
        """Wake `accept` to end it; remove the socket file unless somebody put theirs there."""
        with suppress(OSError):
            if _identity(self._address) == self._identity:
                os.unlink(self._address)  # noqa: PTH108 -- see above
        with suppress(OSError):
            self._wake.send(b"x")

    def _close_sockets(self) -> None:
        for sock in (self._sock, self._wake, self._woken):
            sock.close()


def connect_unix(address: str) -> UnixChannel:
    """Call the owner that listens at `address`."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.settimeout(CONNECT_SECONDS)
        sock.connect(address)
    except OSError:
        sock.close()
        raise
    return _same_user(sock, ANSWER_LIMIT)


def peer_user(sock: socket.socket) -> int:
    """Return the user id of the process at the other end, as the kernel knows it."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is not None:  # Linux: struct ucred holds process, user and group
        return int(struct.unpack("iII", sock.getsockopt(socket.SOL_SOCKET, option, 12))[1])
    # LOCAL_PEERCRED of macOS and the BSDs: struct xucred begins with version and user id.
    return int(struct.unpack_from("II", sock.getsockopt(0, 1, 76))[1])


def _same_user(sock: socket.socket, limit: int) -> UnixChannel:
    try:
        user = peer_user(sock)
    except OSError:
        user = -1
    if user != os.getuid():
        sock.close()
        raise StrangerError
    return UnixChannel(sock, limit)


def _identity(path: str) -> tuple[int, int]:
    found = os.lstat(path)
    if not stat.S_ISSOCK(found.st_mode):
        raise FileNotFoundError(path)
    return found.st_dev, found.st_ino


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
