import os
import random
import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from atom_desktop.store.disk import RealDisk, make_folder, write_all
from tests.fakes.disk import Fault, MemoryDisk, Trouble
from tests.fakes.disk_crash import CrashDisk, Data, Names, Wreckage


def test_a_file_is_written_named_read_and_removed(tmp_path: Path) -> None:
    disk, path = RealDisk(), tmp_path / "file"
    handle = disk.create(path)
    write_all(disk, handle, b"abcdef")
    disk.sync(handle)
    write_all(disk, handle, b"too much")
    disk.truncate(handle, 6)
    disk.close(handle)
    disk.sync_dir(tmp_path)
    disk.rename(path, tmp_path / "other")
    path = tmp_path / "other"
    assert (disk.read(path), disk.read_range(path, 4, 9), disk.size(path)) == (b"abcdef", b"ef", 6)
    assert disk.read_range(path, 9, 2) == b""
    assert disk.list(tmp_path) == ["other"]
    assert disk.modified(path) == path.stat().st_mtime
    disk.unlink(path)
    assert not disk.exists(path)


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert RealDisk().list(tmp_path / "none") == []


def test_a_file_is_never_opened_a_second_time_for_writing(tmp_path: Path) -> None:
    disk = RealDisk()
    disk.close(disk.create(tmp_path / "file"))
    with pytest.raises(FileExistsError):
        disk.create(tmp_path / "file")


@pytest.mark.skipif(sys.platform == "win32", reason="modes are another thing there")
def test_files_and_all_new_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    disk, before = RealDisk(), os.umask(0)
    try:
        disk.mkdir(tmp_path / "a" / "b" / "c")
        disk.mkdir(tmp_path / "a" / "b" / "c")
        disk.close(disk.create(tmp_path / "a" / "file"))
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b", "a/b/c")]
    assert modes == [0o700] * 3
    assert stat.S_IMODE((tmp_path / "a" / "file").stat().st_mode) == 0o600


def test_room_is_set_aside(tmp_path: Path) -> None:
    disk = RealDisk()
    handle = disk.create(tmp_path / "file")
    disk.allocate(handle, 1 << 16)
    disk.close(handle)
    assert disk.size(tmp_path / "file") == 1 << 16
    assert disk.free(tmp_path) > 0


def test_on_windows_the_room_is_asked_for_in_its_own_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=7))
    assert RealDisk().free(tmp_path) == 7


def test_short_writes_are_written_on_with() -> None:
    disk = MemoryDisk()
    disk.fault = Fault(trouble=Trouble.SHORT, at=1, lasting=True)
    handle = disk.create(Path("/file"))
    write_all(disk, handle, b"abcdefghijk")
    assert disk.read(Path("/file")) == b"abcdefghijk"


def test_a_disk_that_takes_nothing_is_full() -> None:
    class Deaf(MemoryDisk):
        def append(self, handle: int, content: bytes | memoryview) -> int:
            return 0

    disk = Deaf()
    with pytest.raises(OSError, match="took no bytes"):
        write_all(disk, disk.create(Path("/file")), b"x")


def test_a_folder_made_to_last_survives_a_power_cut() -> None:
    disk = CrashDisk()
    make_folder(disk, Path("/a/b/c"), Path("/a"))
    wreckage = Wreckage(disk.root)
    for event in disk.events:
        wreckage.play(event)
    assert wreckage.certain
    left = MemoryDisk(wreckage.left(random.Random(1), Names.NONE, Data.NONE))
    assert left.exists(Path("/a/b/c"))


def test_names_that_another_process_may_not_have_flushed_are_flushed() -> None:
    disk = CrashDisk()
    disk.mkdir(Path("/a/b/c"))
    disk.sync_dir(Path("/"))
    make_folder(disk, Path("/a/b/c"), Path("/a"))
    wreckage = Wreckage(disk.root)
    for event in disk.events:
        wreckage.play(event)
    assert wreckage.certain
