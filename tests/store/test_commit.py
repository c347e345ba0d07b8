import threading

import msgspec
import pytest

from atom_desktop.model.change import Change, Op, Step
from atom_desktop.model.errors import Busy, Unavailable, UserError
from atom_desktop.store.commit import Commit, step_lines


def a_step(changes: int = 1, title: str = "A change") -> Step:
    made = tuple(Change("task", f"{number}", Op.ERASE) for number in range(changes))
    return Step(id="s", hlc="0" * 16, actor="me", command="test", title=title, changes=made)


def test_a_commit_is_done_when_the_disk_has_answered() -> None:
    commit = Commit(a_step())
    assert not commit.done
    with pytest.raises(Busy):
        commit.wait(0)
    commit.finish()
    assert commit.done
    commit.wait()


def test_a_refusal_is_raised_to_whoever_waits() -> None:
    commit = Commit(a_step())
    commit.finish(Unavailable("The disk is full."))
    with pytest.raises(Unavailable, match="full"):
        commit.wait()


def test_listeners_are_called_once_before_or_after() -> None:
    calls: list[str] = []
    commit = Commit(a_step())
    commit.when_done(lambda _: calls.append("before"))
    commit.finish()
    commit.when_done(lambda done: calls.append(f"after {done.error}"))
    assert calls == ["before", "after None"]


def test_a_listener_that_fails_is_reported_and_keeps_nothing_from_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reported: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", reported.append)
    calls: list[Commit] = []
    commit = Commit(a_step())
    commit.when_done(lambda done: done.step.changes[7])
    commit.when_done(calls.append)
    commit.finish()
    assert calls == [commit]
    assert [found.exc_type for found in reported] == [IndexError]


def test_a_text_that_no_file_can_hold_is_refused_at_once() -> None:
    with pytest.raises(UserError, match="half a character"):
        Commit(a_step(title="cut \ud83d"))


def test_a_short_step_is_one_line() -> None:
    step = a_step(1000)
    assert [msgspec.json.decode(line, type=Step) for line in step_lines(step)] == [step]


def test_a_long_step_is_written_in_parts_of_a_thousand_changes() -> None:
    step = a_step(2001)
    parts = [msgspec.json.decode(line, type=Step) for line in step_lines(step)]
    assert [(part.part, part.last, len(part.changes)) for part in parts] == [
        (0, False, 1000),
        (1, False, 1000),
        (2, True, 1),
    ]
    assert tuple(change for part in parts for change in part.changes) == step.changes
