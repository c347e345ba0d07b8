import itertools
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from atom_desktop.model.change import Change, Op, Step
from atom_desktop.model.errors import Unavailable, UserError
from atom_desktop.model.ids import decode_id
from atom_desktop.model.record import Record
from atom_desktop.store import store as store_module
from tests.fakes.disk import Call, Fault, MemoryDisk, Trouble
from tests.fakes.disk_store import (
    KEYS,
    PLACE,
    VAULT,
    Home,
    add_label,
    everything,
    moved_in,
    new_task,
    on,
    own_files,
    set_task,
    spoil,
    task_id,
    titles,
)


@pytest.fixture
def home() -> Home:
    return Home()


def test_an_edit_is_seen_at_once_and_durable_when_it_is_done(home: Home) -> None:
    with home.open() as store:
        with store._journal._changed:
            commit = home.begin(store, home.step(new_task("a")))
            assert titles(store) == ["a"]
            assert not commit.done
        commit.wait(10)
    assert len(own_files(home, "log-")) == 1


def test_a_store_says_what_it_is(home: Home) -> None:
    with home.open() as store:
        assert decode_id(store.vault_id) == VAULT
        assert (store.keys, store.place) == (KEYS, PLACE)
        step = home.save(store, new_task("a"))
        assert (store.last_hlc, step.device) == (step.hlc, store.device_id)


def test_looking_writes_nothing(home: Home) -> None:
    with home.open() as store:
        home.save(store, new_task("a"))
    before = {path: content for path, content in home.disk.files().items() if "anchor" not in path}
    with home.open() as store:
        everything(store), list(store.history()), store.position(), store.needs_compaction()
        store.read("task", task_id("a"))
    after = {path: content for path, content in home.disk.files().items() if "anchor" not in path}
    assert after == before


def test_ids_are_found_by_their_beginning(home: Home) -> None:
    with home.open() as store:
        home.save(store, *(new_task(name) for name in ("a", "b", "c")))
        store.compact()
        home.save(store, new_task("d"), Change("task", task_id("b"), Op.ERASE))
        zeros = "0" * 20
        assert store.ids_with_prefix("task", zeros) == sorted(map(task_id, "acd"))
        assert len(store.ids_with_prefix("task", zeros, limit=2)) == 2
        assert store.ids_with_prefix("task", "zz") == []
        assert store.ids_with_prefix("project", zeros) == []


@given(st.permutations(range(8)), st.integers(0, 7))
def test_the_order_of_the_steps_makes_no_difference(order: list[int], cut: int) -> None:
    home = Home()
    changes = [
        new_task("a", labels=["x"]),
        set_task("a", "title", "one"),
        set_task("a", "title", "two"),
        add_label("a", "y"),
        Change("task", task_id("a"), Op.REMOVE, "labels", "x", []),
        Change("task", task_id("b"), Op.ERASE),
        new_task("b"),
        set_task("b", "notes", "n"),
    ]
    steps = [replace(home.step(change), device="0" * 26) for change in changes]
    results = [arrived([steps[at] for at in way], cut) for way in (range(8), order)]
    assert results[0] == results[1]


def arrived(steps: list[Step], cut: int) -> dict[str, Record]:
    """Return what is there after these steps, with a snapshot after the `cut`-th."""
    home = Home()
    with home.open() as store:
        for number, step in enumerate(steps):
            store.commit(step).wait(10)
            if number == cut:
                store.compact()
        return everything(store)


# --- refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize("call", [Call.APPEND, Call.SYNC])
def test_a_refused_edit_is_put_back_and_says_why(home: Home, call: Call) -> None:
    with home.open() as store:
        home.save(store, new_task("a"))
        before, undo = everything(store), store.undo_stacks("me").done
        calls = frozenset({call})
        home.disk.fault = Fault(trouble=Trouble.FULL, at=1, lasting=True, calls=calls)
        commit = home.begin(store, home.step(set_task("a", "title", "new", "a"), new_task("b")))
        with pytest.raises(Unavailable, match="disk is full") as caught:
            commit.wait(10)
        assert caught.value.code == "full-disk"
        assert "Nothing older is lost" in caught.value.hint
        assert everything(store) == before
        assert store.undo_stacks("me").done == undo
        home.disk.fault = None
        home.save(store, set_task("a", "title", "later", "a"))
    with home.open() as store:
        assert store.read("task", task_id("a")).fields["title"] == "later"


def test_steps_queued_behind_a_refused_one_are_refused_with_it(home: Home) -> None:
    with home.open() as store:
        home.save(store, new_task("a"))
        begun, go_on = threading.Event(), threading.Event()
        append = home.disk.append

        def failing(handle: int, content: bytes) -> int:
            begun.set()
            go_on.wait(10)
            raise OSError(28, "No space left on device")

        home.disk.append = failing
        first = home.begin(store, home.step(set_task("a", "title", "1", "a")))
        begun.wait(10)
        second = home.begin(store, home.step(set_task("a", "title", "2", "1"), new_task("b")))
        go_on.set()
        for commit in (first, second):
            with pytest.raises(Unavailable):
                commit.wait(10)
        home.disk.append = append
        assert titles(store) == ["a"]


def test_a_full_disk_gives_the_reserve_back_and_another_failure_does_not(home: Home) -> None:
    reserve = home.place.state / "reserve"
    appends = frozenset({Call.APPEND})
    for trouble, left in ((Trouble.BROKEN, True), (Trouble.FULL, False)):
        with home.open() as store:
            home.save(store, new_task(f"{trouble}"))
            assert home.disk.exists(reserve)
            home.disk.fault = Fault(trouble=trouble, at=1, lasting=True, calls=appends)
            with pytest.raises(Unavailable):
                home.save(store, new_task("b"))
            home.disk.fault = None
            assert home.disk.exists(reserve) is left


def test_a_text_that_cannot_be_written_changes_nothing(home: Home) -> None:
    with home.open() as store:
        with pytest.raises(UserError):
            home.save(store, new_task("a", notes="\ud83d"))
        assert titles(store) == []
        home.save(store, new_task("b"))
        assert titles(store) == ["b"]


def test_after_closing_an_edit_is_refused_and_not_shown(home: Home) -> None:
    store = home.open_store()
    home.save(store, new_task("a"))
    store.close()
    store.close()
    with pytest.raises(Unavailable, match="being closed"):
        home.save(store, new_task("b"))
    assert titles(store) == ["a"]


def test_a_log_that_could_not_be_begun_leaves_nothing(home: Home) -> None:
    with home.open() as store:
        home.save(store, new_task("a"))
    with home.open() as store:
        for call in (Call.CREATE, Call.APPEND, Call.SYNC, Call.SYNC_DIR):
            calls = frozenset({call})
            home.disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=calls)
            with pytest.raises(Unavailable):
                home.save(store, new_task("b"))
            home.disk.fault = None
        assert len(own_files(home, "log-")) == 1
        assert home.disk.open_files == 0


def test_edits_come_from_any_thread(home: Home) -> None:
    with home.open() as store:
        steps = [[home.step(new_task(f"{n}.{m}")) for m in range(20)] for n in range(4)]

        def work(mine) -> None:
            for step in mine:
                store.commit(on(store, step)).wait(10)

        threads = [threading.Thread(target=work, args=(s,)) for s in steps]  # noqa: TID251 -- several
        for thread in threads:
            thread.start()
        store.compact()
        for thread in threads:
            thread.join(20)
        assert len(titles(store)) == 80
    with home.open() as store:
        assert len(titles(store)) == 80


# --- caches ---------------------------------------------------------------------------------


def test_a_cache_is_brought_up_to_date_by_what_changed_since(home: Home) -> None:
    with home.open() as store:
        home.save(store, new_task("a"))
        position = store.position()
        home.save(store, new_task("b"))
    with home.open() as store:
        assert store.changed_since(position) == {("task", task_id("b"))}
        assert store.changed_since(store.position()) == set()
        home.save(store, new_task("c"))
    with home.open() as store:
        changed = store.changed_since(position)
        assert changed == {("task", task_id("b")), ("task", task_id("c"))}
        store.compact()
    with home.open() as store:
        assert store.changed_since(position) is None


def test_a_cache_of_what_is_not_there_any_more_is_rebuilt(home: Home) -> None:
    with home.open() as store:
        home.save(store, new_task("a"))
        home.save(store, new_task("b"))
        position = store.position()
    (log,) = own_files(home, "log-")
    home.disk.put(log, home.disk.read(log)[:-1])
    with home.open() as store:
        assert store.changed_since(position) is None
    home.disk.drop(log)
    with home.open() as store:
        assert store.changed_since(position) is None


def test_the_position_waits_for_what_is_queued(home: Home) -> None:
    with home.open() as store:
        commit = home.begin(store, home.step(new_task("a")))
        position = store.position()
        assert commit.done
        assert sum(entry.steps for entry in position.logs.values()) == 1


@pytest.mark.parametrize("limit", ["MOST_LOGS", "MOST_OVERLAY", "MOST_LOG_BYTES"])
def test_there_is_something_to_tidy_up_once_enough_was_written(
    home: Home, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, limit, 1 if limit != "MOST_LOG_BYTES" else 700)
    for name in "ab":
        with home.open() as store:
            assert not store.needs_compaction()
            home.save(store, new_task(name))
    with home.open() as store:
        assert store.needs_compaction()
        store.compact()
        assert not store.needs_compaction()


def test_what_was_taken_over_from_another_device_is_no_reason_to_tidy_up_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        with home.open() as store:
            home.save(store, new_task(name))
    other = moved_in(home)
    monkeypatch.setattr(store_module, "MOST_LOGS", 2)
    monkeypatch.setattr(store_module, "MOST_LOG_BYTES", 900)
    with other.open() as store:
        assert store.needs_compaction()
        store.compact()
    with other.open() as store:
        assert titles(store) == ["a", "b", "c"]
        assert not store.needs_compaction()


# --- what this computer remembers -----------------------------------------------------------


def test_the_anchor_follows_once_a_second_and_at_the_end(home: Home) -> None:
    anchor = home.place.state / "anchor.json"
    with home.open() as store:
        home.save(store, new_task("a"))
        first = home.disk.read(anchor)
        home.save(store, new_task("b"))
        assert home.disk.read(anchor) == first
        home.clock.forward(1500)
        home.save(store, new_task("c"))
        third = home.disk.read(anchor)
        assert third != first
        home.save(store, new_task("d"))
    assert home.disk.read(anchor) != third


def test_an_anchor_that_cannot_be_written_refuses_no_edit(home: Home) -> None:
    renames = frozenset({Call.RENAME})
    with home.open() as store:
        home.save(store, new_task("a"))
        home.clock.forward(5000)
        home.disk.fault = Fault(trouble=Trouble.FULL, at=1, lasting=True, calls=renames)
        home.disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=renames)
        home.save(store, new_task("b"))
        home.disk.fault = None
        assert titles(store) == ["a", "b"]


def test_documents_have_three_places(home: Home) -> None:
    with home.open() as store:
        store.settings.write("window", [b"s"])
        store.drafts.write("line", [b"d"])
        store.caches.write("columns", [b"c"])
        device = store.device_id
    with home.open() as store:
        assert store.device_id == device
        found = [store.settings.read("window"), store.drafts.read("line")]
        assert [bytes(document) for document in found] == [b"s", b"d"]
        assert bytes(store.caches.read("columns")) == b"c"


def test_a_moment_holds_what_was(home: Home) -> None:
    with home.open() as store:
        home.save(store, new_task("a"))
        moment = store.moment()
        home.save(store, new_task("b"))
        assert len(list(moment.lines())) == 1


def test_many_records_are_read_at_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.store.segment.BLOCK_BYTES", 300)
    names = [f"n{number}" for number in range(20)]
    with home.open() as store:
        home.save(store, *map(new_task, names))
        store.compact()
        home.save(store, set_task("n3", "title", "new", "n3"), new_task("later"))
        asked = [("task", task_id(name)) for name in ("n9", "none", "n3", "later", "n0", "n9")]
        found = store.read_many(asked)
        assert found == [store.read(*name) for name in asked]
        place = store._state.segments[0].index().blocks[0].block
        spoil(home, own_files(home, "seg-")[0], place.offset + 30)
        every = [("task", task_id(name)) for name in names]
        assert [r.fields["title"] for r in store.read_many(every)][:5] == [
            "n0",
            "n1",
            "n2",
            "new",
            "n4",
        ]
        home.save(store, *(set_task(name, "notes", "x") for name in names))
        assert {r.fields["notes"] for r in store.read_many(every)} == {"x"}


def test_a_disk_may_be_anything_that_behaves_like_one() -> None:
    home = Home(MemoryDisk())
    for number in itertools.islice(itertools.count(), 3):
        with home.open() as store:
            home.save(store, new_task(f"{number}"))
    with home.open() as store:
        assert len(titles(store)) == 3
