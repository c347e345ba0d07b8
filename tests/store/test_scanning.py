import pytest

from atom_desktop.model.record import Record
from atom_desktop.store.scanning import scan, sound_lines
from atom_desktop.store.segment import BrokenBlock
from tests.fakes.disk_store import (
    Home,
    everything,
    new_task,
    own_files,
    set_task,
    spoil,
    task_id,
    titles,
)

NAMES = "abcdefgh"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Home:
    """Return a vault with eight tasks in a segment of several blocks."""
    monkeypatch.setattr("atom_desktop.store.segment.BLOCK_BYTES", 300)
    home = Home()
    with home.open() as store:
        home.save(store, *(new_task(name, notes="n" * 90) for name in NAMES))
        store.compact()
    return home


def test_records_of_segments_and_of_memory_come_once_each(home: Home) -> None:
    with home.open() as store:
        home.save(store, set_task("a", "title", "new", "a"), new_task("z"))
        found = [record.id for record in store.scan("task")]
        assert sorted(found) == sorted(map(task_id, [*NAMES, "z"]))
        assert titles(store)[-2:] == ["new", "z"]
        assert list(store.scan("project")) == []


def test_what_is_changed_meanwhile_does_not_show(home: Home) -> None:
    with home.open() as store:
        records = store.scan("task")
        first = next(records)
        home.save(store, set_task("h", "title", "later", "h"), new_task("z"))
        store.compact()
        seen = {record.fields["title"] for record in (first, *records)}
        assert seen == set(NAMES)


def test_a_range_of_ids_is_found(home: Home) -> None:
    with home.open() as store:
        state, lock = store._state, store._lock
        start, stop = f"task/{task_id('c')}", f"task/{task_id('e')}"
        assert [record.fields["title"] for record in scan(state, lock, start, stop)] == ["c", "d"]


@pytest.mark.parametrize("block", [0, 1, -1])
def test_a_block_that_does_not_verify_is_rebuilt_on_the_way(home: Home, block: int) -> None:
    with home.open() as store:
        before = everything(store)
    (segment,) = own_files(home, "seg-")
    with home.open() as store:
        place = store._state.segments[0].index().blocks[block].block
        spoil(home, segment, place.offset + 30)
        assert everything(store) == before
        (problem,) = store.problems
        assert (problem.file, problem.lost) == (segment.name, 0)
        assert everything(store) == before
        assert len(store.problems) == 1


def test_a_scan_goes_on_behind_the_block_that_was_healed(home: Home) -> None:
    with home.open() as store:
        segments = list(store._state.segments)
        place = segments[0].index().blocks[1].block
        spoil(home, own_files(home, "seg-")[0], place.offset + 30)
        broken: list[int] = []

        def heal(found: BrokenBlock) -> dict[str, Record]:
            broken.append(found.number)
            found.segment.broken.add(found.number)
            return {}

        keys = [key for key, _ in sound_lines(segments, "", "", heal)]
        assert broken == [1]
        assert keys == sorted(set(keys))
        assert 0 < len(keys) < len(NAMES)
