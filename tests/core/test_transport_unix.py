"""A Unix socket as a line between two processes of one user."""

import os
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from atom_desktop.core import transport_unix
from atom_desktop.core.owner_client import NobodyThereError
from atom_desktop.core.transport import OversizedLineError, StrangerError
from atom_desktop.core.transport_unix import UnixChannel, UnixListener, connect_unix, peer_user
from tests.fakes.beside import PATIENCE, Beside
from tests.fakes.owner_house import House

pytestmark = pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs a local socket")


@pytest.fixture
def pair() -> Iterator[tuple[UnixChannel, socket.socket]]:
    ours, theirs = socket.socketpair()
    theirs.settimeout(PATIENCE)
    channel = UnixChannel(ours, 100)
    yield channel, theirs
    channel.close()
    theirs.close()


Pair = tuple[UnixChannel, socket.socket]


def test_lines_are_taken_apart_however_they_arrive(pair: Pair) -> None:
    channel, theirs = pair
    theirs.sendall(b"one\ntwo\nthr")
    assert [channel.receive(5), channel.receive(5)] == [b"one", b"two"]
    sending = Beside(lambda: theirs.sendall(b"ee\n"))
    assert channel.receive(5) == b"three"
    sending.result()


def test_a_line_is_sent_with_its_end(pair: Pair) -> None:
    channel, theirs = pair
    channel.send(b"hello")
    assert theirs.recv(100) == b"hello\n"


@pytest.mark.parametrize("line", [b"x" * 101 + b"\n", b"x" * 102])
def test_a_line_over_the_limit_is_not_taken(pair: Pair, line: bytes) -> None:
    channel, theirs = pair
    theirs.sendall(line)
    with pytest.raises(OversizedLineError):
        channel.receive(5)


def test_a_line_of_exactly_the_limit_is_taken(pair: Pair) -> None:
    channel, theirs = pair
    theirs.sendall(b"x" * 100 + b"\n")
    assert channel.receive(5) == b"x" * 100


def test_silence_is_a_timeout_and_the_talk_goes_on(pair: Pair) -> None:
    channel, theirs = pair
    with pytest.raises(TimeoutError):
        channel.receive(0.01)
    theirs.sendall(b"late\n")
    assert channel.receive(5) == b"late"


def test_a_line_that_began_and_never_ends_is_a_timeout(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_unix, "LINE_SECONDS", -1.0)
    channel, theirs = pair
    theirs.sendall(b"begun")
    with pytest.raises(TimeoutError):
        channel.receive(5)


def test_the_end_of_the_talk_is_an_empty_line(pair: Pair) -> None:
    channel, theirs = pair
    assert channel.alive()
    theirs.close()
    assert not channel.alive()
    assert channel.receive(5) == b""


def test_whoever_waits_is_alive_with_or_without_bytes_to_read(pair: Pair) -> None:
    channel, theirs = pair
    theirs.sendall(b"next")
    assert channel.alive()
    channel.close()
    assert not channel.alive()


def test_closing_twice_is_allowed(pair: Pair) -> None:
    channel, _ = pair
    channel.close()
    channel.close()


def test_the_socket_of_a_dead_owner_is_replaced(house: House) -> None:
    house.owner.close()
    dead = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    dead.bind(house.address)
    dead.close()
    with pytest.raises(NobodyThereError):
        house.client()
    house.owner = house.opened()
    assert house.run("echo", text="again") == {"text": "again"}


def test_an_owner_removes_its_own_socket_only(house: House) -> None:
    Path(house.address).unlink()
    other = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    other.bind(house.address)
    house.owner.close()
    assert Path(house.address).exists()
    other.close()


def test_a_file_in_the_place_of_the_socket_is_left_alone(house: House) -> None:
    Path(house.address).unlink()
    Path(house.address).write_text("somebody's")
    house.owner.close()
    assert Path(house.address).read_text() == "somebody's"


def test_the_socket_is_for_its_user_alone(house: House) -> None:
    assert Path(house.address).stat().st_mode & 0o077 == 0


def test_an_address_that_cannot_be_taken_is_an_error_that_leaves_nothing_open(
    tmp_path: Path,
) -> None:
    with pytest.raises(OSError):  # noqa: PT011 -- which one depends on the system
        UnixListener(os.fspath(tmp_path / "no folder" / "owner.sock"))


def test_the_kernel_says_who_is_at_the_other_end(pair: Pair) -> None:
    assert peer_user(pair[1]) == os.getuid()


class MacSocket:
    """A socket of macOS, whose kernel answers with a struct xucred."""

    def getsockopt(self, level: int, option: int, size: int) -> bytes:
        assert (level, option, size) == (0, 1, 76)
        return struct.pack("II", 0, 501).ljust(size, b"\0")


def test_the_kernel_of_a_mac_says_it_in_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(socket, "SO_PEERCRED", raising=False)
    assert peer_user(MacSocket()) == 501


def test_a_caller_nobody_can_tell_anything_of_is_a_stranger(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(sock: socket.socket) -> int:
        raise OSError(92, "no such option")

    monkeypatch.setattr(transport_unix, "peer_user", unknown)
    with pytest.raises(StrangerError):
        connect_unix(house.address)
