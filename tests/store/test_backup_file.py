import hashlib
import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.errors import Damaged, Denied
from atom_desktop.store.backup_file import (
    BLOCK_BYTES,
    FORMAT,
    BackupFile,
    Document,
    Manifest,
    Part,
    Tally,
    decode_document,
    encode,
)
from atom_desktop.store.crypto import Keys
from atom_desktop.store.disk import RealDisk
from atom_desktop.store.slots import SlotKind, passphrase_secret
from atom_desktop.store.store import Store
from tests.fakes.backed_up import OTHER, SECRET, backup_writer, put_slot, slots_in
from tests.fakes.vault import KEYS, VAULT, HandClock, folders_in, surroundings

DEVICE = b"d" * 16


@pytest.fixture
def root(tmp_path):
    put_slot(tmp_path)
    return tmp_path


def first(root: Path, **changes) -> Manifest:
    manifest = Manifest(
        format=FORMAT,
        vault=VAULT.hex(),
        device=DEVICE.hex(),
        created="2026-11-24T08:30:00Z",
        version="1",
        hlc="0" * 16,
        slots=hashlib.sha256(slots_in(root)).hexdigest(),
        records={},
        living={},
        undo={},
    )
    return msgspec.structs.replace(manifest, **changes)


def written(root: Path, *parts: tuple[Part, list[bytes]], **changes) -> Path:
    """Write a file with these parts and two manifests; `changes` are those of the first one."""
    path = root / f"{len(list(root.iterdir()))}.atombackup"
    writer = backup_writer(root, path)
    manifest = first(root, **changes)
    writer.manifest(manifest)
    for part, lines in parts:
        writer.lines(part, lines)
    writer.manifest(writer.completed(manifest, steps=0, problems=()))
    writer.close()
    return path


def read(path: Path) -> list[tuple[Part, bytes]]:
    return list(BackupFile.find(RealDisk(), path).open(KEYS).parts())


def refused(path: Path, why: str) -> None:
    with pytest.raises(Damaged, match=why):
        read(path)


def test_lines_come_back_as_they_were_written(root):
    path = written(root, (Part.STEPS, [b"one", b"two"]), (Part.DOCUMENTS, [b"three"]))
    assert read(path) == [(Part.STEPS, b"one\ntwo"), (Part.DOCUMENTS, b"three")]


def test_an_empty_backup_is_whole(root):
    assert read(written(root)) == []


def test_the_manifest_is_the_last_one_once_everything_was_read(root):
    path = written(root, (Part.STEPS, [b"one", b"two"]))
    reader = BackupFile.find(RealDisk(), path).open(KEYS)
    assert not reader.manifest.complete
    list(reader.parts())
    assert reader.manifest.complete
    assert reader.manifest.lines == {"R": 0, "S": 2, "D": 0}
    assert reader.manifest.sums["S"] == hashlib.sha256(b"one\ntwo\n").hexdigest()


def test_blocks_are_about_as_large_as_the_format_says(root):
    line = os.urandom(BLOCK_BYTES // 4)
    lines = [line.hex().encode()] * 9
    found = read(written(root, (Part.STEPS, lines)))
    assert b"\n".join(content for _, content in found).split(b"\n") == lines
    assert all(len(content) < 2 * BLOCK_BYTES for _, content in found)
    assert len(found) > 3


@given(st.lists(st.binary(min_size=1).filter(lambda line: b"\n" not in line)))
def test_any_lines_give_the_same_sum_however_they_are_cut(lines):
    whole, apart = Tally(), Tally()
    if lines:
        whole.take(Part.STEPS, b"\n".join(lines))
    for line in lines:
        apart.take(Part.STEPS, line)
    assert (whole.lines, whole.sums()) == (apart.lines, apart.sums())


def test_the_file_may_have_any_name(root):
    path = written(root, (Part.STEPS, [b"one"]))
    other = path.rename(root / "holiday.bak")
    assert read(other) == [(Part.STEPS, b"one")]


def test_a_backup_opens_with_the_secret_of_its_day(root):
    reader = BackupFile.find(RealDisk(), written(root)).open(SECRET)
    assert reader.keys == KEYS


def test_another_secret_is_wrong_and_not_damage(root):
    with pytest.raises(Denied) as caught:
        BackupFile.find(RealDisk(), written(root)).open(OTHER)
    assert caught.value.code == "wrong-recovery-code"


def test_a_kind_of_secret_without_a_slot_is_named(root):
    with pytest.raises(Denied, match="does not open with a passphrase") as caught:
        BackupFile.find(RealDisk(), written(root)).open(passphrase_secret("x"))
    assert caught.value.hint == "It opens with: recovery."


def test_the_keys_of_another_vault_are_refused(root):
    other = Keys.from_root(b"r" * 32, b"w" * 16)
    with pytest.raises(Denied, match="another vault"):
        BackupFile.find(RealDisk(), written(root)).open(other)


def test_every_flipped_byte_is_found(root):
    path = written(root, (Part.STEPS, [b"one"]))
    whole = path.read_bytes()
    unnoticed = []
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            read(path)
        except (Damaged, Denied):
            continue
        unnoticed.append(at)
    assert unnoticed == []


def test_every_cut_is_found(root):
    path = written(root, (Part.STEPS, [b"one"]))
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(Damaged):
            read(path)


def test_bytes_behind_the_end_are_found(root):
    path = written(root)
    path.write_bytes(path.read_bytes() + b"x")
    refused(path, "behind the last block")


def test_a_slot_of_another_vault_opens_nothing(root):
    path = written(root)
    content = path.read_bytes().replace(VAULT.hex().encode(), (b"w" * 16).hex().encode(), 1)
    path.write_bytes(content)
    found = BackupFile.find(RealDisk(), path)
    assert found.slots == ()
    with pytest.raises(Damaged, match="none of its key slots"):
        found.open(SECRET)


def test_a_sound_slot_that_belongs_to_another_vault_is_not_offered(root, tmp_path):
    path = written(root)
    content = bytearray(path.read_bytes())
    content[8:24] = b"w" * 16
    path.write_bytes(content)
    assert BackupFile.find(RealDisk(), path).slots == ()


def test_overwritten_slots_are_damage(root):
    path = written(root)
    content = bytearray(path.read_bytes())
    content[100:104] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    refused(path, "slots are overwritten")


def test_another_kind_of_file_is_no_backup(root):
    folders = folders_in(root)
    store = Store.open(folders.place(VAULT), KEYS, surroundings(HandClock()))
    store.settings.write("settings", [b"{}"])
    store.close()
    file = next(folders.data.glob("settings/*/*.atom"))
    with pytest.raises(Damaged, match="another kind of file"):
        BackupFile.find(RealDisk(), file)


def test_a_file_of_another_program_is_no_backup(root):
    (root / "x.zip").write_bytes(b"PK" * 100)
    with pytest.raises(Damaged, match="does not begin like"):
        BackupFile.find(RealDisk(), root / "x.zip")


def test_parts_out_of_order_are_refused(root):
    refused(written(root, (Part.DOCUMENTS, [b"a"]), (Part.STEPS, [b"b"])), "out of order")


def test_a_backup_begins_with_a_manifest(root):
    path = root / "x"
    writer = backup_writer(root, path)
    writer.lines(Part.STEPS, [b"a"])
    writer.manifest(writer.completed(first(root), steps=0, problems=()))
    writer.close()
    with pytest.raises(Damaged, match="begin with a manifest"):
        read(path)


@pytest.mark.parametrize("part", [Part.STEPS, Part.MANIFEST])
def test_a_backup_ends_with_a_manifest_that_says_it_is_complete(root, part):
    path = root / "x"
    writer = backup_writer(root, path)
    writer.manifest(first(root))
    if part is Part.MANIFEST:
        writer.manifest(first(root))
    writer._sealed.append(b"S" + writer._compress(b"x"), final=True)
    writer._sealed.sync()
    writer.close()
    with pytest.raises(Damaged, match=r"manifest says|out of order"):
        read(path)


@pytest.mark.parametrize(
    "block",
    [b"", b"X", b"Sno zstandard at all", b"M{}", b"\xff"],
    ids=["empty", "unknown", "not compressed", "no manifest", "not a letter"],
)
def test_a_block_that_cannot_be_read_is_damage(root, block):
    path = root / "x"
    writer = backup_writer(root, path)
    writer.manifest(first(root))
    writer._sealed.append(block)
    writer.manifest(writer.completed(first(root), steps=0, problems=()))
    writer.close()
    refused(path, "cannot be read")


def test_a_newer_format_is_named(root):
    refused(written(root, format=2), "newer version")


@pytest.mark.parametrize(
    "changes",
    [
        {"vault": "00" * 16},
        {"device": "00" * 16},
        {"slots": "00" * 32},
        {"records": {"task": 1}},
    ],
    ids=["vault", "device", "slots", "records"],
)
def test_a_manifest_that_does_not_fit_is_refused(root, changes):
    refused(written(root, **changes), "manifest says")


def test_a_document_is_kept_byte_by_byte():
    document = Document("settings", bytes(range(256)))
    assert decode_document(encode(document)) == document


def test_no_name_of_a_kind_of_secret_is_lost():
    assert SECRET.kind is SlotKind.RECOVERY


def test_nothing_readable_is_in_the_file(root):
    path = written(root, (Part.STEPS, [b"my secret task"] * 3))
    assert b"my secret" not in path.read_bytes()
    assert b'"complete"' not in path.read_bytes()
