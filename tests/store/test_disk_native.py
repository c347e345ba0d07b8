"""The ways of the other systems, run here with their calls replaced: what is asked of them."""

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
