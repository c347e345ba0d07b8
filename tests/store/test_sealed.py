"""Framing: what was written is read, and nothing else verifies in its place."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.errors import Damaged
from atom_desktop.store.sealed import (
    FRAME,
    HEADER,
    BlockRef,
    FileKind,
    Identity,
    SealedReader,
    SealedWriter,
    file_id_of,
    read_header,
)
from tests.fakes.disk import Call, Fault, MemoryDisk, Trouble
from tests.fakes.disk_store import VAULT, identity

KEY = b"k" * 32
NAME = f"log-0-{'ab' * 16}.atom"
PATH = Path("/file") / NAME
CONTENTS = st.lists(st.binary(max_size=400), max_size=6)


def a_disk() -> MemoryDisk:
    disk = MemoryDisk()
    disk.mkdir(PATH.parent)
    return disk


def write(
    disk: MemoryDisk, contents: list[bytes], *, final: bool = True, path: Path = PATH
) -> list[BlockRef]:
    writer = SealedWriter.create(disk, path, FileKind.LOG, KEY, identity())
    refs = [writer.append(content) for content in contents]
    if final:
        refs.append(writer.append(b"", final=True))
    writer.sync()
    writer.close()
    return refs


def opened(
    disk: MemoryDisk, path: Path = PATH, *, key: bytes = KEY, vault: bytes = VAULT
) -> SealedReader:
    return SealedReader.open(disk, path, FileKind.LOG, key, vault)


def read(disk: MemoryDisk, window: int = 1 << 22) -> tuple[list[bytes], SealedReader]:
    reader = opened(disk)
    return [content for _, content in reader.blocks(window)], reader


def frames(content: bytes) -> list[bytes]:
    """Cut a file into its header and its framed blocks."""
    found, at = [content[: HEADER.size]], HEADER.size
    while at < len(content):
        length = FRAME.size + int.from_bytes(content[at : at + 4], "big")
        found.append(content[at : at + length])
        at += length
    return found


@given(CONTENTS, st.sampled_from([1, 30, 500, 1 << 22]))
def test_blocks_are_read_as_they_were_written(contents: list[bytes], window: int) -> None:
    disk = a_disk()
    refs = write(disk, contents)
    found, reader = read(disk, window)
    assert found == [*contents, b""]
    assert reader.finished
    assert not reader.problem
    assert (reader.end, reader.count) == (disk.size(PATH), len(contents) + 1)
    assert [reader.block(ref) for ref in refs] == found


@given(CONTENTS.filter(bool), st.data())
def test_no_bit_can_be_changed(contents: list[bytes], data: st.DataObject) -> None:
    """The blocks before it still verify; it and what follows never give other content."""
    disk = a_disk()
    write(disk, contents)
    content = bytearray(disk.read(PATH))
    at = data.draw(st.integers(0, len(content) * 8 - 1))
    content[at // 8] ^= 1 << at % 8
    disk.put(PATH, bytes(content))
    try:
        found, reader = read(disk)
    except Damaged:
        return
    assert found == [*contents, b""][: len(found)]
    assert reader.problem
    assert not reader.finished


@given(CONTENTS.filter(bool), st.data())
def test_a_file_that_is_cut_is_never_taken_for_whole(
    contents: list[bytes], data: st.DataObject
) -> None:
    disk = a_disk()
    write(disk, contents)
    content = disk.read(PATH)
    disk.put(PATH, content[: data.draw(st.integers(0, len(content) - 1))])
    try:
        found, reader = read(disk)
    except Damaged:
        return
    assert found == contents[: len(found)]
    assert not reader.finished


@given(st.lists(st.binary(min_size=1, max_size=60), min_size=3, max_size=6), st.data())
def test_blocks_cannot_be_swapped_repeated_or_left_out(
    contents: list[bytes], data: st.DataObject
) -> None:
    disk = a_disk()
    write(disk, contents)
    header, *blocks = frames(disk.read(PATH))
    one = data.draw(st.integers(0, len(blocks) - 2))
    other = data.draw(st.integers(one + 1, len(blocks) - 1))
    match data.draw(st.sampled_from(["swap", "repeat", "leave out"])):
        case "swap":
            blocks[one], blocks[other] = blocks[other], blocks[one]
        case "repeat":
            blocks.insert(other, blocks[one])
        case _:
            del blocks[one]
    disk.put(PATH, b"".join([header, *blocks]))
    found, reader = read(disk)
    assert found == contents[: len(found)]
    assert reader.problem


def test_blocks_of_two_files_cannot_be_mixed() -> None:
    disk, other = a_disk(), PATH.with_name(f"log-1-{'cd' * 16}.atom")
    write(disk, [b"one", b"two"])
    writer = SealedWriter.create(disk, other, FileKind.LOG, KEY, identity())
    writer.append(b"ONE")
    writer.append(b"TWO")
    writer.sync()
    mine, others = frames(disk.read(PATH)), frames(disk.read(other))
    disk.put(PATH, b"".join([*mine[:2], *others[2:]]))
    found, reader = read(disk)
    assert found == [b"one"]
    assert reader.problem


def test_nothing_may_stand_behind_the_last_block() -> None:
    disk = a_disk()
    write(disk, [b"one"])
    disk.put(PATH, disk.read(PATH) + b"more")
    found, reader = read(disk)
    assert found == [b"one", b""]
    assert reader.problem == "something stands behind the last block"


@pytest.mark.parametrize("length", [0, 15, (1 << 28) + 1, 0xFFFFFFFF])
def test_an_impossible_length_is_damage_and_costs_no_memory(length: int) -> None:
    disk = a_disk()
    write(disk, [b"one"])
    content = bytearray(disk.read(PATH))
    content[HEADER.size : HEADER.size + 4] = length.to_bytes(4, "big")
    disk.put(PATH, bytes(content))
    found, reader = read(disk)
    assert not found
    assert reader.problem == "a block has an impossible length"


def test_a_renamed_file_is_not_what_its_name_says() -> None:
    disk = a_disk()
    write(disk, [b"one"])
    other = PATH.with_name(f"log-0-{'cd' * 16}.atom")
    disk.rename(PATH, other)
    with pytest.raises(Damaged, match="not what its name says"):
        opened(disk, other)


@pytest.mark.parametrize("kind", [kind for kind in FileKind if kind is not FileKind.LOG])
def test_a_file_of_one_kind_never_passes_for_another(kind: FileKind) -> None:
    disk = a_disk()
    write(disk, [b"one"])
    with pytest.raises(Damaged):
        SealedReader.open(disk, PATH, kind, KEY, VAULT)
    content = bytearray(disk.read(PATH))
    content[6:8] = int(kind).to_bytes(2, "big")
    disk.put(PATH, bytes(content))
    reader = SealedReader.open(disk, PATH, kind, KEY, VAULT)
    assert not list(reader.blocks())
    assert reader.problem


def test_another_vault_or_key_opens_nothing() -> None:
    disk = a_disk()
    write(disk, [b"one"])
    with pytest.raises(Damaged):
        opened(disk, vault=VAULT[::-1])
    reader = opened(disk, key=b"o" * 32)
    assert not list(reader.blocks())
    assert reader.problem == "block 1 does not verify"


@pytest.mark.parametrize(
    "name", ["", "log.atom", f"log-{'ab' * 15}.atom", f"log-{'zz' * 16}.atom", "conflict (1).atom"]
)
def test_a_name_of_another_program_is_refused(name: str) -> None:
    with pytest.raises(Damaged, match="name of ATOM"):
        file_id_of(name)


def test_the_id_stands_at_the_end_of_the_name() -> None:
    assert file_id_of(NAME) == file_id_of(f"{NAME}.new") == b"\xab" * 16


@pytest.mark.parametrize("change", [b"", b"MOTA", b"ATOM\x00\x02", b"ATOM\x00\x01\x00\x63"])
def test_a_header_that_is_not_one_is_refused(change: bytes) -> None:
    disk = a_disk()
    write(disk, [b"one"])
    packed = disk.read(PATH)[: HEADER.size]
    changed = change + packed[len(change) :] if change else packed[:-1]
    with pytest.raises(Damaged, match="does not begin"):
        read_header(changed, NAME)


def test_the_header_says_whose_file_it_is() -> None:
    disk = a_disk()
    who = Identity(vault=VAULT, device=b"d" * 16, random_bytes=random.Random(1).randbytes, epoch=7)
    writer = SealedWriter.create(disk, PATH, FileKind.DRAFT, KEY, who)
    writer.sync()
    header = read_header(disk.read(PATH), NAME)
    assert (header.kind, header.vault, header.device) == (FileKind.DRAFT, VAULT, b"d" * 16)
    assert (header.epoch, header.file) == (7, b"\xab" * 16)
    assert header == writer.header


def test_a_block_that_was_changed_is_damaged_when_it_is_read_alone() -> None:
    disk = a_disk()
    one, two, last = write(disk, [b"one", b"two"])
    reader = opened(disk)
    sound = disk.read(PATH)
    for ref in (one, two, last):
        for at in range(ref.offset, ref.offset + ref.length):
            content = bytearray(sound)
            content[at] ^= 1
            disk.put(PATH, bytes(content))
            with pytest.raises(Damaged, match="does not verify"):
                reader.block(ref)
    disk.put(PATH, sound[: two.offset])
    with pytest.raises(Damaged):
        reader.block(two)


def test_a_block_is_not_read_in_the_place_of_another() -> None:
    disk = a_disk()
    one, two, _ = write(disk, [b"one", b"two"])
    reader = opened(disk)
    wrong = BlockRef(two.offset, two.length, one.sequence, two.previous, two.tag, False)
    with pytest.raises(Damaged):
        reader.block(wrong)


@pytest.mark.parametrize("call", [Call.APPEND, Call.SYNC])
def test_after_a_failure_a_writer_takes_nothing_more(call: Call) -> None:
    disk = a_disk()
    writer = SealedWriter.create(disk, PATH, FileKind.LOG, KEY, identity())
    writer.append(b"one")
    disk.fault = Fault(
        trouble=Trouble.BROKEN, at=len(disk.log) + 1, lasting=True, calls=frozenset({call})
    )
    with pytest.raises(OSError, match="EIO"):
        writer.sync()
    disk.fault = None
    for attempt in (lambda: writer.append(b"two"), writer.flush, writer.sync):
        with pytest.raises(OSError, match=r"takes no more|failed before"):
            attempt()


def test_a_finished_or_closed_file_takes_nothing_more() -> None:
    disk = a_disk()
    writer = SealedWriter.create(disk, PATH, FileKind.LOG, KEY, identity())
    writer.append(b"", final=True)
    with pytest.raises(OSError, match="no more blocks"):
        writer.append(b"more")
    writer.close()
    with pytest.raises(OSError, match="failed before"):
        writer.flush()


def test_a_file_has_a_last_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.store.sealed.MOST_BLOCKS", 2)
    disk = a_disk()
    writer = SealedWriter.create(disk, PATH, FileKind.LOG, KEY, identity())
    writer.append(b"one")
    writer.append(b"two")
    with pytest.raises(OSError, match="no more blocks"):
        writer.append(b"three")


def test_a_file_is_poisoned_even_if_closing_fails() -> None:
    disk = a_disk()
    writer = SealedWriter.create(disk, PATH, FileKind.LOG, KEY, identity())
    disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=frozenset({Call.CLOSE}))
    with pytest.raises(OSError, match="EIO"):
        writer.close()
    assert writer.poisoned


def test_what_was_cut_back_is_gone_and_nothing_more_is_written() -> None:
    disk = a_disk()
    writer = SealedWriter.create(disk, PATH, FileKind.LOG, KEY, identity())
    writer.append(b"kept")
    writer.sync()
    end = writer.offset
    writer.append(b"refused")
    writer.flush()
    writer.cut_back(end)
    with pytest.raises(OSError, match="takes no more"):
        writer.append(b"later")
    writer.close()
    assert read(disk)[0] == [b"kept"]
    assert disk.size(PATH) == end
