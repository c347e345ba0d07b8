"""The owner's promises to callers that are many, slow, silent, hostile or gone."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from atom_desktop.core import owner as owner_module
from atom_desktop.core.owner import MAX_CALLERS, Call, Owner, Request
from atom_desktop.core.owner_client import NobodyThereError, OwnerClient
from atom_desktop.core.owner_line import address_in, listen
from atom_desktop.core.transport import REQUEST_LIMIT
from atom_desktop.model.errors import AtomError, Conflict, Unavailable, UserError
from atom_desktop.model.json import Json, JsonObject
from tests.fakes.beside import PATIENCE, Beside, until


class Answering:
    """Commands made for these tests, and a note of what went wrong."""

    def __init__(self) -> None:
        self.bugs: list[BaseException] = []
        self.strangers = 0
        self.done: list[str] = []
        self.begun = threading.Event()
        self.may_end = threading.Event()
        self.cancelled = threading.Event()

    def answer(self, request: Request, call: Call) -> Json:
        command: Callable[[JsonObject, Call], Json] = getattr(self, f"on_{request.command}")
        return command(request.params, call)

    def stranger(self) -> None:
        self.strangers += 1

    def bug(self, error: BaseException) -> None:
        self.bugs.append(error)

    def on_echo(self, params: JsonObject, call: Call) -> Json:
        self.done.append(str(params.get("text")))
        return params

    def on_conflict(self, params: JsonObject, call: Call) -> Json:
        raise Conflict("Two match.", "Say which.", "ambiguous")

    def on_break(self, params: JsonObject, call: Call) -> Json:
        raise ZeroDivisionError("secret title")

    def on_wait(self, params: JsonObject, call: Call) -> Json:
        self.begun.set()
        assert self.may_end.wait(PATIENCE)
        self.done.append("waited")
        return "waited"

    def on_count(self, params: JsonObject, call: Call) -> Json:
        call.progress({"done": 1, "total": 3})
        self.begun.set()
        assert self.may_end.wait(PATIENCE)
        return "counted"

    def on_until_cancelled(self, params: JsonObject, call: Call) -> Json:
        self.begun.set()
        until = time.monotonic() + PATIENCE
        while not call.cancelled() and time.monotonic() < until:
            self.may_end.wait(0.01)
        self.cancelled.set()
        return None

    def on_large(self, params: JsonObject, call: Call) -> Json:
        self.begun.set()
        return "x" * (32 << 20)


class House:
    """An owner in this process, and calls to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = address_in(folder, "test")
        self.answers = Answering()
        self.owner = self.opened()

    def opened(self) -> Owner:
        listener = listen(self.address, self.folder)
        return Owner(listener, self.answers, {"version": "1", "kind": "test"})

    def client(self) -> OwnerClient:
        return OwnerClient.call_at(self.address, self.folder)

    def run(self, command: str, **params: Json) -> Json:
        client = self.client()
        try:
            return client.run(command, params)
        finally:
            client.close()

    def raw(self) -> socket.socket:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.settimeout(PATIENCE)
        sock.connect(self.address)
        return sock


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    built = House(tmp_path)
    yield built
    built.answers.may_end.set()
    built.owner.close()


def lines_of(sock: socket.socket) -> Iterator[JsonObject]:
    with sock.makefile("rb") as file:
        for line in file:
            yield msgspec.json.decode(line)


def test_a_command_is_answered_with_its_result(house: House) -> None:
    assert house.run("echo", text="Grüße ☕\n\x1b[31m") == {"text": "Grüße ☕\n\x1b[31m"}


def test_one_conversation_carries_many_commands(house: House) -> None:
    client = house.client()
    answers = [client.run("echo", {"text": str(number)}) for number in range(50)]
    client.close()
    assert answers == [{"text": str(number)} for number in range(50)]


def test_an_error_keeps_its_kind_its_code_and_its_hint(house: House) -> None:
    with pytest.raises(Conflict) as caught:
        house.run("conflict")
    found = caught.value
    assert (found.message, found.hint, found.code) == ("Two match.", "Say which.", "ambiguous")


def test_a_bug_ends_its_request_only_and_quotes_nothing(house: House) -> None:
    client = house.client()
    with pytest.raises(AtomError) as caught:
        client.run("break", {})
    assert caught.value.code == "bug"
    assert "secret title" not in caught.value.message + caught.value.hint
    assert client.run("echo", {"text": "still here"}) == {"text": "still here"}
    client.close()
    assert [type(bug) for bug in house.answers.bugs] == [ZeroDivisionError]


def test_progress_reaches_the_caller_before_the_result(house: House) -> None:
    seen: list[JsonObject] = []

    def note(report: JsonObject) -> None:
        seen.append(report)
        house.answers.may_end.set()

    client = house.client()
    assert client.run("count", {}, note) == "counted"
    client.close()
    assert seen == [{"done": 1, "total": 3}]


def test_a_long_silent_command_sends_beats(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner_module, "BEAT_SECONDS", 0.01)
    with house.raw() as sock:
        sock.sendall(b'{"id":7,"command":"wait"}\n')
        lines = lines_of(sock)
        assert next(lines)["atom"] == 1
        assert [next(lines), next(lines)] == [{"id": 7, "progress": {}}] * 2
        house.answers.may_end.set()
        assert {"id": 7, "result": "waited"} in lines


def test_a_caller_who_hangs_up_cancels_the_command(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner_module, "BEAT_SECONDS", 0.01)
    sock = house.raw()
    sock.sendall(b'{"command":"until_cancelled"}\n')
    assert house.answers.begun.wait(PATIENCE)
    sock.close()
    assert house.answers.cancelled.wait(PATIENCE)


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        b"[]",
        b'{"id":1}',
        b'{"command":5}',
        b"\xff\xfe",
        b'{"command":"echo","params":' + b"[" * 100_000,
        b'{"command":"echo","params":"' + b"x" * 200 + b'"}',
    ],
)
def test_a_line_that_is_no_request_is_refused_and_the_talk_goes_on(
    house: House, line: bytes
) -> None:
    with house.raw() as sock:
        sock.sendall(line + b"\n" + b'{"id":2,"command":"echo"}\n')
        _, refused, answered = (next(lines) for lines in [lines_of(sock)] for _ in range(3))
    assert refused["error"]["code"] == "usage"
    assert answered == {"id": 2, "result": {}}


def test_an_endless_line_is_cut_off_at_the_limit(house: House) -> None:
    with house.raw() as sock:
        flood = b"x" * (REQUEST_LIMIT + (8 << 20))
        with pytest.raises(ConnectionError):
            sock.sendall(flood)
    assert house.run("echo", text="next") == {"text": "next"}


def test_a_line_that_trickles_is_cut_off(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.core.transport_unix.LINE_SECONDS", 0.05)
    with house.raw() as sock:
        sock.sendall(b'{"command":')
        assert [line["atom"] for line in lines_of(sock)] == [1]


def test_a_caller_who_does_not_read_is_hung_up_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atom_desktop.core.transport_unix.LINE_SECONDS", 0.05)
    monkeypatch.setattr("atom_desktop.core.transport_unix.BYTES_PER_SECOND", 1 << 40)
    with house.raw() as sock:
        sock.sendall(b'{"command":"large"}\n')
        assert house.answers.begun.wait(PATIENCE)
        until(lambda: not house.owner._callers)
    assert house.run("echo", text="next") == {"text": "next"}


def test_a_silent_caller_makes_room_when_every_place_is_taken(house: House) -> None:
    silent = [house.raw() for _ in range(MAX_CALLERS)]
    until(lambda: sum(caller.waiting for caller in house.owner._callers) == MAX_CALLERS)
    client = house.client()
    assert client.run("echo", {"text": "let in"}) == {"text": "let in"}
    assert [list(line) for line in lines_of(silent[0])][-1] == ["bye"]
    client.close()
    for sock in silent:
        sock.close()


def test_closing_waits_for_the_command_that_runs(house: House) -> None:
    client = house.client()
    calling = Beside(lambda: client.run("wait", {}))
    assert house.answers.begun.wait(PATIENCE)
    closing = Beside(house.owner.close)
    until(lambda: not Path(house.address).exists())
    house.answers.may_end.set()
    closing.result()
    assert calling.result() == "waited"
    with pytest.raises(NobodyThereError):
        client.run("echo", {"text": "too late"})
    client.close()
    assert house.answers.done == ["waited"]


def test_a_request_sent_to_an_owner_that_leaves_is_known_not_to_have_run(house: House) -> None:
    clients = [house.client() for _ in range(8)]
    closing = Beside(house.owner.close)
    outcomes: list[str] = []
    for number, client in enumerate(clients):
        try:
            client.run("echo", {"text": str(number)})
            outcomes.append(str(number))
        except NobodyThereError:
            pass
        client.close()
    closing.result()
    assert outcomes == house.answers.done


def test_nobody_is_there_once_the_owner_has_closed(house: House) -> None:
    house.owner.close()
    with pytest.raises(NobodyThereError):
        house.client()
    assert list(house.folder.iterdir()) == []


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


def test_the_socket_is_for_its_user_alone(house: House) -> None:
    assert Path(house.address).stat().st_mode & 0o077 == 0


def test_another_user_is_refused_and_noted(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.core.transport_unix.peer_user", lambda sock: 1 << 20)
    with house.raw() as sock:
        assert list(lines_of(sock)) == []
    until(lambda: house.answers.strangers == 1)
    with pytest.raises(Unavailable) as caught:
        house.client()
    assert caught.value.code == "stranger"


def test_a_failing_accept_is_noted_and_tried_again(tmp_path: Path) -> None:
    class Failing:
        def __init__(self) -> None:
            self.outcomes = [OSError(24, "too many open files"), None]

        def accept(self) -> None:
            outcome = self.outcomes.pop(0)
            if outcome is not None:
                raise outcome

        def close(self) -> None:
            pass

    answers = Answering()
    owner = Owner(Failing(), answers, {})
    until(lambda: not owner._accepting.is_alive())
    owner.close()
    assert [str(bug) for bug in answers.bugs] == ["[Errno 24] too many open files"]


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


def test_an_unknown_kind_of_error_is_still_an_error() -> None:
    from atom_desktop.core.wire import error_from_wire, error_to_wire

    class SpecialError(UserError):
        pass

    assert error_to_wire(SpecialError("a", "b", "c"))["kind"] == "UserError"
    found = error_from_wire({"kind": "SomethingNew", "message": "m"})
    assert type(found) is AtomError
    assert found.message == "m"
    assert error_from_wire(None).message
