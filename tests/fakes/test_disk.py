"""The disks that tests stand on: they must fail where they are told to, and nowhere else."""

import random
from pathlib import Path

import pytest

from tests.fakes.disk import Call, Fault, MemoryDisk, Trouble
from tests.fakes.disk_crash import CrashDisk, Data, Names, Wreckage

HERE = Path("/here")
FILE = HERE / "file"


def written(disk: MemoryDisk, content: bytes, path: Path = FILE) -> int:
    handle = disk.create(path)
    disk.append(handle, content)
    return handle


def wreckage(disk: CrashDisk) -> Wreckage:
    found = Wreckage(disk.root)
    for event in disk.events:
        found.play(event)
    return found


def left(disk: CrashDisk, names: Names, data: Data, seed: int = 1) -> dict[str, bytes]:
    return MemoryDisk(wreckage(disk).left(random.Random(seed), names, data)).files()


@pytest.fixture
def disk() -> CrashDisk:
    disk = CrashDisk()
    disk.mkdir(HERE)
    disk.sync_dir(HERE.parent)
    return disk


def test_a_disk_in_memory_behaves_like_one(disk: CrashDisk) -> None:
    handle = written(disk, b"abcdef")
    disk.allocate(handle, 100)
    disk.close(handle)
    assert disk.read(FILE) == b"abcdef"
    assert disk.read_range(FILE, 2, 3) == b"cde"
    assert (disk.size(FILE), disk.modified(FILE), disk.free(HERE)) == (6, 0.0, 1 << 40)
    assert disk.list(HERE) == ["file"]
    assert disk.list(Path("/nowhere")) == []
    disk.rename(FILE, HERE / "other")
    assert disk.exists(HERE / "other")
    assert not disk.exists(FILE)
    disk.unlink(HERE / "other")
    assert disk.files() == {}
    assert disk.open_files == 0


def test_what_a_real_disk_refuses_is_refused(disk: CrashDisk) -> None:
    handle = written(disk, b"x")
    disk.close(handle)
    with pytest.raises(FileExistsError):
        disk.create(FILE)
    with pytest.raises(FileNotFoundError):
        disk.read(HERE / "none")
    with pytest.raises(FileNotFoundError):
        disk.rename(HERE / "none", FILE)
    with pytest.raises(IsADirectoryError):
        disk.unlink(HERE)
    with pytest.raises(IsADirectoryError):
        disk.read(HERE)
    with pytest.raises(NotADirectoryError):
        disk.sync_dir(FILE)
    with pytest.raises(FileExistsError):
        disk.mkdir(FILE)
    with pytest.raises(OSError, match="Bad file"):
        disk.sync(handle)


@pytest.mark.parametrize("trouble", [Trouble.FULL, Trouble.BROKEN, Trouble.INTERRUPTED])
def test_a_fault_strikes_once_at_its_call(disk: CrashDisk, trouble: Trouble) -> None:
    handle = disk.create(FILE)
    disk.fault = Fault(trouble=trouble, at=len(disk.log) + 2)
    disk.append(handle, b"one")
    with pytest.raises(OSError, match=trouble):
        disk.append(handle, b"two")
    disk.append(handle, b"three")
    assert disk.read(FILE) == b"onethree"


def test_a_lasting_fault_stays_until_it_is_taken_away(disk: CrashDisk) -> None:
    handle = disk.create(FILE)
    disk.fault = Fault(trouble=Trouble.FULL, at=len(disk.log) + 1, lasting=True)
    for _ in range(2):
        with pytest.raises(OSError, match="ENOSPC"):
            disk.append(handle, b"x")
    assert disk.read(FILE) == b""  # a full disk can still be read
    disk.fault = None
    assert disk.append(handle, b"x") == 1


def test_a_short_write_takes_half_and_says_so(disk: CrashDisk) -> None:
    handle = disk.create(FILE)
    disk.fault = Fault(trouble=Trouble.SHORT, at=len(disk.log) + 1)
    assert disk.append(handle, b"abcdef") == 3
    assert disk.append(handle, b"def") == 3
    assert disk.read(FILE) == b"abcdef"


def test_a_disk_that_fills_up_takes_half_before_it_refuses(disk: CrashDisk) -> None:
    handle = disk.create(FILE)
    disk.fault = Fault(trouble=Trouble.SHORT_THEN_FULL, at=len(disk.log) + 1)
    assert disk.append(handle, b"abcdef") == 3
    with pytest.raises(OSError, match="ENOSPC"):
        disk.append(handle, b"def")


def test_a_lasting_short_write_still_gets_on(disk: CrashDisk) -> None:
    handle = disk.create(FILE)
    disk.fault = Fault(trouble=Trouble.SHORT, at=1, lasting=True)
    assert [disk.append(handle, b"abcd"), disk.append(handle, b"x")] == [2, 1]


def test_a_fault_may_be_limited_to_some_calls(disk: CrashDisk) -> None:
    sync = frozenset({Call.SYNC})
    disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=sync)
    handle = written(disk, b"x")
    with pytest.raises(OSError, match="EIO"):
        disk.sync(handle)


def test_without_a_sync_a_power_cut_takes_names_and_bytes(disk: CrashDisk) -> None:
    written(disk, b"abc")
    assert left(disk, Names.ALL, Data.ALL) == {"/here/file": b"abc"}
    assert left(disk, Names.ALL, Data.NONE) == {"/here/file": b""}
    assert left(disk, Names.ALL, Data.ZEROS) == {"/here/file": bytes(3)}
    assert left(disk, Names.NONE, Data.ALL) == {}
    assert not wreckage(disk).certain


def test_what_was_synced_stays(disk: CrashDisk) -> None:
    handle = written(disk, b"abc")
    disk.sync(handle)
    disk.sync_dir(HERE)
    assert wreckage(disk).certain
    assert left(disk, Names.NONE, Data.NONE) == {"/here/file": b"abc"}


def test_what_a_failed_sync_left_behind_is_not_saved_by_the_next_one(disk: CrashDisk) -> None:
    handle = written(disk, b"abc")
    disk.sync_dir(HERE)
    disk.fault = Fault(trouble=Trouble.BROKEN, at=len(disk.log) + 1)
    with pytest.raises(OSError, match="EIO"):
        disk.sync(handle)
    disk.append(handle, b"def")
    disk.sync(handle)
    assert disk.read(FILE) == b"abcdef"
    assert left(disk, Names.ALL, Data.ALL) == {"/here/file": b"\0\0\0def"}


def test_what_was_cut_off_may_come_back_until_the_length_is_synced(disk: CrashDisk) -> None:
    handle = written(disk, b"abc")
    disk.sync_dir(HERE)
    disk.sync(handle)
    disk.append(handle, b"def")
    disk.truncate(handle, 4)
    assert disk.read(FILE) == b"abcd"
    assert left(disk, Names.ALL, Data.ALL) == {"/here/file": b"abcdef"}
    assert left(disk, Names.ALL, Data.NONE) == {"/here/file": b"abc"}
    disk.sync(handle)
    assert wreckage(disk).certain
    assert left(disk, Names.ALL, Data.ALL) == {"/here/file": b"abcd"}


def test_the_calls_that_failed_are_known(disk: CrashDisk) -> None:
    handle = written(disk, b"abc")
    disk.fault = Fault(trouble=Trouble.BROKEN, at=len(disk.log) + 1)
    with pytest.raises(OSError, match="EIO"):
        disk.truncate(handle, 1)
    assert [disk.log[number - 1] for number in disk.struck] == [Call.TRUNCATE]
    assert disk.read(FILE) == b"abc"


def test_a_folder_that_was_not_synced_takes_all_of_its_files_with_it(disk: CrashDisk) -> None:
    inner = HERE / "inner"
    disk.mkdir(inner)
    disk.sync(written(disk, b"abc", inner / "file"))
    disk.sync_dir(inner)
    assert left(disk, Names.NONE, Data.ALL) == {}


def test_a_rename_is_lost_or_done(disk: CrashDisk) -> None:
    disk.sync(written(disk, b"abc"))
    disk.sync_dir(HERE)
    disk.rename(FILE, HERE / "new")
    assert left(disk, Names.NONE, Data.ALL) == {"/here/file": b"abc"}
    assert left(disk, Names.ALL, Data.ALL) == {"/here/new": b"abc"}
    disk.unlink(HERE / "new")
    states = {tuple(left(disk, Names.SUBSET, Data.ALL, seed)) for seed in range(20)}
    assert states == {("/here/file",), ("/here/new",), ()}


def test_a_prefix_of_names_never_has_a_later_one_without_the_earlier(disk: CrashDisk) -> None:
    for name in "abc":
        disk.close(disk.create(HERE / name))
    states = {tuple(left(disk, Names.PREFIX, Data.ALL, seed)) for seed in range(40)}
    assert states == {(), ("/here/a",), ("/here/a", "/here/b"), ("/here/a", "/here/b", "/here/c")}


def test_bytes_are_torn_at_the_borders_of_sectors(disk: CrashDisk) -> None:
    content = bytes(range(1, 201)) * 10
    written(disk, content)
    torn = {left(disk, Names.ALL, Data.TORN, seed)["/here/file"] for seed in range(30)}
    assert len(torn) > 5
    for state in torn:
        assert len(state) == len(content)
        for at in range(0, len(content), 64):
            assert state[at : at + 64] in {content[at : at + 64], bytes(len(state[at : at + 64]))}
    cut = {left(disk, Names.ALL, Data.CUT, seed)["/here/file"] for seed in range(30)}
    assert len(cut) > 5
    assert all(content.startswith(state) for state in cut)


def test_files_are_put_and_dropped_behind_the_back_of_the_record(disk: CrashDisk) -> None:
    before = len(disk.events), len(disk.log)
    disk.put("/here/deep/file", b"x")
    disk.drop("/here/deep/file")
    assert (len(disk.events), len(disk.log)) == before
