import pytest

from atom_desktop.model.errors import Unavailable
from atom_desktop.store.problem import Gravity
from atom_desktop.store.segment import BrokenBlock
from tests.fakes.disk import Call, Fault, Trouble
from tests.fakes.disk_store import (
    Home,
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

NAMES = "abcdefgh"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a vault with a segment of several blocks, a delta, and a log."""
    monkeypatch.setattr("atom_desktop.store.segment.BLOCK_BYTES", 300)
    home = Home()
    with home.open() as store:
        home.save(store, *(new_task(name, notes="n" * 90) for name in NAMES))
        store.compact()
        home.save(store, set_task("a", "title", "older", "a"))
        store.compact()
        home.save(store, set_task("a", "title", "newest", "older"))
    return home


def break_blocks(home: Home, *prefixes: str) -> None:
    """Spoil every block of the files but the last, which the opening checks."""
    for path in own_files(home, "seg-"):
        with home.open() as store:
            (segment,) = [s for s in store._state.segments if s.described.name == path.name]
            places = [entry.block for entry in segment.index().blocks]
        for place in places:
            spoil(home, path, place.offset + 30)
    for prefix in prefixes:
        for path in own_files(home, prefix):
            home.disk.drop(path)


def test_a_record_in_a_broken_block_is_put_together_from_the_journal(home: Home) -> None:
    with home.open() as store:
        before = everything(store)
    break_blocks(home)
    with home.open() as store:
        assert store.read("task", task_id("b")) == before[task_id("b")]
        assert store.read("task", task_id("a")) == before[task_id("a")]
        assert {problem.gravity for problem in store.problems} == {Gravity.DAMAGED}
        assert all(problem.lost == 0 for problem in store.problems)


def test_a_block_is_healed_once(home: Home) -> None:
    break_blocks(home)
    with home.open() as store:
        with pytest.raises(BrokenBlock) as caught:
            list(store._state.segments[0].lines())
        assert store._state.heal(caught.value)
        assert store._state.heal(caught.value) == {}


def test_an_edit_of_a_record_in_a_broken_block_works(home: Home) -> None:
    break_blocks(home)
    with home.open() as store:
        home.save(store, set_task("c", "title", "edited", "c"))
    with home.open() as store:
        assert "edited" in titles(store)
        assert store.read("task", task_id("c")).fields["notes"] == "n" * 90


def test_tidying_up_leaves_the_broken_blocks_behind(home: Home) -> None:
    with home.open() as store:
        before = everything(store)
    break_blocks(home)
    with home.open() as store:
        assert store.compact()
        assert everything(store) == before
        store.compact()
    with home.open() as store:
        assert store.problems == ()
        assert everything(store) == before
    kept = home.disk.list(home.place.quarantine)
    assert len([name for name in kept if name.startswith("seg-")]) == 2


def test_what_is_nowhere_else_is_counted(home: Home) -> None:
    break_blocks(home, "hist-", "log-")
    home.disk.drop(home.place.state / "anchor.json")
    with home.open() as store:
        assert titles(store) == []
        lost = {problem.file: problem.lost for problem in store.problems}
        assert max(lost.values()) > 0


def test_an_older_copy_is_used_where_the_newest_is_broken_and_nothing_else_is_left(
    home: Home,
) -> None:
    newest = own_files(home, "seg-")[-1]
    with home.open() as store:
        segment = store._state.segments[-1]
        spoil(home, newest, segment.index().blocks[0].block.offset + 30)
    for path in [*own_files(home, "hist-"), *own_files(home, "log-")]:
        home.disk.drop(path)
    with home.open() as store:
        assert store.read("task", task_id("a")).fields["title"] == "a"
        assert any(problem.lost == 1 for problem in store.problems)


def test_a_block_that_the_disk_holds_back_is_not_given_up(home: Home) -> None:
    """The records come from the journal for now, and nothing is tidied up."""
    with home.open() as store:
        before = everything(store)
        segments = {segment.described.name for segment in store._state.segments}
    with home.open() as store:
        read_range = home.disk.read_range

        def failing(path, offset, length):
            if path.name in segments:
                raise OSError(5, "Input/output error")
            return read_range(path, offset, length)

        home.disk.read_range = failing
        assert everything(store) == before
        assert store.problems
        home.disk.read_range = read_range
        with pytest.raises(Unavailable):
            store.compact()
    with home.open() as store:
        assert everything(store) == before
        assert store.problems == ()
        assert store.compact()


def test_a_block_is_tried_again_where_the_disk_did_not_even_list_the_journals(home: Home) -> None:
    break_blocks(home)
    with home.open() as store:
        home.disk.log.clear()
        lists = frozenset({Call.LIST})
        home.disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=lists)
        with pytest.raises(Unavailable):
            store.read("task", task_id("h"))
        home.disk.fault = None
        assert store.read("task", task_id("h")).fields["title"] == "h"


def test_journals_of_other_devices_help_as_well(home: Home) -> None:
    other = moved_in(home)
    with other.open() as store:
        before = everything(store)
        assert store.compact()
    devices = other.disk.list(other.place.devices)
    devices.remove(own_folder(home).name)
    folder = other.place.devices / devices[0]
    for name in other.disk.list(folder):
        if name.startswith("seg-"):
            spoil(other, folder / name, -1)
    with other.open() as store:
        assert everything(store) == before
        assert store.problems


def test_a_damaged_journal_helps_as_far_as_it_verifies(home: Home) -> None:
    break_blocks(home)
    first, second = own_files(home, "hist-")
    spoil(home, second, 20)
    spoil(home, first, -1)
    with home.open() as store:
        assert store.read("task", task_id("b")).fields["title"] == "b"
