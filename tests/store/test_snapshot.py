import msgspec
import pytest

from atom_desktop.model.errors import Damaged
from atom_desktop.store.journal import LogPosition
from atom_desktop.store.sealed import FileKind, SealedWriter
from atom_desktop.store.snapshot import (
    Snapshot,
    UndoStacks,
    generation_of,
    read_snapshot,
    write_snapshot,
)
from tests.fakes.disk import Call, Fault, MemoryDisk, Trouble
from tests.fakes.disk_store import KEYS, TOP, VAULT, identity

ROOT = Snapshot(
    generation=7,
    hlc="0" * 16,
    segments=(),
    base=0,
    covers=(LogPosition(device="d", name="log", count=2, end=300, tag="ff", steps=5),),
    histories=("hist",),
    undo={"me": UndoStacks(done=["a"], undone=["b"])},
    joined={"other": "ff"},
)


@pytest.fixture
def disk() -> MemoryDisk:
    disk = MemoryDisk()
    disk.mkdir(TOP)
    return disk


def test_a_snapshot_is_read_as_it_was_written(disk: MemoryDisk) -> None:
    name, tag = write_snapshot(disk, TOP, ROOT, KEYS.content, identity())
    assert disk.list(TOP) == [name]
    assert generation_of(name) == 7
    assert read_snapshot(disk, TOP / name, KEYS.content, VAULT) == (ROOT, tag)


@pytest.mark.parametrize("call", [Call.APPEND, Call.SYNC, Call.RENAME])
def test_a_snapshot_has_its_name_only_once_it_is_on_the_disk(disk: MemoryDisk, call: Call) -> None:
    disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=frozenset({call}))
    with pytest.raises(OSError, match="EIO"):
        write_snapshot(disk, TOP, ROOT, KEYS.content, identity())
    assert all(name.endswith(".new") for name in disk.list(TOP))
    assert disk.open_files == 0


def test_every_cut_is_damage(disk: MemoryDisk) -> None:
    name, _ = write_snapshot(disk, TOP, ROOT, KEYS.content, identity())
    content = disk.read(TOP / name)
    for length in range(len(content)):
        disk.put(TOP / name, content[:length])
        with pytest.raises(Damaged):
            read_snapshot(disk, TOP / name, KEYS.content, VAULT)


@pytest.mark.parametrize(
    ("blocks", "final"), [([b"{}"], True), ([b"{}", b"{}"], True), ([], False), (None, False)]
)
def test_anything_but_one_whole_root_is_damage(
    disk: MemoryDisk, blocks: list[bytes] | None, final: bool
) -> None:
    path = TOP / f"snap-00000001-{'ab' * 16}.atom"
    writer = SealedWriter.create(disk, path, FileKind.SNAPSHOT, KEYS.content, identity())
    contents = [msgspec.json.encode(ROOT)] if blocks is None else blocks
    for number, content in enumerate(contents):
        writer.append(content, final=final and number == len(contents) - 1)
    writer.sync()
    with pytest.raises(Damaged, match="does not verify"):
        read_snapshot(disk, path, KEYS.content, VAULT)


@pytest.mark.parametrize(
    ("name", "generation"),
    [
        ("snap-00000012-ab.atom", 12),
        ("snap-00000012-ab.atom.new", -1),
        ("snap-x-ab.atom", -1),
        ("seg-00000012-ab.atom", -1),
        ("snap-.atom", -1),
    ],
)
def test_the_generation_stands_in_the_name(name: str, generation: int) -> None:
    assert generation_of(name) == generation
