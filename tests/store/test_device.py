from pathlib import Path

import pytest

from atom_desktop.store import device
from atom_desktop.store.device import FILE, keep_device, known_device, machine_mark
from tests.fakes.disk import Call, Fault, MemoryDisk, Trouble
from tests.fakes.disk_store import TOP

STATE = TOP / "state"
DEVICE = bytes(range(16))


@pytest.fixture
def disk() -> MemoryDisk:
    disk = MemoryDisk()
    disk.mkdir(TOP)
    return disk


def test_a_device_is_known_once_it_is_kept(disk: MemoryDisk) -> None:
    assert known_device(disk, STATE, "here") is None
    keep_device(disk, STATE, DEVICE, "here")
    assert known_device(disk, STATE, "here") == DEVICE
    assert disk.list(STATE) == [FILE]


def test_on_another_machine_it_is_another_device(disk: MemoryDisk) -> None:
    keep_device(disk, STATE, DEVICE, "here")
    assert known_device(disk, STATE, "there") is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"{}",
        b'{"id":"zz","machine":"here"}',
        b'{"id":"00","machine":"here"}',
        b'{"id":1,"machine":"here"}',
    ],
)
def test_a_damaged_file_is_no_device(disk: MemoryDisk, content: bytes) -> None:
    disk.put(STATE / FILE, content)
    assert known_device(disk, STATE, "here") is None


def test_a_file_that_cannot_be_read_is_not_another_device(disk: MemoryDisk) -> None:
    keep_device(disk, STATE, DEVICE, "here")
    disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=frozenset({Call.READ}))
    with pytest.raises(OSError, match="EIO"):
        known_device(disk, STATE, "here")


def test_what_a_stopped_writer_left_is_no_obstacle(disk: MemoryDisk) -> None:
    disk.put(STATE / f"{FILE}.{DEVICE.hex()}.new", b"half")
    keep_device(disk, STATE, DEVICE, "here")
    assert known_device(disk, STATE, "here") == DEVICE


def test_a_failure_leaves_no_open_file(disk: MemoryDisk) -> None:
    disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=frozenset({Call.SYNC}))
    with pytest.raises(OSError, match="EIO"):
        keep_device(disk, STATE, DEVICE, "here")
    assert disk.open_files == 0
    assert known_device(disk, STATE, "here") is None


def test_a_mark_tells_machines_and_vaults_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("machine one\n", "utf-8")
    other.write_text("machine other\n", "utf-8")
    marks = set()
    for files in ((one,), (other,), (tmp_path / "none", one)):
        monkeypatch.setattr(device, "_MACHINE_FILES", files)
        marks |= {machine_mark(b"v"), machine_mark(b"w")}
    assert len(marks) == 4
    assert not any("machine" in mark for mark in marks)


def test_without_a_machine_id_the_network_card_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device, "_MACHINE_FILES", (tmp_path / "none",))
    monkeypatch.setattr("uuid.getnode", lambda: 1)
    first = machine_mark(b"v")
    monkeypatch.setattr("uuid.getnode", lambda: 2)
    assert machine_mark(b"v") != first
