import pytest

from atom_desktop.store.problem import Gravity
from atom_desktop.store.roots import device_names, root_names
from tests.fakes.disk_store import Home, everything, new_task, own_files, own_folder, spoil, titles


@pytest.fixture
def home() -> Home:
    """Return a vault with two snapshots, each with a segment of its own, and a log."""
    home = Home()
    with home.open() as store:
        home.save(store, new_task("a"))
        store.compact()
        home.save(store, new_task("b"))
        store.compact()
        home.save(store, new_task("c"))
    return home


def test_the_newest_snapshot_comes_first(home: Home) -> None:
    names = root_names(home.disk, own_folder(home))
    assert [name.split("-")[1] for name in names] == ["00000002", "00000001"]
    device = own_folder(home).name
    home.disk.put(home.place.devices / "desktop.ini", b"")
    assert device_names(home.disk, home.place.devices) == [device]


def test_a_damaged_snapshot_gives_way_to_the_one_before_and_the_journal(home: Home) -> None:
    newest = own_files(home, "snap-")[-1]
    spoil(home, newest)
    with home.open() as store:
        assert titles(store) == ["a", "b", "c"]
        (problem,) = store.problems
        assert (problem.gravity, problem.file) == (Gravity.DAMAGED, newest.name)
        assert store.compact()
    with home.open() as store:
        assert titles(store) == ["a", "b", "c"]
        assert store.problems == (), "it is in quarantine, and a newer one is used"
    (kept,) = home.disk.list(home.place.quarantine)
    assert kept.startswith(newest.name)


def test_the_number_of_a_snapshot_is_above_that_of_a_damaged_one(home: Home) -> None:
    newest = own_files(home, "snap-")[-1]
    spoil(home, newest)
    with home.open() as store:
        store.compact()
    assert "snap-00000003" in own_files(home, "snap-")[-1].name


def test_without_any_snapshot_the_journal_and_its_history_still_give_everything(
    home: Home,
) -> None:
    with home.open() as store:
        before = everything(store)
    for path in own_files(home, "snap-"):
        spoil(home, path)
    with home.open() as store:
        assert len(store.problems) == 2
        assert everything(store) == before
        assert store.compact()
        assert store.compact()
    with home.open() as store:
        assert everything(store) == before
        assert store.problems == ()
        assert len(list(store.history())) == 3


@pytest.mark.parametrize("at", [10, -1])
def test_a_damaged_segment_is_rebuilt_from_the_history(home: Home, at: int) -> None:
    with home.open() as store:
        before = everything(store)
    for path in own_files(home, "seg-"):
        spoil(home, path, at)
    with home.open() as store:
        assert everything(store) == before
        files = {problem.file for problem in store.problems}
        assert files == {path.name for path in own_files(home, "seg-")}
        assert all("rebuilt" in problem.message for problem in store.problems)


def test_a_segment_of_another_length_is_damage(home: Home) -> None:
    path = own_files(home, "seg-")[-1]
    home.disk.put(path, home.disk.read(path) + b"x")
    with home.open() as store:
        assert titles(store) == ["a", "b", "c"]
        assert [problem.file for problem in store.problems] == [path.name]


def test_a_missing_segment_is_rebuilt_as_well(home: Home) -> None:
    for path in own_files(home, "seg-"):
        home.disk.drop(path)
    with home.open() as store:
        assert titles(store) == ["a", "b", "c"]
        assert store.problems


def test_what_can_be_taken_back_is_known_without_any_snapshot(home: Home) -> None:
    with home.open() as store:
        done = store.undo_stacks("me").done
    for path in own_files(home, "snap-"):
        home.disk.drop(path)
    with home.open() as store:
        assert store.undo_stacks("me").done == done
        assert titles(store) == ["a", "b", "c"]


def test_a_log_and_a_segment_may_be_damaged_while_the_history_is_not(home: Home) -> None:
    """The older snapshot is whole, but the log behind it is not: the newer history helps."""
    spoil(home, own_files(home, "seg-")[-1])
    spoil(home, own_files(home, "log-")[-2], 20)
    with home.open() as store:
        assert titles(store) == ["a", "b", "c"]
        assert store.problems


def test_what_is_in_no_history_is_counted_as_missing(home: Home) -> None:
    for path in [*own_files(home, "seg-"), *own_files(home, "hist-"), *own_files(home, "log-")]:
        home.disk.drop(path)
    home.disk.drop(home.place.state / "anchor.json")
    with home.open() as store:
        assert titles(store) == []
        assert sum(problem.lost for problem in store.problems) == 2
