"""What a caller is told by, and of, the process that owns the vault."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from atom_desktop.core import owner_client
from atom_desktop.core.owner_client import NobodyThereError, OwnerClient
from atom_desktop.core.owner_line import address_in
from atom_desktop.model.errors import AtomError, Busy, Conflict, Unavailable
from atom_desktop.model.json import JsonObject
from tests.fakes.beside import Beside
from tests.fakes.owner_house import House


class ScriptedChannel:
    """A channel whose other end says what a test has written down."""

    def __init__(self, *lines: bytes | Exception, deaf: bool = False) -> None:
        self.lines = list(lines)
        self.sent: list[bytes] = []
        self.open = True
        self._deaf = deaf

    def receive(self, seconds: float | None) -> bytes:
        line = self.lines.pop(0)
        if isinstance(line, Exception):
            raise line
        return line

    def send(self, line: bytes) -> None:
        if self._deaf:
            raise BrokenPipeError
        self.sent.append(line)

    def alive(self) -> bool:
        return self.open

    def close(self) -> None:
        self.open = False


HELLO = b'{"atom":1,"version":"1.0"}'


def test_the_owner_introduces_itself(house: House) -> None:
    client = house.client()
    assert client.greeting["kind"] == "test"
    client.close()


def test_beats_without_a_report_are_not_progress() -> None:
    seen: list[JsonObject] = []
    lines = (b'{"progress":{}}', b'{"progress":{"done":1}}', b'{"progress":5}', b'{"result":"ok"}')
    client = OwnerClient(ScriptedChannel(HELLO, *lines))
    assert client.run("wait", {}, seen.append) == "ok"
    assert seen == [{"done": 1}]


def test_progress_that_nobody_wants_is_passed_over() -> None:
    client = OwnerClient(ScriptedChannel(HELLO, b'{"progress":{"done":1}}', b'{"result":null}'))
    assert client.run("wait", {}) is None


def test_each_request_has_its_number() -> None:
    channel = ScriptedChannel(HELLO, b'{"result":1}', b'{"result":2}')
    client = OwnerClient(channel)
    client.run("a", {"x": 1})
    client.run("b", {})
    assert channel.sent == [
        b'{"id":1,"command":"a","params":{"x":1}}',
        b'{"id":2,"command":"b","params":{}}',
    ]


def test_a_request_that_could_not_be_sent_was_not_carried_out() -> None:
    client = OwnerClient(ScriptedChannel(HELLO, deaf=True))
    with pytest.raises(NobodyThereError):
        client.run("echo", {})


def test_good_bye_instead_of_an_answer_means_it_was_not_begun() -> None:
    client = OwnerClient(ScriptedChannel(HELLO, b'{"bye":true}'))
    with pytest.raises(NobodyThereError):
        client.run("echo", {})


@pytest.mark.parametrize("greeting", [b'{"bye":true}', b"", b"noise", OSError()])
def test_an_owner_that_leaves_at_once_is_not_there(greeting: bytes | Exception) -> None:
    with pytest.raises(NobodyThereError):
        OwnerClient(ScriptedChannel(greeting))


def test_an_owner_that_falls_silent_counts_as_busy() -> None:
    client = OwnerClient(ScriptedChannel(HELLO, TimeoutError()))
    with pytest.raises(Busy):
        client.run("echo", {})


def test_a_channel_that_is_refused_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = ScriptedChannel(b'{"atom":99}')
    connecting: Callable[..., ScriptedChannel] = lambda *_: channel  # noqa: E731 -- a stand-in
    monkeypatch.setattr(owner_client, "connect", connecting)
    with pytest.raises(Unavailable):
        OwnerClient.call_at("address", Path())
    assert not channel.open


def test_an_error_keeps_its_kind_its_code_and_its_hint(house: House) -> None:
    with pytest.raises(Conflict) as caught:
        house.run("conflict")
    found = caught.value
    assert (found.message, found.hint, found.code) == ("Two match.", "Say which.", "ambiguous")


def test_progress_reaches_the_caller_before_the_result(house: House) -> None:
    seen: list[JsonObject] = []

    def note(report: JsonObject) -> None:
        seen.append(report)
        house.answers.may_end.set()

    client = house.client()
    assert client.run("count", {}, note) == "counted"
    client.close()
    assert seen == [{"done": 1, "total": 3}]


def test_a_caller_of_another_protocol_is_told_the_version(tmp_path: Path) -> None:
    def greet(server: socket.socket) -> None:
        peer, _ = server.accept()
        peer.sendall(b'{"atom":99,"version":"9.0"}\n')
        peer.close()

    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    address = address_in(tmp_path, "test")
    server.bind(address)
    server.listen()
    greeting = Beside(lambda: greet(server))
    with pytest.raises(Unavailable, match=r"9\.0") as caught:
        OwnerClient.call_at(address, tmp_path)
    greeting.result()
    server.close()
    assert caught.value.code == "other-version"


@pytest.mark.parametrize("answer", [b"", b"garbage\n", b"[1]\n", b"cut in the midd"])
def test_an_owner_that_dies_while_it_works_leaves_the_outcome_open(
    tmp_path: Path, answer: bytes
) -> None:
    def die(server: socket.socket) -> None:
        peer, _ = server.accept()
        peer.sendall(b'{"atom":1}\n')
        peer.recv(100)
        peer.sendall(answer)
        peer.close()

    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    address = address_in(tmp_path, "test")
    server.bind(address)
    server.listen()
    dying = Beside(lambda: die(server))
    client = OwnerClient.call_at(address, tmp_path)
    with pytest.raises(Unavailable) as caught:
        client.run("echo", {})
    dying.result()
    client.close()
    server.close()
    assert caught.value.code == "cut-off"


def test_a_silent_owner_counts_as_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.core.owner_client.GREETING_SECONDS", 0.01)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    address = address_in(tmp_path, "test")
    server.bind(address)
    server.listen()
    with pytest.raises(AtomError) as caught:
        OwnerClient.call_at(address, tmp_path)
    server.close()
    assert caught.value.code == "busy"
