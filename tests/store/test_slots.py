import os
import unicodedata
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.errors import Damaged, Denied, UserError
from atom_desktop.store.crypto import FLOOR, Cost
from atom_desktop.store.slots import (
    KdfChoice,
    Root,
    Secret,
    SlotKind,
    find_slots,
    open_slots,
    passphrase_secret,
    put_file,
    read_slot,
    remove_slots,
    write_slot,
)
from tests.fakes.disk import Call, Fault, MemoryDisk, Trouble

KEYS = Path("/data/keys")
ROOT = Root(vault=bytes(range(16)), epoch=3, key=b"r" * 32)
CHEAP = Cost(passes=1)
PHRASE = passphrase_secret("correct horse")
KEYRING = Secret(kind=SlotKind.KEYRING, key=b"k" * 32, slot="ab" * 16)
RECOVERY = Secret(kind=SlotKind.RECOVERY, key=b"c" * 32)


@pytest.fixture
def disk() -> MemoryDisk:
    return MemoryDisk()


def write(disk: MemoryDisk, secret: Secret):
    return write_slot(disk, KEYS, ROOT, secret, cost=CHEAP, random_bytes=os.urandom)


@cache
def a_slot_file(kind: SlotKind) -> tuple[str, bytes]:
    disk = MemoryDisk()
    secret = {s.kind: s for s in (PHRASE, KEYRING, RECOVERY)}[kind]
    slot = write(disk, secret)
    return slot.name, disk.read(KEYS / slot.name)


@pytest.mark.parametrize("secret", [PHRASE, KEYRING, RECOVERY])
def test_a_slot_gives_the_root_to_its_secret(disk: MemoryDisk, secret: Secret) -> None:
    written = write(disk, secret)
    found = find_slots(disk, KEYS)
    assert found.slots == (written,)
    assert not found.problems
    assert found.kinds() == (secret.kind,)
    assert open_slots(found.slots, secret) == ROOT
    assert written.vault == ROOT.vault


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        (PHRASE, passphrase_secret("correct hose"), "wrong-passphrase"),
        (KEYRING, Secret(kind=SlotKind.KEYRING, key=b"x" * 32), "wrong-keyring-key"),
        (RECOVERY, Secret(kind=SlotKind.RECOVERY, key=b"x" * 32), "wrong-recovery-code"),
    ],
)
def test_another_secret_is_denied_and_the_file_is_said_to_be_fine(
    disk: MemoryDisk, right: Secret, wrong: Secret, code: str
) -> None:
    slot = write(disk, right)
    with pytest.raises(Denied, match="vault file is fine") as caught:
        open_slots([slot], wrong)
    assert caught.value.code == code


def test_a_secret_may_be_meant_for_one_slot_alone(disk: MemoryDisk) -> None:
    slot = write(disk, KEYRING)
    other = Secret(kind=SlotKind.KEYRING, key=KEYRING.key, slot="cd" * 16)
    with pytest.raises(Denied):
        open_slots([slot], other)
    assert open_slots([slot], Secret(kind=SlotKind.KEYRING, key=KEYRING.key)) == ROOT


def test_the_first_slot_that_opens_is_used(disk: MemoryDisk) -> None:
    other = Secret(kind=SlotKind.RECOVERY, key=b"x" * 32)
    slots = [write(disk, other), write(disk, RECOVERY)]
    assert open_slots(slots, RECOVERY) == ROOT


def test_a_passphrase_may_be_composed_either_way() -> None:
    composed, apart = unicodedata.normalize("NFC", "é"), unicodedata.normalize("NFD", "é")
    assert passphrase_secret(composed) == passphrase_secret(apart)


def test_an_empty_passphrase_is_refused() -> None:
    with pytest.raises(UserError, match="empty"):
        passphrase_secret("")


def test_secrets_are_not_shown() -> None:
    assert "correct" not in repr(PHRASE)
    assert "rrr" not in repr(ROOT)


@given(st.sampled_from([SlotKind.KEYRING, SlotKind.RECOVERY, SlotKind.PASSPHRASE]), st.data())
def test_a_slot_with_any_bit_changed_is_damaged(kind: SlotKind, data: st.DataObject) -> None:
    name, content = a_slot_file(kind)
    changed = bytearray(content)
    at = data.draw(st.integers(0, len(content) * 8 - 1))
    changed[at // 8] ^= 1 << at % 8
    with pytest.raises(Damaged):
        read_slot(name, bytes(changed))


@given(st.data())
def test_a_slot_that_is_cut_is_damaged(data: st.DataObject) -> None:
    name, content = a_slot_file(SlotKind.RECOVERY)
    with pytest.raises(Damaged):
        read_slot(name, content[: data.draw(st.integers(0, len(content) - 1))])


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff", b'{"slot":{},"wrapped":"","sum":""}']
)
def test_anything_else_is_damaged(content: bytes) -> None:
    with pytest.raises(Damaged):
        read_slot("recovery.json", content)


def changed(kind: SlotKind, **fields: object) -> tuple[str, bytes]:
    """Return a slot file whose sum is right and whose body is not what ATOM writes."""
    from atom_desktop.store.slots import SlotBody, _sum

    name, content = a_slot_file(kind)
    file = msgspec.json.decode(content)
    body = msgspec.convert(file["slot"], SlotBody)
    packed = msgspec.json.encode(msgspec.structs.replace(body, **fields))
    total = _sum(packed, file["wrapped"]).decode()
    whole = {"slot": msgspec.Raw(packed), "wrapped": file["wrapped"], "sum": total}
    return name, msgspec.json.encode(whole)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (SlotKind.RECOVERY, {"format": 2}),
        (SlotKind.RECOVERY, {"salt": "00"}),
        (SlotKind.RECOVERY, {"nonce": "ZZ" * 12}),
        (SlotKind.RECOVERY, {"id": "00" * 16}),
        (SlotKind.RECOVERY, {"cost": FLOOR}),
        (SlotKind.PASSPHRASE, {"cost": None}),
        (SlotKind.PASSPHRASE, {"cost": Cost(memory=1)}),
        (SlotKind.PASSPHRASE, {"cost": Cost(memory=1 << 40)}),
    ],
)
def test_a_body_that_is_never_written_is_refused(kind: SlotKind, fields: dict[str, object]) -> None:
    with pytest.raises(Damaged):
        read_slot(*changed(kind, **fields))


def test_a_newer_format_is_named() -> None:
    with pytest.raises(Damaged, match="newer version"):
        read_slot(*changed(SlotKind.RECOVERY, format=2))


def test_a_body_that_does_not_unwrap_is_damage_not_a_wrong_secret(disk: MemoryDisk) -> None:
    slot = read_slot(*changed(SlotKind.RECOVERY, epoch=4))
    with pytest.raises(Damaged):
        open_slots([slot], RECOVERY)
    assert open_slots([slot, write(disk, RECOVERY)], RECOVERY) == ROOT


def test_a_renamed_slot_is_told_its_name() -> None:
    name, content = a_slot_file(SlotKind.RECOVERY)
    with pytest.raises(Damaged, match="renamed") as caught:
        read_slot("recovery-other.json", content)
    assert name in caught.value.hint


def test_damaged_slots_are_reported_and_the_others_found(disk: MemoryDisk) -> None:
    sound, bad = write(disk, RECOVERY), write(disk, KEYRING)
    disk.put(KEYS / bad.name, b"{")
    disk.put(KEYS / "recovery-x.json.new", b"{")
    disk.put(KEYS / ".hidden", b"{")
    disk.mkdir(KEYS / "folder")
    found = find_slots(disk, KEYS)
    assert found.slots == (sound,)
    assert [problem.file for problem in found.problems] == ["keys/folder", f"keys/{bad.name}"]
    assert all(problem.message and problem.hint for problem in found.problems)


def test_a_slot_that_cannot_be_read_is_reported(disk: MemoryDisk) -> None:
    write(disk, RECOVERY)
    reads = frozenset({Call.READ_RANGE})
    disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=reads)
    found = find_slots(disk, KEYS)
    assert not found.slots
    assert "cannot be read" in found.problems[0].message


def test_slots_are_removed(disk: MemoryDisk) -> None:
    slots = [write(disk, RECOVERY), write(disk, KEYRING)]
    remove_slots(disk, KEYS, slots[:1])
    assert find_slots(disk, KEYS).slots == (slots[1],)


def test_a_small_file_replaces_another_or_not_at_all(disk: MemoryDisk) -> None:
    path = KEYS / "file"
    put_file(disk, path, b"one")
    disk.put(path.with_name("file.new"), b"left over")
    put_file(disk, path, b"two")
    assert (disk.read(path), disk.list(KEYS)) == (b"two", ["file"])
    disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=frozenset({Call.SYNC}))
    with pytest.raises(OSError, match="EIO"):
        put_file(disk, path, b"three")
    assert disk.read(path) == b"two"
    assert disk.open_files == 0


def test_the_price_of_a_guess_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.store.slots.calibrated", lambda: CHEAP)
    assert KdfChoice.FLOOR.cost() == FLOOR
    assert KdfChoice.CALIBRATED.cost() == CHEAP
