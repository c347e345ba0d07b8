"""What is found when a vault is opened again, here and on another computer."""

import contextlib

import pytest

from atom_desktop.model.change import Change, Op
from atom_desktop.model.errors import Unavailable
from atom_desktop.store.opening import KEPT_CHANGES, READ_LATELY, UNDO_DEPTH
from atom_desktop.store.problem import Gravity
from tests.fakes.disk import Call, Fault, Trouble
from tests.fakes.disk_store import (
    OTHER_KEYS,
    Home,
    add_label,
    everything,
    moved_in,
    new_task,
    own_files,
    own_folder,
    set_task,
    spoil,
    task_id,
    titles,
)


@pytest.fixture
def home() -> Home:
    return Home()


def filled(home: Home, *names: str, compact: bool = True) -> None:
    with home.open() as store:
        for name in names:
            home.save(store, new_task(name, labels=["new"]))
        if compact:
            store.compact()


def test_a_new_vault_is_empty_and_nothing_is_written_by_looking(home: Home) -> None:
    with home.open() as store:
        assert titles(store) == []
        assert store.problems == ()
        assert store.read("task", task_id("a")) is None
    assert home.disk.files() == {}


def test_everything_is_there_again(home: Home) -> None:
    filled(home, "a", "b")
    with home.open() as store:
        home.save(store, set_task("a", "title", "new", "a"), add_label("a", "x"))
        before, hlc, done = everything(store), store.last_hlc, store.undo_stacks("me").done
    with home.open() as store:
        assert everything(store) == before
        assert (store.last_hlc, store.undo_stacks("me").done) == (hlc, done)
        assert store.problems == ()


def test_the_undo_list_follows_what_was_taken_back_and_repeated(home: Home) -> None:
    with home.open() as store:
        a, b = home.save(store, new_task("a")), home.save(store, new_task("b"))
        undo = home.begin(store, home.step(Change("task", task_id("b"), Op.ERASE), undoes=b.id))
        undo.wait(10)
        stacks = store.undo_stacks("me")
        assert (stacks.done, stacks.undone) == ([a.id], [undo.step.id])
    with home.open() as store:
        stacks = store.undo_stacks("me")
        assert (stacks.done, stacks.undone) == ([a.id], [undo.step.id])
        redo = home.begin(store, home.step(new_task("b"), redoes=undo.step.id))
        redo.wait(10)
        assert store.undo_stacks("me").done == [a.id, redo.step.id]
        home.save(store, new_task("c"), actor="other")
        assert store.undo_stacks("me").undone == []
        assert len(store.undo_stacks("other").done) == 1


def test_the_undo_list_has_an_end(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.store.opening.UNDO_DEPTH", 3)
    with home.open() as store:
        steps = [home.save(store, new_task(name)) for name in "abcdef"]
        assert store.undo_stacks("me").done == [step.id for step in steps[-3:]]
        assert len(store._state.recent) == 3
    assert UNDO_DEPTH == 200


def test_large_recent_steps_are_not_kept_in_memory(home: Home) -> None:
    with home.open() as store:
        step = home.save(store, *(new_task(f"{n}") for n in range(KEPT_CHANGES + 1)))
        assert step.id not in store._state.recent
        assert store.step(step.id) == step


def test_records_just_read_are_kept_only_for_a_while(home: Home) -> None:
    filled(home, *(f"n{n}" for n in range(READ_LATELY + 3)))
    with home.open() as store:
        for number in range(READ_LATELY + 3):
            assert store.read("task", task_id(f"n{number}"))
        assert len(store._state.read_lately) == 3


def test_a_step_with_a_broken_part_is_merged_wholly_or_not_at_all(home: Home) -> None:
    filled(home, "a", "b")
    with home.open() as store:
        before = everything(store)
        home.disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True)
        with pytest.raises(Unavailable):
            home.save(store, set_task("new", "title", "x"), set_task("a", "title", "new", "a"))
        home.disk.fault = None
        assert everything(store) == before


# --- what does not verify -------------------------------------------------------------------


def test_a_torn_end_of_a_log_is_unfinished_and_the_rest_is_open(home: Home) -> None:
    filled(home, "a", "b", compact=False)
    (log,) = own_files(home, "log-")
    home.disk.drop(home.place.state / "anchor.json")
    home.disk.put(log, home.disk.read(log)[:-3])
    with home.open() as store:
        assert titles(store) == ["a"]
        (problem,) = store.problems
    assert (problem.gravity, problem.file) == (Gravity.UNFINISHED, log.name)


@pytest.mark.parametrize("length", [0, 50, 96])
def test_a_log_that_was_stopped_at_its_beginning_held_nothing(home: Home, length: int) -> None:
    filled(home, "a", compact=False)
    (log,) = own_files(home, "log-")
    started = log.with_name(f"log-9-{'ab' * 16}.atom")
    home.disk.put(started, bytes(length))
    with home.open() as store:
        assert titles(store) == ["a"]
        assert [problem.gravity for problem in store.problems] == [Gravity.UNFINISHED]
        assert store.compact()
        assert store.compact()
    with home.open() as store:
        assert store.problems == ()
    assert started not in own_files(home)


def test_a_log_whose_header_is_damaged_is_named_and_stays(home: Home) -> None:
    filled(home, "a", compact=False)
    (log,) = own_files(home, "log-")
    home.disk.drop(home.place.state / "anchor.json")
    spoil(home, log, 20)
    with home.open() as store:
        assert titles(store) == []
        (problem,) = store.problems
        store.compact()
        store.compact()
    assert (problem.gravity, problem.file) == (Gravity.DAMAGED, log.name)
    assert home.disk.exists(log), "what does not verify is never removed by itself"


def test_a_log_that_the_disk_holds_back_stops_the_tidying(home: Home) -> None:
    filled(home, "a", compact=False)
    size = frozenset({Call.SIZE})
    home.disk.log.clear()
    home.disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=size)
    store = home.open_store()
    home.disk.fault = None
    assert [problem.gravity for problem in store.problems] == [Gravity.MISSING]
    assert not store.needs_compaction()
    with pytest.raises(Unavailable, match="did not give back"):
        store.compact()
    home.save(store, new_task("b"))
    store.close()
    with home.open() as store:
        assert titles(store) == ["a", "b"]
        assert store.problems == ()


def test_where_not_even_a_list_of_files_comes_back_nothing_is_opened(home: Home) -> None:
    filled(home, "a")
    home.disk.fault = Fault(
        trouble=Trouble.BROKEN, at=1, lasting=True, calls=frozenset({Call.LIST})
    )
    with pytest.raises(Unavailable, match="disk failed"):
        home.open_store()


@pytest.mark.parametrize("call", list(Call))
def test_whatever_fails_while_opening_is_told_in_words(home: Home, call: Call) -> None:
    filled(home, "a")
    with home.open() as store:
        home.save(store, new_task("b"))
    calls = frozenset({call})
    for at in range(1, 80):
        home.disk.log.clear()
        home.disk.fault = Fault(trouble=Trouble.BROKEN, at=at, calls=calls)
        with contextlib.suppress(Unavailable):
            home.open_store().close()
        home.disk.fault = None
    with home.open() as store:
        assert titles(store) == ["a", "b"]


def test_other_keys_find_damage_not_an_empty_vault(home: Home) -> None:
    filled(home, "a")
    home.keys = OTHER_KEYS
    with home.open() as store:
        assert titles(store) == []
        assert store.problems


# --- other devices --------------------------------------------------------------------------


def test_another_computer_sees_all_that_has_arrived(home: Home) -> None:
    filled(home, "a", "b")
    with home.open() as store:
        home.save(store, set_task("b", "title", "new", "b"))
        before = everything(store)
    other = moved_in(home)
    with other.open() as store:
        assert everything(store) == before
        assert store.problems == ()
        assert len(list(store.history())) == 3
        assert store.undo_stacks("me").done == []


def test_another_computer_takes_everything_over_with_its_first_snapshot(home: Home) -> None:
    filled(home, "a", "b")
    other = moved_in(home)
    with other.open() as store:
        home.save(store, new_task("c"))
        assert store.compact()
        store.compact()
    devices = other.disk.list(other.place.devices)
    assert len(devices) == 2
    mine = next(name for name in devices if name != own_folder(home).name)
    other.disk.drop(own_folder(home))
    with other.open() as store:
        assert titles(store) == ["a", "b", "c"]
        assert store.device_id == mine


def test_two_devices_that_both_tidied_up_see_the_same(home: Home) -> None:
    filled(home, "a", "b")
    other = moved_in(home)
    other.clock.forward(1000)
    with other.open() as store:
        other.save(store, set_task("a", "title", "theirs", "a"), add_label("b", "x"))
        store.compact()
    with home.open() as store:
        home.save(store, set_task("a", "title", "mine", "a"), add_label("b", "y"))
        store.compact()
        store.compact()
    _carry(home, other)
    _carry(other, home)
    with home.open() as here, other.open() as there:
        assert everything(here) == everything(there)
        assert titles(here) == ["b", "theirs"]
        assert here.read("task", task_id("b")).fields["labels"] == ["new", "x", "y"]
        assert here.problems == there.problems == ()


def test_what_was_taken_in_once_is_not_read_again(home: Home) -> None:
    filled(home, "a")
    other = moved_in(home)
    with other.open() as store:
        other.save(store, new_task("b"))
        store.compact()
    with other.open() as store:
        assert set(store._state.joined) == {own_folder(home).name}
        assert store._state.overlay == {}
        assert titles(store) == ["a", "b"]


def test_a_snapshot_that_has_not_arrived_whole_is_taken_in_as_far_as_it_goes(home: Home) -> None:
    filled(home, "a")
    with home.open() as store:
        home.save(store, new_task("b"))
        store.compact()
    other = moved_in(home)
    segments = own_files(home, "seg-")
    other.disk.drop(segments[-1])
    with other.open() as store:
        assert store.problems == ()
        assert "a" in titles(store)
        assert store._state.joined in ({}, store._state.joined)
    other.disk.put(segments[-1], home.disk.read(segments[-1]))
    with other.open() as store:
        assert titles(store) == ["a", "b"]


def test_a_foreign_snapshot_with_a_broken_block_is_taken_in_as_far_as_it_goes(
    home: Home,
) -> None:
    filled(home, "a")
    other = moved_in(home)
    with other.open() as store:
        other.save(store, new_task("b"))
        store.compact()
    with home.open() as store:
        home.save(store, new_task("c"))
        store.compact()
        place = store._state.segments[-1].index().blocks[0].block
    newest = own_files(home, "seg-")[-1]
    _carry(home, other)
    spoil(other, newest, place.offset + 30)
    with other.open() as store:
        assert titles(store) == ["a", "b", "c"], "the log of the other device has it as well"
        assert store.problems == ()
    other.disk.put(newest, home.disk.read(newest))
    with other.open() as store:
        assert titles(store) == ["a", "b", "c"]


def test_a_foreign_log_is_read_as_far_as_it_verifies_without_an_alarm(home: Home) -> None:
    filled(home, "a", "b", compact=False)
    other = moved_in(home)
    (log,) = own_files(home, "log-")
    whole = home.disk.read(log)
    other.disk.put(log, whole[:-10])
    with other.open() as store:
        assert titles(store) == ["a"]
        assert store.problems == ()
        other.save(store, new_task("c"))
        store.compact()
    other.disk.put(log, whole)
    with other.open() as store:
        assert titles(store) == ["a", "b", "c"]
    other.disk.put(log, b"")
    with other.open() as store:
        assert titles(store) == ["a", "c"]
        assert store.problems == ()


def test_nothing_of_another_device_is_ever_written_or_removed(home: Home) -> None:
    filled(home, "a", "b")
    other = moved_in(home)
    theirs = {path: other.disk.files()[path] for path in other.disk.files()}
    with other.open() as store:
        for name in "cdef":
            other.save(store, new_task(name))
            store.compact()
    after = other.disk.files()
    assert all(after[path] == content for path, content in theirs.items())


def _carry(source: Home, target: Home) -> None:
    """Bring the files of the device of `source` to `target`, as a synchroniser does."""
    for path, content in source.disk.files().items():
        if path.startswith(str(source.place.devices)) and path not in target.disk.files():
            target.disk.put(path, content)
