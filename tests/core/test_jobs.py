import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError

import pytest

from atom_desktop.core.jobs import WORKERS, Job, Jobs, Progress
from tests.fakes.beside import PATIENCE, Beside, until


@pytest.fixture
def reported() -> list[BaseException]:
    return []


@pytest.fixture
def jobs(reported: list[BaseException]) -> Iterator[Jobs]:
    made = Jobs(reported.append)
    yield made
    made.close()


def test_work_is_done_elsewhere_and_its_result_is_fetched(jobs: Jobs) -> None:
    job = jobs.start("where", lambda _: threading.current_thread().name)
    assert job.result(PATIENCE).startswith("atom-job")
    assert job.name == "where"
    assert job.finished


def test_a_job_that_fails_raises_where_its_result_is_read(
    jobs: Jobs, reported: list[BaseException]
) -> None:
    job = jobs.start("fail", lambda _: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        job.result(PATIENCE)
    assert reported == []


def test_a_job_that_nobody_reads_reports_its_failure(
    jobs: Jobs, reported: list[BaseException]
) -> None:
    assert jobs.start_quietly("fail", lambda _: 1 // 0).result(PATIENCE) is None
    assert [type(error) for error in reported] == [ZeroDivisionError]


def test_a_job_that_nobody_reads_and_that_goes_well_reports_nothing(
    jobs: Jobs, reported: list[BaseException]
) -> None:
    jobs.start_quietly("fine", lambda _: 1).result(PATIENCE)
    assert reported == []


def test_progress_is_read_while_the_work_goes_on(jobs: Jobs) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> str:
        progress(3, 10)
        begun.set()
        assert go_on.wait(PATIENCE)
        return "done"

    job = jobs.start("count", work)
    assert begun.wait(PATIENCE)
    assert (job.progress.done, job.progress.total, job.finished) == (3, 10, False)
    go_on.set()
    assert job.result(PATIENCE) == "done"


def until_cancelled(progress: Progress) -> str:
    until(progress.cancelled, "a cancel")
    return "stopped"


def test_a_job_is_asked_to_stop(jobs: Jobs) -> None:
    job = jobs.start("long", until_cancelled)
    assert not job.progress.cancelled()
    job.progress.cancel()
    assert job.result(PATIENCE) == "stopped"


def test_whoever_asked_is_called_once_the_work_has_ended(jobs: Jobs) -> None:
    ended: list[Job[int]] = []
    job = jobs.start("work", lambda _: 7)
    job.result(PATIENCE)
    job.when_done(ended.append)
    assert ended == [job]
    assert ended[0].result() == 7


def test_whoever_asked_is_called_where_they_asked_to_be(jobs: Jobs) -> None:
    posted: list[Callable[[], None]] = []
    ended: list[Job[int]] = []
    job = jobs.start("work", lambda _: 7)
    job.when_done(ended.append, posted.append)
    until(lambda: bool(posted))
    assert ended == []
    posted[0]()
    assert ended == [job]


def test_a_call_at_the_end_that_fails_is_reported(
    jobs: Jobs, reported: list[BaseException]
) -> None:
    job = jobs.start("work", lambda _: 7)
    job.result(PATIENCE)
    job.when_done(lambda _: 1 // 0)
    assert [type(error) for error in reported] == [ZeroDivisionError]


def test_closing_asks_every_job_to_stop_and_waits_for_them(reported: list[BaseException]) -> None:
    jobs = Jobs(reported.append)
    running = [jobs.start("long", until_cancelled) for _ in range(WORKERS)]
    until(lambda: len(jobs._running) == WORKERS)
    queued = jobs.start("later", lambda _: "never begun")
    Beside(jobs.close).result()
    assert [job.result(0) for job in running] == ["stopped"] * WORKERS
    with pytest.raises(CancelledError):
        queued.result(0)
    assert not jobs._running


def test_a_job_that_has_ended_is_forgotten(jobs: Jobs) -> None:
    jobs.start("work", lambda _: 7).result(PATIENCE)
    until(lambda: not jobs._running)


def test_after_the_end_no_job_begins(jobs: Jobs) -> None:
    jobs.close()
    with pytest.raises(RuntimeError, match="after the end"):
        jobs.start("work", lambda _: 7)
