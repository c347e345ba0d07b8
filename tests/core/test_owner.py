"""The owner's promises to callers that are many, slow, silent, hostile or gone."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from atom_desktop.core import owner as owner_module
from atom_desktop.core.owner import MAX_CALLERS, Owner
from atom_desktop.core.owner_client import NobodyThereError
from atom_desktop.core.transport import REQUEST_LIMIT, StrangerError
from atom_desktop.model.errors import AtomError, Unavailable
from tests.fakes.beside import PATIENCE, Beside, until
from tests.fakes.owner_house import Answering, House, lines_of


def test_a_command_is_answered_with_its_result(house: House) -> None:
    assert house.run("echo", text="Grüße ☕\n\x1b[31m") == {"text": "Grüße ☕\n\x1b[31m"}


def test_one_conversation_carries_many_commands(house: House) -> None:
    client = house.client()
    answers = [client.run("echo", {"text": str(number)}) for number in range(50)]
    client.close()
    assert answers == [{"text": str(number)} for number in range(50)]


def test_a_bug_ends_its_request_only_and_quotes_nothing(house: House) -> None:
    client = house.client()
    with pytest.raises(AtomError) as caught:
        client.run("break", {})
    assert caught.value.code == "bug"
    assert "secret title" not in caught.value.message + caught.value.hint
    assert client.run("echo", {"text": "still here"}) == {"text": "still here"}
    client.close()
    assert [type(bug) for bug in house.answers.bugs] == [ZeroDivisionError]


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
    owner = Owner(Failing(), answers, dict)
    until(lambda: not owner._accepting.is_alive())
    owner.close()
    assert [str(bug) for bug in answers.bugs] == ["[Errno 24] too many open files"]


def test_an_owner_that_closes_takes_nobody_in_any_more(house: House) -> None:
    house.owner._closing.set()
    with pytest.raises(NobodyThereError):
        house.client()


def test_callers_who_all_have_work_under_way_are_not_put_out(house: House) -> None:
    house.owner._callers.extend([Placeholder()] * MAX_CALLERS)
    with pytest.raises(NobodyThereError):
        house.client()
    del house.owner._callers[:MAX_CALLERS]
    assert house.run("echo", text="room again") == {"text": "room again"}


class Placeholder:
    """A caller whose request is being carried out."""

    waiting = False


def test_a_stranger_found_out_while_being_greeted_is_noted(tmp_path: Path) -> None:
    answers = Answering()
    channels = [UnwelcomeChannel(StrangerError()), UnwelcomeChannel(BrokenPipeError())]
    owner = Owner(Waiting(channels), answers, dict)
    until(lambda: not owner._accepting.is_alive() and not owner._callers)
    owner.close()
    assert answers.strangers == 1
    assert not answers.bugs


def test_a_caller_that_does_not_hear_the_beat_cancels_its_command(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner_module, "BEAT_SECONDS", 0.01)
    channel = DeafChannel(b'{"command":"until_cancelled"}', hears=1)
    owner = Owner(Waiting([channel]), house.answers, dict)
    assert house.answers.cancelled.wait(PATIENCE)
    until(lambda: not owner._callers)
    owner.close()
    assert not channel.open


class UnwelcomeChannel:
    """A channel that fails at the first word."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def send(self, line: bytes) -> None:
        raise self._error

    def close(self) -> None:
        pass


class DeafChannel:
    """A channel that asks once and takes no more than `hears` lines."""

    def __init__(self, request: bytes, hears: int) -> None:
        self._requests = [request, b""]
        self._hears = hears
        self.open = True

    def receive(self, seconds: float | None) -> bytes:
        return self._requests.pop(0)

    def send(self, line: bytes) -> None:
        self._hears -= 1
        if self._hears < 0:
            raise TimeoutError

    def alive(self) -> bool:
        return True

    def close(self) -> None:
        self.open = False


class Waiting:
    """A listener whom these callers reach, one after the other."""

    def __init__(self, channels: Sequence[object]) -> None:
        self._channels = [*channels, None]

    def accept(self) -> object:
        return self._channels.pop(0)

    def close(self) -> None:
        pass
