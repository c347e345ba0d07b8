import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.change import Change, Op, Step
from atom_desktop.model.errors import Unavailable
from atom_desktop.store.commit import Commit
from atom_desktop.store.journal import BLOCK_BYTES, Journal, blocks_of
from atom_desktop.store.sealed import FileKind, SealedWriter
from tests.fakes.disk import Call, Fault, MemoryDisk, Trouble
from tests.fakes.disk_store import KEYS, TOP, Home, identity, new_task, task_id, titles


def a_commit(name: str = "s") -> Commit:
    change = Change("task", name, Op.ERASE)
    step = Step(id=name, hlc="0", actor="me", command="test", title=name, changes=(change,))
    return Commit(step)


class Desk:
    """A journal over a disk in memory; `answers` lists each group with its error."""

    def __init__(self) -> None:
        self.disk = MemoryDisk()
        self.disk.mkdir(TOP)
        self.who = identity()
        self.answers: list[tuple[list[str], OSError | None]] = []
        self.journal = Journal(self.open_log, self.written)

    def open_log(self) -> SealedWriter:
        path = TOP / f"log-{self.who.random_bytes(16).hex()}.atom"
        return SealedWriter.create(self.disk, path, FileKind.LOG, KEYS.content, self.who)

    def written(self, group: list[Commit], error: OSError | None) -> None:
        self.answers.append(([commit.step.id for commit in group], error))
        for commit in group:
            commit.finish(Unavailable("no") if error else None)

    def put(self, *names: str) -> list[Commit]:
        """Queue commits as one group."""
        commits = [a_commit(name) for name in names]
        with self.journal._changed:
            for commit in commits:
                self.journal.put(commit)
        return commits


@pytest.fixture
def desk():
    desk = Desk()
    yield desk
    desk.journal.close()


def test_what_is_queued_together_is_flushed_once(desk: Desk) -> None:
    for commit in desk.put("a", "b", "c"):
        commit.wait(10)
    assert desk.answers == [(["a", "b", "c"], None)]
    assert desk.disk.log.count(Call.SYNC) == 1
    reached = desk.journal.reached("device")
    assert (reached.device, reached.steps, reached.end) == (
        "device",
        3,
        desk.disk.size(TOP / reached.name),
    )


def test_a_thread_begins_with_the_first_step_and_ends_with_the_journal(desk: Desk) -> None:
    assert desk.journal._thread is None
    desk.put("a")[0].wait(10)
    thread = desk.journal._thread
    desk.journal.close()
    desk.journal.close()
    assert thread is not None
    assert not thread.is_alive()


def test_closing_writes_what_is_queued(desk: Desk) -> None:
    commits = desk.put("a", "b")
    desk.journal.close()
    assert all(commit.done for commit in commits)
    assert desk.disk.open_files == 0


def test_after_closing_a_step_is_refused_at_once(desk: Desk) -> None:
    desk.journal.close()
    with pytest.raises(Unavailable, match="being closed"):
        desk.journal.put(a_commit())


@pytest.mark.parametrize("call", [Call.CREATE, Call.APPEND, Call.SYNC])
def test_a_failure_drops_the_log_and_the_next_step_opens_another(desk: Desk, call: Call) -> None:
    desk.put("a")[0].wait(10)
    first = desk.journal.log
    if call is Call.CREATE:
        desk.journal.seal()
    desk.disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=frozenset({call}))
    with pytest.raises(Unavailable):
        desk.put("b")[0].wait(10)
    assert desk.journal.log is None
    desk.disk.fault = None
    desk.put("c")[0].wait(10)
    assert desk.journal.log is not None
    assert desk.journal.log is not first
    assert desk.journal._steps == 1


def test_a_sealed_log_is_never_written_to_again(desk: Desk) -> None:
    desk.put("a")[0].wait(10)
    desk.journal.drain()
    path = desk.journal.log.path
    size = desk.disk.size(path)
    desk.journal.seal()
    desk.journal.seal()
    assert desk.journal.reached("device") is None
    desk.put("b")[0].wait(10)
    assert desk.disk.size(path) == size
    assert len(desk.disk.list(TOP)) == 2


def test_closing_a_log_may_fail_without_harm(desk: Desk) -> None:
    desk.put("a")[0].wait(10)
    desk.journal.drain()
    desk.disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True)
    desk.journal.seal()
    assert desk.journal.log is None


def test_draining_waits_for_the_group_that_is_being_written(desk: Desk) -> None:
    begun, go_on = threading.Event(), threading.Event()
    written = desk.written

    def slowly(group: list[Commit], error: OSError | None) -> None:
        begun.set()
        go_on.wait(10)
        written(group, error)

    desk.journal._written = slowly
    commit = desk.put("a")[0]
    begun.wait(10)
    threading.Timer(0.01, go_on.set).start()
    desk.journal.drain()
    assert commit.done


def test_a_bug_in_the_writer_refuses_the_step_is_reported_and_the_next_one_is_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", reported.append)
    open_log, stumbled = desk.journal._open_log, threading.Event()

    def stumble() -> SealedWriter:
        desk.journal._open_log = open_log
        stumbled.set()
        raise ZeroDivisionError

    desk.journal._open_log = stumble
    with pytest.raises(Unavailable):
        desk.put("a")[0].wait(10)
    desk.put("b")[0].wait(10)
    desk.journal.drain()
    assert stumbled.is_set()
    assert desk.answers[-1] == (["b"], None)


def test_what_was_queued_behind_a_bug_is_not_forgotten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", reported.append)
    written, later = desk.written, list[Commit]()

    def stumble(group: list[Commit], error: OSError | None) -> None:
        desk.journal._written = written
        later.extend(desk.put("b"))
        raise ZeroDivisionError

    desk.journal._written = stumble
    desk.put("a")
    desk.journal.drain()
    later[0].wait(10)
    desk.journal.close()
    assert [found.exc_type for found in reported] == [ZeroDivisionError]


def test_queued_steps_can_be_taken_back(desk: Desk) -> None:
    with desk.journal._changed:
        commits = desk.put("a", "b")
        assert desk.journal.take_queued() == commits
        assert desk.journal.take_queued() == []
    desk.journal.drain()
    assert desk.answers == []


@pytest.mark.parametrize("trouble", [Trouble.BROKEN, Trouble.FULL])
def test_a_refused_edit_does_not_come_back_at_the_next_start(trouble: Trouble) -> None:
    home = Home()
    with home.open() as store:
        home.save(store, new_task("one"))
        home.disk.fault = Fault(
            trouble=trouble, at=len(home.disk.log) + 2, calls=frozenset({Call.SYNC})
        )
        with pytest.raises(Unavailable):
            home.save(store, new_task("refused"))
        assert home.disk.struck
        assert titles(store) == ["one"]
    with home.open() as store:
        assert titles(store) == ["one"]
        assert [step.changes[0].id for step in store.history()] == [task_id("one")]
        assert not store.problems


def test_the_first_block_of_a_refused_group_does_not_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = Home()
    monkeypatch.setattr("atom_desktop.store.journal.BLOCK_BYTES", 10)
    with home.open() as store:
        home.save(store, new_task("one"))
        home.disk.fault = Fault(trouble=Trouble.FULL, at=len(home.disk.log) + 2)
        with store._journal._changed:
            commits = [home.begin(store, home.step(new_task(name))) for name in "ab"]
        for commit in commits:
            with pytest.raises(Unavailable):
                commit.wait(10)
    with home.open() as store:
        assert titles(store) == ["one"]


def test_a_refused_edit_that_cannot_even_be_cut_off_is_whole_or_absent() -> None:
    home = Home()
    calls = frozenset({Call.SYNC, Call.TRUNCATE})
    with home.open() as store:
        home.save(store, new_task("one"))
        home.disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=calls)
        with pytest.raises(Unavailable):
            home.save(store, new_task("refused"), new_task("with it"))
        home.disk.fault = None
        assert titles(store) == ["one"]
    with home.open() as store:
        assert titles(store) in (["one"], ["one", "refused", "with it"])


@given(st.lists(st.binary(min_size=1, max_size=90).filter(lambda line: b"\n" not in line)))
def test_blocks_hold_every_line_in_order(lines: list[bytes]) -> None:
    blocks = list(blocks_of(lines))
    assert [line for block in blocks for line in block.split(b"\n")] == lines


def test_a_block_ends_when_it_is_full() -> None:
    lines = [b"x" * (BLOCK_BYTES // 2)] * 5
    assert [block.count(b"\n") + 1 for block in blocks_of(lines)] == [2, 2, 1]
