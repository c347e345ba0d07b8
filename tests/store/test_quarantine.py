import msgspec
import pytest

from atom_desktop.store.anchor import Anchor, AnchorFile
from atom_desktop.store.problem import Gravity
from atom_desktop.store.quarantine import is_safe, set_aside
from tests.fakes.disk import Call, Fault, Trouble
from tests.fakes.disk_store import KEYS, Home, moved_in, new_task, own_files, spoil


@pytest.fixture
def home() -> Home:
    home = Home()
    with home.open() as store:
        home.save(store, new_task("a"))
        home.save(store, new_task("b"))
    return home


def anchor(home: Home) -> AnchorFile:
    return AnchorFile(home.disk, home.place.state / "anchor.json", KEYS.anchor)


def damaged(home: Home):
    (log,) = own_files(home, "log-")
    spoil(home, log)
    return log


# --- copies ---------------------------------------------------------------------------------


def test_a_copy_of_what_does_not_verify_is_kept_once(home: Home) -> None:
    log = damaged(home)
    bytes_of_it = home.disk.read(log)
    for _ in range(2):
        with home.open() as store:
            assert store.problems
    (name,) = home.disk.list(home.place.quarantine)
    assert name == f"{log.name}.{len(bytes_of_it)}"
    assert home.disk.read(home.place.quarantine / name) == bytes_of_it
    assert home.disk.read(log) == bytes_of_it, "the file itself stays as it is"


@pytest.mark.parametrize("call", [Call.CREATE, Call.APPEND, Call.SYNC, Call.RENAME, Call.MKDIR])
def test_without_room_for_a_copy_the_bytes_stay_where_they_are(home: Home, call: Call) -> None:
    log = damaged(home)
    home.disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=frozenset({call}))
    store = home.open_store()
    assert not is_safe(store._state, log.name)
    home.disk.fault = None
    store.compact()
    assert not home.disk.list(home.place.quarantine) or is_safe(store._state, log.name)
    store.close()
    assert home.disk.exists(log)


def test_half_a_copy_is_made_anew(home: Home) -> None:
    log = damaged(home)
    copy = f"{log.name}.{home.disk.size(log)}"
    home.disk.put(home.place.quarantine / f"{copy}.new", b"half")
    with home.open() as store:
        assert is_safe(store._state, log.name)
    assert home.disk.list(home.place.quarantine) == [copy]


def test_a_problem_without_a_file_needs_no_copy(home: Home) -> None:
    with home.open() as store:
        store._state.report(Gravity.MISSING, "gone", "m", "h")
        set_aside(store._state)
        assert is_safe(store._state, "gone")
    assert home.disk.list(home.place.quarantine) == []


# --- the memory of this computer ------------------------------------------------------------


def test_nothing_is_missing_in_a_vault_that_is_as_it_was(home: Home) -> None:
    with home.open() as store:
        assert store.problems == ()


def test_a_log_cut_at_a_border_of_blocks_is_missed(home: Home) -> None:
    """The file verifies: only what is remembered elsewhere can tell."""
    (log,) = own_files(home, "log-")
    first_block = home.disk.read(log)
    length = 96 + 17 + int.from_bytes(first_block[96:100], "big")
    home.disk.put(log, first_block[:length])
    with home.open() as store:
        (problem,) = store.problems
    assert (problem.gravity, problem.lost, problem.file) == (Gravity.MISSING, 1, log.name)
    assert problem.message.startswith("1 change is missing")


def test_a_log_that_is_gone_is_missed(home: Home) -> None:
    (log,) = own_files(home, "log-")
    home.disk.drop(log)
    with home.open() as store:
        (problem,) = store.problems
    assert (problem.gravity, problem.lost) == (Gravity.MISSING, 2)
    assert problem.message.startswith("2 changes are missing")


def test_a_folder_put_back_from_an_older_copy_is_noticed(home: Home) -> None:
    older = home.disk.files()
    with home.open() as store:
        store.compact()
        home.save(store, new_task("c"))
        store.compact()
    for path in own_files(home):
        home.disk.drop(path)
    for path, content in older.items():
        if path.startswith(str(home.place.data)):
            home.disk.put(path, content)
    with home.open() as store:
        assert Gravity.MISSING in {problem.gravity for problem in store.problems}
        assert any("older" in problem.message for problem in store.problems)
    assert [path.split("/")[-1] for path in home.disk.files() if "4096" in path] == []


def test_logs_that_snapshots_have_covered_are_not_missed(home: Home) -> None:
    held = anchor(home).read()
    assert held is not None
    with home.open() as store:
        for name in "cdef":
            home.save(store, new_task(name))
            store.compact()
    anchor(home).write(held)
    with home.open() as store:
        assert store.problems == ()


def test_as_another_device_the_memory_of_the_old_one_still_counts(home: Home) -> None:
    with home.open() as store:
        store.compact()
    home.machine = "a new main board"
    with home.open() as store:
        assert store.problems == ()
    for path in own_files(home):
        home.disk.drop(path)
    with home.open() as store:
        assert [problem.gravity for problem in store.problems] == [Gravity.MISSING]


def test_an_anchor_of_an_earlier_format_is_that_of_this_device(home: Home) -> None:
    held = anchor(home).read()
    assert held is not None
    anchor(home).write(msgspec.structs.replace(held, device="", generation=5))
    with home.open() as store:
        assert any("older" in problem.message for problem in store.problems)


def test_on_another_computer_nothing_is_remembered(home: Home) -> None:
    assert Anchor(generation=0, hlc="", logs=()).device == ""
    with moved_in(home).open() as store:
        assert store.problems == ()


# --- documents ------------------------------------------------------------------------------


def test_a_document_that_does_not_verify_is_told_of_and_copied_once(home: Home) -> None:
    with home.open() as store:
        store.settings.write("window", [b"wide"])
        (name,) = home.disk.list(store.settings.path)
        path = store.settings.path / name
        spoil(home, path)
        content = home.disk.read(path)
        for _ in range(2):
            assert store.settings.read("window") is None
        store.settings.write("window", [b"narrow"])
        (problem,) = store.problems
        store.compact()
    assert (problem.gravity, problem.file) == (Gravity.DAMAGED, name)
    (copy,) = home.disk.list(home.place.quarantine)
    assert home.disk.read(home.place.quarantine / copy) == content
    assert not home.disk.exists(path)


def test_a_document_without_room_for_a_copy_is_told_of_and_stays(home: Home) -> None:
    with home.open() as store:
        store.settings.write("window", [b"wide"])
        (name,) = home.disk.list(store.settings.path)
        spoil(home, store.settings.path / name)
        full = frozenset({Call.CREATE})
        home.disk.fault = Fault(trouble=Trouble.FULL, at=1, lasting=True, calls=full)
        assert store.settings.read("window") is None
        home.disk.fault = None
        assert [problem.file for problem in store.problems] == [name]
        assert home.disk.exists(store.settings.path / name)
