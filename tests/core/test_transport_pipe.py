"""The pipe of Windows, driven here over a local socket, which the same library speaks."""

import hmac
import os
from collections.abc import Iterator
from multiprocessing.connection import Client
from pathlib import Path

import pytest

from atom_desktop.core.transport import REQUEST_LIMIT, OversizedLineError, StrangerError
from atom_desktop.core.transport_pipe import KEY_NAME, PipeChannel, PipeListener, connect_pipe
from tests.fakes.beside import Beside

pytestmark = pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs a local socket")


class Line:
    """Both ends of one pipe."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = os.fspath(folder / "pipe")
        self.listener = PipeListener(self.address, folder, "AF_UNIX")
        self.channels: list[PipeChannel] = []

    def both(self) -> tuple[PipeChannel, PipeChannel]:
        caller = connect_pipe(self.address, self.folder, "AF_UNIX")
        return caller, self.accepted(caller)

    def accepted(self, *others: PipeChannel) -> PipeChannel:
        owner = self.listener.accept()
        assert owner is not None
        self.channels += [owner, *others]
        return owner


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    built = Line(tmp_path)
    yield built
    for channel in built.channels:
        channel.close()
    closing = Beside(built.listener.close)
    assert built.listener.accept() is None
    closing.result()


def test_lines_travel_both_ways_after_both_ends_have_proved_themselves(line: Line) -> None:
    caller, owner = line.both()
    greeting = Beside(lambda: owner.send(b"hello"))
    assert caller.receive(5) == b"hello"
    greeting.result()
    caller.send(b"request")
    assert owner.receive(5) == b"request"
    assert owner.alive()


def test_nothing_in_time_is_a_timeout(line: Line) -> None:
    caller, owner = line.both()
    greeting = Beside(lambda: owner.send(b"hello"))
    caller.receive(5)
    greeting.result()
    with pytest.raises(TimeoutError):
        caller.receive(0)


def test_a_caller_who_hangs_up_ends_the_talk(line: Line) -> None:
    caller, owner = line.both()
    greeting = Beside(lambda: owner.send(b"hello"))
    caller.receive(5)
    greeting.result()
    caller.close()
    assert owner.receive(5) == b""
    assert not caller.alive()


def test_a_message_beyond_the_limit_is_refused(line: Line) -> None:
    caller, owner = line.both()
    greeting = Beside(lambda: owner.send(b"hello"))
    caller.receive(5)
    greeting.result()
    sending = Beside(lambda: caller.send(b"x" * (REQUEST_LIMIT + 1)))
    with pytest.raises(OversizedLineError):
        owner.receive(5)
    owner.close()
    with pytest.raises(OSError, match=r"."):
        sending.result()


def test_a_caller_without_the_secret_is_refused_before_it_hears_anything(line: Line) -> None:
    stranger = Client(line.address, "AF_UNIX")
    owner = line.accepted()
    refusal = Beside(lambda: owner.send(b"hello"))
    stranger.recv_bytes()
    stranger.send_bytes(b"0" * 64)
    with pytest.raises(StrangerError):
        refusal.result()
    with pytest.raises((EOFError, OSError)):
        stranger.recv_bytes()
    stranger.close()


def test_a_caller_who_answers_nothing_is_refused(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atom_desktop.core.transport_pipe.LINE_SECONDS", 0.01)
    stranger = Client(line.address, "AF_UNIX")
    owner = line.accepted()
    with pytest.raises(StrangerError):
        owner.receive(5)
    stranger.close()


def test_a_caller_does_not_talk_to_a_pipe_that_another_has_made(line: Line) -> None:
    caller = connect_pipe(line.address, line.folder, "AF_UNIX")
    secret = (line.folder / KEY_NAME).read_bytes()
    server = line.accepted(caller)

    def pretend() -> bytes:
        connection = server._connection
        connection.send_bytes(b"c" * 32)
        answer = connection.recv_bytes()
        connection.send_bytes(b"p" * 32)
        return answer

    pretending = Beside(pretend)
    with pytest.raises(StrangerError):
        caller.send(b"request")
    answer = pretending.result()
    assert answer[32:] == hmac.digest(secret, b"caller" + b"c" * 32, "sha256")


def test_the_secret_is_for_its_user_alone_and_new_each_time(tmp_path: Path) -> None:
    secrets = set()
    for name in ("one", "two"):
        listener = PipeListener(os.fspath(tmp_path / name), tmp_path, "AF_UNIX")
        path = tmp_path / KEY_NAME
        assert path.stat().st_mode & 0o077 == 0
        secrets.add(path.read_bytes())
        closing = Beside(listener.close)
        assert listener.accept() is None
        closing.result()
        assert not path.exists()
    assert len(secrets) == 2


def test_a_caller_who_hangs_up_instead_of_answering_is_refused(line: Line) -> None:
    stranger = Client(line.address, "AF_UNIX")
    owner = line.accepted()
    waiting = Beside(lambda: owner.receive(5))
    stranger.recv_bytes()
    stranger.close()
    with pytest.raises(StrangerError):
        waiting.result()
