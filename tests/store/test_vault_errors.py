import pytest

from atom_desktop.model.errors import Damaged, Denied
from atom_desktop.store.disk import RealDisk
from atom_desktop.store.slots import SlotKind, passphrase_secret
from atom_desktop.store.vault import (
    unlock_with_keyring,
    unlock_with_passphrase,
    unlock_with_recovery,
)
from tests.fakes.keyed_vault import PHRASE, change, create, slot_files
from tests.fakes.keyring import FakeKeyring
from tests.fakes.vault import folders_in


@pytest.fixture
def ring():
    return FakeKeyring()


@pytest.fixture
def made(tmp_path, ring):
    return create(tmp_path, keyring=ring)


def other_salt(content: bytes) -> bytes:
    """Return the content with one letter of the salt changed."""
    place = content.index(b'"salt":"') + len(b'"salt":"')
    letter = b"1" if content[place : place + 1] == b"0" else b"0"
    return content[:place] + letter + content[place + 1 :]


@pytest.mark.parametrize("damage", [other_salt, lambda _content: b""], ids=["salt", "emptied"])
def test_a_damaged_passphrase_file_is_named_with_the_way_that_is_left(
    tmp_path, ring, damage
) -> None:
    made = create(tmp_path, keyring=ring, passphrase=PHRASE)
    (file,) = slot_files(tmp_path, SlotKind.PASSPHRASE)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(Damaged) as caught:
        unlock_with_passphrase(RealDisk(), folders_in(tmp_path), PHRASE)
    assert file.name in caught.value.message
    assert "recovery code still opens the vault" in caught.value.hint
    keys = unlock_with_recovery(RealDisk(), folders_in(tmp_path), made.recovery_code)
    assert keys == made.keys


def test_a_damaged_file_of_the_keyring_is_named(tmp_path, made, ring) -> None:
    (file,) = slot_files(tmp_path, SlotKind.KEYRING)
    file.write_bytes(b"{")
    with pytest.raises(Damaged, match=file.name):
        unlock_with_keyring(RealDisk(), folders_in(tmp_path), ring)


def test_a_damaged_file_of_the_recovery_code_is_named(tmp_path, made) -> None:
    (file,) = slot_files(tmp_path, SlotKind.RECOVERY)
    file.write_bytes(b"{")
    with pytest.raises(Damaged, match=file.name):
        unlock_with_recovery(RealDisk(), folders_in(tmp_path), made.recovery_code)


def test_keys_cannot_be_changed_with_a_damaged_file(tmp_path, made) -> None:
    slot_files(tmp_path, SlotKind.RECOVERY)[0].with_name("passphrase-1.json").write_bytes(b"")
    with pytest.raises(Damaged, match="passphrase-1"):
        change(tmp_path, passphrase_secret(PHRASE), recovery=True)


def test_where_no_file_is_damaged_the_kind_is_just_not_there(tmp_path, made) -> None:
    slot_files(tmp_path, SlotKind.RECOVERY)[0].write_bytes(b"{")
    with pytest.raises(Denied) as caught:
        unlock_with_passphrase(RealDisk(), folders_in(tmp_path), PHRASE)
    assert caught.value.code == "no-such-slot"
