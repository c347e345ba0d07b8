import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.store.anchor import Anchor, AnchorFile
from atom_desktop.store.journal import LogPosition
from tests.fakes.disk import Call, Fault, MemoryDisk, Trouble
from tests.fakes.disk_store import TOP

PATH = TOP / "state" / "anchor.json"
ANCHOR = Anchor(
    generation=3,
    hlc="0" * 16,
    device="d",
    logs=(LogPosition(device="d", name="log", count=2, end=300, tag="ff", steps=5),),
)


def anchor_file(key: bytes = b"k" * 32) -> AnchorFile:
    return AnchorFile(MemoryDisk(), PATH, key)


def test_an_anchor_is_read_as_it_was_written() -> None:
    file = anchor_file()
    assert file.read() is None
    file.write(ANCHOR)
    file.write(msgspec.structs.replace(ANCHOR, generation=4))
    assert file.read() == msgspec.structs.replace(ANCHOR, generation=4)
    assert file.disk.list(PATH.parent) == ["anchor.json"]


def test_what_a_stopped_writer_left_is_no_obstacle() -> None:
    file = anchor_file()
    assert isinstance(file.disk, MemoryDisk)
    file.disk.put(PATH.with_name("anchor.json.new"), b"half")
    file.write(ANCHOR)
    assert file.read() == ANCHOR


def test_an_anchor_of_another_key_is_none() -> None:
    file = anchor_file()
    file.write(ANCHOR)
    assert AnchorFile(file.disk, PATH, b"o" * 32).read() is None


@given(st.data())
def test_an_anchor_with_any_bit_changed_is_none(data: st.DataObject) -> None:
    file = anchor_file()
    assert isinstance(file.disk, MemoryDisk)
    file.write(ANCHOR)
    content = bytearray(file.disk.read(PATH))
    at = data.draw(st.integers(0, len(content) * 8 - 1))
    content[at // 8] ^= 1 << at % 8
    file.disk.put(PATH, bytes(content))
    assert file.read() is None


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"anchor":{},"mac":"\xc3\xa9"}'])
def test_anything_else_is_none(content: bytes) -> None:
    file = anchor_file()
    assert isinstance(file.disk, MemoryDisk)
    file.disk.put(PATH, content)
    assert file.read() is None


def test_an_anchor_that_cannot_be_read_is_none() -> None:
    file = anchor_file()
    assert isinstance(file.disk, MemoryDisk)
    file.write(ANCHOR)
    file.disk.fault = Fault(
        trouble=Trouble.BROKEN, at=1, lasting=True, calls=frozenset({Call.READ})
    )
    assert file.read() is None


def test_a_full_disk_keeps_the_older_anchor() -> None:
    file = anchor_file()
    assert isinstance(file.disk, MemoryDisk)
    file.write(ANCHOR)
    file.disk.fault = Fault(trouble=Trouble.FULL, at=1, lasting=True)
    with pytest.raises(OSError, match="ENOSPC"):
        file.write(msgspec.structs.replace(ANCHOR, generation=4))
    assert file.read() == ANCHOR
    assert file.disk.open_files == 0
