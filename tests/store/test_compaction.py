import threading
from pathlib import Path

import pytest

from atom_desktop.model.errors import Damaged, Unavailable
from tests.fakes.disk import Call, Fault, MemoryDisk, Trouble
from tests.fakes.disk_store import (
    Home,
    everything,
    new_task,
    own_files,
    own_folder,
    set_task,
    spoil,
    titles,
)

NAMES = "abcdefghijkl"


@pytest.fixture
def home() -> Home:
    return Home()


def kinds(home: Home) -> list[str]:
    return [path.name.partition("-")[0] for path in own_files(home)]


def fill(home: Home, store, names: str = NAMES) -> None:
    for name in names:
        home.save(store, new_task(name, notes="n" * 50))


def test_a_pass_turns_a_log_into_a_segment_a_history_and_a_root(home: Home) -> None:
    with home.open() as store:
        fill(home, store)
        before = everything(store)
        assert store.compact()
        assert everything(store) == before
        assert store._state.overlay == {}
        assert store._state.logs == {}
        assert kinds(home) == ["hist", "log", "seg", "snap"]
    with home.open() as store:
        assert everything(store) == before
        assert store._state.overlay == {}


def test_an_empty_vault_can_be_tidied_up(home: Home) -> None:
    with home.open() as store:
        assert store.compact()
        assert store.compact()
    with home.open() as store:
        assert titles(store) == []
        assert store.problems == ()
        assert len(home.disk.list(home.place.devices)) == 1


def test_two_generations_are_kept_and_no_more(home: Home) -> None:
    with home.open() as store:
        for name in NAMES:
            home.save(store, new_task(name))
            store.compact()
        assert len(own_files(home, "snap-")) == 2
        assert len(own_files(home, "log-")) == 1
        assert len(own_files(home, "hist-")) == len(NAMES)
        assert len(store._state.snapshot.covers) == 2, "logs that are gone need not be named"


def test_several_logs_become_one_history(home: Home) -> None:
    for name in "abc":
        with home.open() as store:
            home.save(store, new_task(name))
    with home.open() as store:
        store.compact()
        assert len(own_files(home, "hist-")) == 1
        assert len(list(store.history())) == 3


def test_edits_during_a_pass_are_kept(home: Home) -> None:
    with home.open() as store:
        fill(home, store)

        def progress(done: int, _total: int) -> None:
            home.save(store, set_task("a", "title", f"during {done}", "a"), new_task(f"new{done}"))

        assert store.compact(progress)
        before = everything(store)
        assert "during 12" in titles(store)
    with home.open() as store:
        assert everything(store) == before


def test_progress_is_told_up_to_the_end(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.store.compaction.REPORT_EVERY", 5)
    told: list[tuple[int, int]] = []
    with home.open() as store:
        fill(home, store)
        store.compact(lambda done, total: told.append((done, total)))
    assert told == [(0, 12), (5, 12), (10, 12), (12, 12)]


@pytest.mark.parametrize("asked", [1, 2, 3, 4])
def test_a_pass_that_is_cancelled_changes_nothing(
    home: Home, monkeypatch: pytest.MonkeyPatch, asked: int
) -> None:
    monkeypatch.setattr("atom_desktop.store.compaction.REPORT_EVERY", 5)
    with home.open() as store:
        fill(home, store)
        before, files = everything(store), own_files(home)
        count = iter(range(1, 99))
        done = store.compact(cancelled=lambda: next(count) >= asked)
        assert done is False
        assert everything(store) == before
        assert own_files(home) == files
        home.save(store, new_task("z"))
    with home.open() as store:
        assert len(titles(store)) == len(NAMES) + 1


def test_changes_become_deltas_until_they_are_many(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atom_desktop.store.compaction.SMALL", 1)
    with home.open() as store:
        fill(home, store)
        store.compact()
        base = [s.described.name for s in store._state.segments]
        home.save(store, set_task("a", "title", "one", "a"))
        store.compact()
        assert [s.described.name for s in store._state.segments][:1] == base
        assert (len(store._state.segments), store._state.snapshot.base) == (2, 1)
        fill(home, store, "mnopqrstuvw")
        store.compact()
        assert (len(store._state.segments), store._state.snapshot.base) == (1, 1)
        assert "one" in titles(store)


def test_segments_have_a_bounded_size(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.store.compaction.SEGMENT_BYTES", 400)
    with home.open() as store:
        fill(home, store)
        store.compact()
        assert len(own_files(home, "seg-")) > 2
        before = everything(store)
    with home.open() as store:
        assert everything(store) == before


WRITING = frozenset({Call.CREATE, Call.APPEND, Call.SYNC, Call.RENAME, Call.SYNC_DIR, Call.MKDIR})


@pytest.mark.parametrize("trouble", [Trouble.FULL, Trouble.BROKEN])
def test_a_pass_that_fails_changes_nothing_and_says_why(home: Home, trouble: Trouble) -> None:
    with home.open() as store:
        fill(home, store)
        before = everything(store)
        codes: list[str] = []
        for at in range(1, 60):
            home.disk.log.clear()
            home.disk.fault = Fault(trouble=trouble, at=at, calls=WRITING)
            try:
                store.compact()
            except Unavailable as error:
                codes.append(error.code)
            home.disk.fault = None
            assert everything(store) == before
        assert len(codes) > 3
        assert set(codes) == {"full-disk" if trouble is Trouble.FULL else "io-error"}
        assert store.compact()
        assert store.compact()
        assert len(own_files(home, "snap-")) == 2
        assert not [path for path in own_files(home) if path.name.endswith(".new")]
    with home.open() as store:
        assert everything(store) == before
        assert store.problems == ()


def test_a_root_that_may_or_may_not_be_there_does_not_take_the_next_number(home: Home) -> None:
    """Its name was given, and whether that will last is not known."""
    with home.open() as store:
        fill(home, store)
        store.compact()
        sync_dir = home.disk.sync_dir

        def failing(path) -> None:
            if [name for name in home.disk.list(path) if name.startswith("snap-00000002")]:
                raise OSError(5, "Input/output error")
            sync_dir(path)

        home.disk.sync_dir = failing
        with pytest.raises(Unavailable):
            store.compact()
        home.disk.sync_dir = sync_dir
        home.save(store, new_task("z"))
        store.compact()
        assert "snap-00000003" in own_files(home, "snap-")[-1].name
    with home.open() as store:
        assert "z" in titles(store)


def test_what_a_stopped_pass_has_left_is_removed(home: Home) -> None:
    with home.open() as store:
        fill(home, store)
        store.compact()
        folder = own_folder(home)
        for name in (f"seg-0-{'ab' * 16}.atom", f"snap-00000009-{'cd' * 16}.atom.new"):
            home.disk.put(folder / name, b"left over")
        home.disk.put(folder / "desktop.ini", b"of another program")
        home.disk.mkdir(folder / "blob")
        store.compact()
    assert kinds(home).count("seg") == 1
    assert home.disk.list(folder)[:2] == ["blob", "desktop.ini"]
    assert not [path for path in own_files(home) if path.name.endswith(".new")]


def test_a_full_disk_after_the_switch_is_no_failure(home: Home) -> None:
    with home.open() as store:
        fill(home, store)
        store.compact()
        home.save(store, new_task("z"))
        unlinks = frozenset({Call.UNLINK})
        home.disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=unlinks)
        assert store.compact()
        home.disk.fault = None
        store.compact()
        assert len(own_files(home, "snap-")) == 2


class ForgetfulDisk(MemoryDisk):
    """A disk that writes zeros and calls it done, in files whose names begin with `forget`."""

    forget = "none"

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[int, str] = {}

    def create(self, path: Path) -> int:
        handle = super().create(path)
        self.names[handle] = path.name
        return handle

    def append(self, handle: int, content: bytes | memoryview) -> int:
        forgets = self.names[handle].startswith(self.forget)
        return super().append(handle, bytes(len(content)) if forgets else content)


class StainingDisk(ForgetfulDisk):
    """A disk that changes a byte of what it is given first, in such files."""

    def append(self, handle: int, content: bytes | memoryview) -> int:
        if self.names[handle].startswith(self.forget) and not self._open[handle].content:
            content = bytes(content[:-1]) + bytes([content[-1] ^ 1])
        return MemoryDisk.append(self, handle, content)


@pytest.mark.parametrize("disk", [ForgetfulDisk, StainingDisk])
@pytest.mark.parametrize("prefix", ["seg-", "hist-"])
def test_new_files_are_read_back_before_anything_is_removed(
    prefix: str, disk: type[ForgetfulDisk]
) -> None:
    home = Home(disk())
    with home.open() as store:
        fill(home, store)
        before = everything(store)
        home.disk.forget = prefix
        with pytest.raises(Damaged):
            store.compact()
        home.disk.forget = "none"
        assert everything(store) == before
        assert store.compact()
    with home.open() as store:
        assert everything(store) == before


def test_a_block_that_does_not_read_back_ends_the_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.store.segment.BLOCK_BYTES", 100)
    home = Home(StainingDisk())
    with home.open() as store:
        fill(home, store)
        before = everything(store)
        home.disk.forget = "seg-"
        with pytest.raises(Damaged, match="does not read back"):
            store.compact()
        home.disk.forget = "none"
        assert own_files(home, "seg-") == []
        assert everything(store) == before


def test_a_log_that_reads_shorter_than_it_was_written_stops_the_pass(home: Home) -> None:
    with home.open() as store:
        fill(home, store)
        (log,) = own_files(home, "log-")
        spoil(home, log)
        with pytest.raises(Damaged, match="shorter"):
            store.compact()
        assert len(titles(store)) == len(NAMES)


def test_two_passes_wait_for_each_other(home: Home) -> None:
    with home.open() as store:
        fill(home, store)
        inside: list[bool] = []

        def other() -> None:
            inside.append(store.compact())

        thread = threading.Thread(target=other)  # noqa: TID251 -- two threads meet here

        def progress(_done: int, _total: int) -> None:
            if not thread.ident:
                thread.start()
            assert not inside

        assert store.compact(progress)
        thread.join(10)
        assert inside == [True]
        assert len(titles(store)) == len(NAMES)


def test_the_device_is_kept_before_anything_is_written_in_its_name(home: Home) -> None:
    with home.open() as store:
        store.compact()
        device = store.device_id
    with home.open() as store:
        assert store.device_id == device
