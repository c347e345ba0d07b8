"""A large base is written anew a segment at a time, together with the changes that belong to it."""

import itertools
import random

import pytest

from tests.fakes.disk_store import (
    Home,
    everything,
    new_task,
    own_folder,
    set_task,
    spoil,
    titles,
)

NAMES = "abcdefghijkl"


@pytest.fixture
def home() -> Home:
    return Home()


def fill(home: Home, store, names: str = NAMES) -> None:
    for name in names:
        home.save(store, new_task(name, notes="n" * 50))


def spans(store) -> list[tuple[str, str]]:
    return [(one.described.first, one.described.last) for one in store._state.segments]


def files(store) -> list[str]:
    return [one.described.name for one in store._state.segments]


@pytest.fixture
def parted(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A vault whose base has four segments."""
    monkeypatch.setattr("atom_desktop.store.compaction.SEGMENT_BYTES", 400)
    monkeypatch.setattr("atom_desktop.store.compaction.SMALL", 1)
    with home.open() as store:
        fill(home, store)
        store.compact()
        assert len(files(store)) == store._state.snapshot.base > 3
    return home


def test_changes_are_cut_where_the_segments_of_the_base_are(
    parted: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atom_desktop.store.compaction.SMALL", 1 << 20)
    with parted.open() as store:
        base = spans(store)
        fill(parted, store, "al" + "mno")
        store.compact()
        deltas = spans(store)[len(base) :]
        assert spans(store)[: len(base)] == base
        assert deltas[0][1] < base[1][0] <= base[-1][0] <= deltas[1][0]


def test_one_segment_of_the_base_is_written_anew_in_a_pass(parted: Home) -> None:
    with parted.open() as store:
        before, base = files(store), store._state.snapshot.base
        for name in NAMES:
            parted.save(store, set_task(name, "title", name * 90, name))
        passes = 0
        while len(files(store)) > store._state.snapshot.base or not passes:
            store.compact()
            passes += 1
            assert passes < 20
            assert len(set(before) - set(files(store))) == min(passes, base), "one more in each"
            firsts = [first for first, _ in spans(store)[: store._state.snapshot.base]]
            assert firsts == sorted(firsts)
            assert titles(store) == [name * 90 for name in NAMES]
        assert passes == base
        kept = everything(store)
    with parted.open() as store:
        assert everything(store) == kept


def test_a_segment_outgrown_by_its_changes_is_parted(parted: Home) -> None:
    with parted.open() as store:
        base = store._state.snapshot.base
        fill(parted, store, "mnopqrstuvw")
        store.compact()
        assert store._state.snapshot.base > base
        assert len(files(store)) == store._state.snapshot.base
        assert len(titles(store)) == 23
        kept = everything(store)
    with parted.open() as store:
        assert everything(store) == kept


def test_changes_that_lie_across_the_base_are_written_anew_with_all_of_it(
    parted: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of an earlier version may hold such ones."""
    with monkeypatch.context() as earlier, parted.open() as store:
        earlier.setattr("atom_desktop.store.compaction.SMALL", 1 << 20)
        earlier.setattr("atom_desktop.store.compaction.bisect_right", lambda *_: 0)
        earlier.setattr("atom_desktop.store.compaction.SEGMENT_BYTES", 1 << 20)
        fill(parted, store, "al")
        store.compact()
    with parted.open() as store:
        before = files(store)
        assert len(before) == store._state.snapshot.base + 1
        store.compact()
        assert not set(before) & set(files(store))
        assert len(titles(store)) == len(NAMES)


@pytest.mark.parametrize("number", [0, 1, -1])
@pytest.mark.parametrize("cut", [False, True])
def test_a_lost_segment_of_the_base_confuses_nothing(parted: Home, number: int, cut: bool) -> None:
    """What it held is rebuilt from the history, and newer changes stay newer."""
    with parted.open() as store:
        store.compact()
        for name in "adgjl":
            parted.save(store, set_task(name, "title", "first", name))
        store.compact()
        base = store._state.snapshot.base
        path = own_folder(parted) / files(store)[:base][number]
        store.compact()
    if cut:
        parted.disk.put(path, parted.disk.read(path)[:-1])
    else:
        spoil(parted, path, 200)
    with parted.open() as store:
        before = everything(store)
        assert len(before) == len(NAMES)
        for name in "adgjl":
            parted.save(store, set_task(name, "title", "second", "first"))
        expected = everything(store)
        for _ in range(6):
            store.compact()
            assert everything(store) == expected
    with parted.open() as store:
        assert everything(store) == expected
        assert titles(store).count("second") == 5


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_changed_between_passes_is_what_is_read(
    home: Home, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    choices = random.Random(seed)
    monkeypatch.setattr("atom_desktop.store.compaction.SEGMENT_BYTES", choices.choice([200, 900]))
    monkeypatch.setattr("atom_desktop.store.compaction.SMALL", choices.choice([1, 3000]))
    names = "abcdefghijklmnopqrstuvwxyz"
    wanted: dict[str, str] = {}
    for _ in range(8):
        with home.open() as store:
            for _ in range(choices.randrange(6)):
                name = choices.choice(names)
                title = name * choices.randrange(1, 60)
                change = set_task(name, "title", title, wanted[name]) if name in wanted else None
                home.save(store, change or new_task(name, title=title))
                wanted[name] = title
            store.compact()
            assert titles(store) == sorted(wanted.values())
            base = spans(store)[: store._state.snapshot.base]
            assert all(last < first for (_, last), (first, _) in itertools.pairwise(base))
        with home.open() as store:
            assert titles(store) == sorted(wanted.values())
