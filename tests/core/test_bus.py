import threading
from collections.abc import Callable

from atom_desktop.core.bus import Bus
from tests.fakes.beside import Beside


def make() -> tuple[Bus[str], list[BaseException]]:
    reported: list[BaseException] = []
    return Bus(reported.append), reported


def test_everybody_hears_every_event_in_order() -> None:
    bus, _ = make()
    first: list[str] = []
    second: list[str] = []
    bus.listen(first.append)
    bus.listen(second.append)
    for event in "abc":
        bus.publish(event)
    assert first == second == ["a", "b", "c"]


def test_a_listener_that_stops_hears_no_more_and_others_do() -> None:
    bus, _ = make()
    stopped: list[str] = []
    heard: list[str] = []
    stop = bus.listen(stopped.append)
    bus.listen(heard.append)
    bus.publish("a")
    stop()
    stop()
    bus.publish("b")
    assert (stopped, heard) == (["a"], ["a", "b"])


def test_one_listener_listens_twice_and_stops_once() -> None:
    bus, _ = make()
    heard: list[str] = []
    stop = bus.listen(heard.append)
    bus.listen(heard.append)
    stop()
    bus.publish("a")
    assert heard == ["a"]


def test_a_listener_that_fails_is_reported_and_the_others_hear_all_the_same() -> None:
    bus, reported = make()
    heard: list[str] = []

    def fail(event: str) -> None:
        raise ValueError(event)

    bus.listen(fail)
    bus.listen(heard.append)
    bus.publish("a")
    assert heard == ["a"]
    assert [str(error) for error in reported] == ["a"]


def test_a_listener_is_called_where_it_asked_to_be() -> None:
    bus, reported = make()
    posted: list[Callable[[], None]] = []
    heard: list[str] = []

    def hear(event: str) -> None:
        heard.append(event)
        raise ValueError(event)

    bus.listen(hear, posted.append)
    bus.publish("a")
    assert heard == []
    posted.pop()()
    assert heard == ["a"]
    assert len(reported) == 1


def test_a_listener_that_joins_while_an_event_is_told_hears_the_next_one() -> None:
    bus, _ = make()
    late: list[str] = []
    bus.listen(lambda _event: bus.listen(late.append) and None)
    bus.publish("a")
    assert late == []
    bus.publish("b")
    assert late == ["b"]


def test_listeners_come_and_go_from_any_thread() -> None:
    bus, reported = make()
    heard: list[str] = []
    together = threading.Barrier(4)

    def come_and_go() -> None:
        together.wait()
        for _ in range(200):
            bus.listen(heard.append)()

    running = [Beside(come_and_go) for _ in range(4)]
    for one in running:
        one.result()
    bus.publish("a")
    assert heard == []
    assert reported == []
