from pathlib import Path

import pytest

from atom_desktop.model.change import Change, Op, Step
from atom_desktop.model.errors import Unavailable
from tests.fakes.disk import Call, Fault, Trouble
from tests.fakes.disk_store import (
    Home,
    moved_in,
    new_task,
    own_files,
    set_task,
    spoil,
    task_id,
    titles,
)


@pytest.fixture
def home() -> Home:
    return Home()


def ids(steps) -> list[str]:
    return [step.id for step in steps]


def test_steps_come_newest_first_from_logs_and_history(home: Home) -> None:
    made = []
    for name in "abc":
        with home.open() as store:
            made.append(home.save(store, new_task(name)))
            made.append(home.save(store, set_task(name, "title", "x", name)))
            if name != "c":
                store.compact()
    with home.open() as store:
        assert list(store.history()) == made[::-1]
        assert len(own_files(home, "hist-")) == 2


def test_one_record_has_its_own_steps_with_its_own_changes(home: Home) -> None:
    with home.open() as store:
        both = home.save(store, new_task("a"), new_task("b"))
        store.compact()
        one = home.save(store, set_task("a", "title", "x", "a"))
        found = list(store.history(task_id("a")))
    assert ids(found) == [one.id, both.id]
    assert [change.id for step in found for change in step.changes] == [task_id("a")] * 2
    with home.open() as store:
        assert list(store.history(task_id("none"))) == []


def test_a_record_named_in_another_one_s_text_has_not_its_steps(home: Home) -> None:
    with home.open() as store:
        home.save(store, new_task("a", notes=task_id("b")))
        made = home.save(store, new_task("b"))
        assert ids(store.history(task_id("b"))) == [made.id]


def test_any_step_is_found_by_its_id(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.store.commit.PART_CHANGES", 3)
    monkeypatch.setattr("atom_desktop.store.journal.BLOCK_BYTES", 200)
    with home.open() as store:
        long = home.save(store, *(new_task(name) for name in "abcdefgh"))
        short = home.save(store, new_task("z"))
        store.compact()
        last = home.save(store, new_task("y"))
    with home.open() as store:
        store._state.recent.clear()
        assert [store.step(step.id) for step in (long, short, last)] == [long, short, last]
        assert store.step("none") is None
        assert ids(store.history()) == [last.id, short.id, long.id]


def test_a_refused_step_is_in_no_history(home: Home) -> None:
    """Its bytes may be whole in a log that was dropped."""
    with home.open() as store:
        saved = home.save(store, new_task("a"))
        home.disk.fault = Fault(
            trouble=Trouble.BROKEN, at=1, lasting=True, calls=frozenset({Call.SYNC})
        )
        refused = home.begin(store, home.step(new_task("b")))
        with pytest.raises(Unavailable):
            refused.wait(10)
        home.disk.fault = None
        assert ids(store.history()) == [saved.id]
        assert ids(store.history(task_id("b"))) == []
        assert store.step(refused.step.id) is None
        store.compact()
        assert ids(store.history()) == [saved.id]
    with home.open() as store:
        assert ids(store.history()) == [saved.id]


def test_the_steps_of_other_devices_are_there(home: Home) -> None:
    with home.open() as store:
        home.save(store, new_task("a"))
        store.compact()
        home.save(store, new_task("b"))
        before = ids(store.history())
    other = moved_in(home)
    with other.open() as store:
        assert ids(store.history()) == before
        mine = other.save(store, Change("task", task_id("a"), Op.ERASE))
        store.compact()
        assert ids(store.history()) == [mine.id, *before]
    with other.open() as store:
        assert ids(store.history()) == [mine.id, *before]


def test_a_damaged_history_leaves_the_others_readable(home: Home) -> None:
    with home.open() as store:
        home.save(store, new_task("a"))
        store.compact()
        kept = home.save(store, new_task("b"))
        store.compact()
    spoil(home, own_files(home, "hist-")[0], 10)
    with home.open() as store:
        assert ids(store.history()) == [kept.id]
        assert ids(store.history(task_id("a"))) == []


@pytest.mark.parametrize("call", [Call.LIST, Call.READ_RANGE])
def test_a_disk_that_does_not_answer_is_not_an_empty_history(home: Home, call: Call) -> None:
    with home.open() as store:
        home.save(store, new_task("a"))
        home.disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=frozenset({call}))
        for look in (lambda: list(store.history()), lambda: list(store.history(task_id("a")))):
            with pytest.raises(Unavailable):
                look()
        home.disk.fault = None


def test_a_step_is_looked_for_while_others_work(home: Home) -> None:
    with home.open() as store:
        step = home.save(store, new_task("a"))
    with home.open() as store:
        store.compact()
    with home.open() as store:
        read_range, held = home.disk.read_range, []

        def watched(path: Path, offset: int, length: int) -> bytes:
            held.append(store._gate.locked())
            return read_range(path, offset, length)

        home.disk.read_range = watched
        assert store.step(step.id) == step
    assert held
    assert not any(held)


# --- what is kept ---------------------------------------------------------------------------

DAY_MS = 86_400_000


def aged(home: Home, *names: str, actor: str = "me") -> list[Step]:
    """Save a change a month, each put into a history of its own."""
    made = []
    for name in names:
        with home.open() as store:
            made.append(home.save(store, new_task(name), actor=actor))
            store.compact()
        home.clock.forward(30 * DAY_MS)
    return made


def without_undo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.store.opening.UNDO_DEPTH", 1)


def test_history_is_kept_for_some_days_and_the_records_for_ever(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_undo(monkeypatch)
    made = aged(home, "a", "b", "c", "d")
    with home.open() as store:
        assert store.compact(keep_days=75)
        assert ids(store.history()) == ids(reversed(made[2:]))
        assert titles(store) == ["a", "b", "c", "d"]
        assert len(own_files(home, "hist-")) == 4, "the snapshot before this one needs them"
        store.compact(keep_days=75)
        assert len(own_files(home, "hist-")) == 2
    with home.open() as store:
        assert ids(store.history()) == ids(reversed(made[2:]))
        assert store.step(made[0].id) is None
        assert titles(store) == ["a", "b", "c", "d"]
        assert store.problems == ()


def test_without_a_word_all_history_is_kept(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    without_undo(monkeypatch)
    made = aged(home, "a", "b")
    with home.open() as store:
        store.compact()
        store.compact()
        assert ids(store.history()) == ids(reversed(made))


@pytest.mark.parametrize("undone", [False, True])
def test_what_can_be_undone_or_repeated_is_kept(home: Home, undone: bool) -> None:
    (step,) = aged(home, "a")
    home.clock.forward(400 * DAY_MS)
    with home.open() as store:
        if undone:
            commit = home.begin(store, home.step(Change("task", "x", Op.ERASE), undoes=step.id))
            commit.wait(10)
            store.compact()
            home.clock.forward(400 * DAY_MS)
        for _ in range(2):
            store.compact(keep_days=30)
        stacks = store.undo_stacks("me")
        (wanted,) = stacks.undone if undone else stacks.done
        assert store.step(wanted).id == wanted
        assert len(own_files(home, "hist-")) == 1


@pytest.mark.parametrize("damage", ["spoiled", "gone"])
def test_old_history_that_cannot_be_read_is_kept_as_it_is(
    home: Home, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    without_undo(monkeypatch)
    aged(home, "a", "b")
    path = own_files(home, "hist-")[0]
    spoil(home, path) if damage == "spoiled" else home.disk.drop(path)
    with home.open() as store:
        store.compact(keep_days=30)
        assert path.name in store._state.histories
