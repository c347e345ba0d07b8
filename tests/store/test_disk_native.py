"""The ways of the other systems, run here with their calls replaced: what is asked of them."""

import errno
import os
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from atom_desktop.store import disk_native

SOURCE = disk_native.__file__


@pytest.fixture
def opened(tmp_path: Path) -> Any:
    handle = os.open(tmp_path / "file", os.O_WRONLY | os.O_CREAT)
    yield handle
    os.close(handle)


def on(system: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(sys, "platform", system)
    return runpy.run_path(SOURCE)


def test_a_mac_flushes_the_drive_as_well(opened: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr("fcntl.F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr("fcntl.fcntl", lambda handle, what: asked.append((handle, what)))
    on("darwin", monkeypatch)["sync_data"](opened)
    assert asked == [(opened, 51)]


def test_windows_flushes_the_file_and_needs_nothing_for_names(
    opened: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr("os.fsync", flushed.append)
    native = on("win32", monkeypatch)
    native["sync_data"](opened)
    native["sync_folder"](tmp_path)
    assert flushed == [opened]
    with pytest.raises(FileNotFoundError):
        native["sync_folder"](tmp_path / "none")


def test_other_systems_get_zeros_for_room(
    opened: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on("freebsd", monkeypatch)["set_aside"](opened, 3 << 20)
    assert (tmp_path / "file").stat().st_size == 3 << 20


def test_room_is_exact_even_where_writes_are_short(
    opened: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr("os.write", lambda handle, content: write(handle, content[:700_000]))
    on("freebsd", monkeypatch)["set_aside"](opened, (1 << 20) + 5)
    assert (tmp_path / "file").stat().st_size == (1 << 20) + 5


def test_the_names_in_a_folder_are_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    monkeypatch.setattr("os.fsync", flushed.append)
    on("linux", monkeypatch)["sync_folder"](tmp_path)
    assert len(flushed) == 1
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(flushed[0])  # it was closed again


@pytest.mark.parametrize("code", [errno.ENOTSUP, errno.EINVAL, errno.ENOTTY])
def test_a_mac_whose_volume_cannot_flush_its_drive_flushes_the_file(
    opened: int, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    flushed: list[int] = []

    def refuse(_handle: int, _what: int) -> None:
        raise OSError(code, "not here")

    monkeypatch.setattr("fcntl.F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr("fcntl.fcntl", refuse)
    monkeypatch.setattr("os.fsync", flushed.append)
    on("darwin", monkeypatch)["sync_data"](opened)
    assert flushed == [opened]


def test_a_drive_that_fails_to_flush_on_a_mac_is_an_error(
    opened: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fcntl.F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr("fcntl.fcntl", lambda *_: failing(errno.EIO))
    with pytest.raises(OSError, match="no"):
        on("darwin", monkeypatch)["sync_data"](opened)


def failing(code: int) -> None:
    raise OSError(code, "no")


@pytest.mark.parametrize("code", [errno.EINVAL, errno.EBADF, errno.ENOTSUP])
def test_a_network_mount_that_flushes_no_folders_is_taken_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    asked: list[int] = []

    def refuse(handle: int) -> None:
        asked.append(handle)
        failing(code)

    monkeypatch.setattr("os.fsync", refuse)
    on("linux", monkeypatch)["sync_folder"](tmp_path)
    assert asked


def test_a_folder_that_fails_to_be_flushed_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda _handle: failing(errno.EIO))
    with pytest.raises(OSError, match="no"):
        on("linux", monkeypatch)["sync_folder"](tmp_path)


class Guard:
    """A virus guard that holds a new file for some tries."""

    def __init__(self, tries: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left, self.replace = tries, Path.replace

        def replaced(old: Path, new: Path) -> None:
            self.renamed(old, new)

        monkeypatch.setattr(Path, "replace", replaced)
        monkeypatch.setattr("threading.Event.wait", lambda _event, _seconds: False)

    def renamed(self, old: Path, new: Path) -> None:
        self.left -= 1
        if self.left >= 0:
            raise PermissionError(errno.EACCES, "held by another program")
        self.replace(old, new)


@pytest.mark.parametrize("tries", [0, 1, 4])
def test_on_windows_a_name_is_given_once_another_program_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tries: int
) -> None:
    (tmp_path / "old").write_bytes(b"x")
    Guard(tries, monkeypatch)
    on("win32", monkeypatch)["give_name"](tmp_path / "old", tmp_path / "new")
    assert (tmp_path / "new").read_bytes() == b"x"


def test_on_windows_a_file_that_stays_held_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old").write_bytes(b"x")
    guard = Guard(100, monkeypatch)
    with pytest.raises(PermissionError):
        on("win32", monkeypatch)["give_name"](tmp_path / "old", tmp_path / "new")
    assert 90 < guard.left < 99


def test_elsewhere_a_name_is_given_or_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard = Guard(100, monkeypatch)
    with pytest.raises(PermissionError):
        on("linux", monkeypatch)["give_name"](tmp_path / "old", tmp_path / "new")
    assert guard.left == 99
