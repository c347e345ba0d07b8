import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError

import pytest

from atom_desktop.core.loop import Loop
from atom_desktop.model.errors import Unavailable
from tests.fakes.beside import PATIENCE, Beside, until


@pytest.fixture
def reported() -> list[BaseException]:
    return []


@pytest.fixture
def loop(reported: list[BaseException]) -> Iterator[Loop]:
    made = Loop(reported.append)
    made.start()
    yield made
    made.stop()


async def where() -> str:
    return threading.current_thread().name


async def fail() -> None:
    raise ValueError("lost")


async def for_ever() -> None:
    await asyncio.Event().wait()


def test_work_runs_on_the_thread_of_the_loop(loop: Loop) -> None:
    assert loop.submit(where()).result(PATIENCE) == "atom-loop"


def test_a_failure_that_nobody_reads_is_reported(loop: Loop, reported: list[BaseException]) -> None:
    loop.submit(fail())
    until(lambda: [str(error) for error in reported] == ["lost"])


def test_a_failure_that_is_watched_is_not_reported(
    loop: Loop, reported: list[BaseException]
) -> None:
    with pytest.raises(ValueError, match="lost"):
        loop.submit(fail(), watched=True).result(PATIENCE)
    assert reported == []


def test_a_call_is_posted_to_the_loop(loop: Loop) -> None:
    names: list[str] = []
    loop.post(lambda: names.append(threading.current_thread().name))
    until(lambda: names == ["atom-loop"])


def test_a_posted_call_that_fails_is_reported(loop: Loop, reported: list[BaseException]) -> None:
    loop.post([].pop)
    until(lambda: [type(error) for error in reported] == [IndexError])


def test_a_trouble_without_an_error_is_reported_in_words(
    loop: Loop, reported: list[BaseException]
) -> None:
    loop.post(lambda: asyncio.get_running_loop().call_exception_handler({"message": "odd"}))
    until(lambda: [str(error) for error in reported] == ["odd"])


def test_stopping_cancels_what_runs_and_reports_nothing(reported: list[BaseException]) -> None:
    loop = Loop(reported.append)
    loop.start()
    running = loop.submit(for_ever())
    Beside(loop.stop).result()
    with pytest.raises(CancelledError):
        running.result(PATIENCE)
    assert reported == []


def test_a_loop_that_was_never_started_is_stopped_all_the_same() -> None:
    Loop(lambda error: None).stop()


def test_work_given_to_a_loop_that_has_stopped_is_refused(reported: list[BaseException]) -> None:
    loop = Loop(reported.append)
    loop.start()
    loop.stop()
    with pytest.raises(Unavailable):
        loop.submit(where())
