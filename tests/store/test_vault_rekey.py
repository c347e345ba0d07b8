import shutil

import pytest

from atom_desktop.model.errors import Damaged, Denied, Unavailable, UserError
from atom_desktop.store.disk import RealDisk
from atom_desktop.store.keyring import SystemKeyring
from atom_desktop.store.slots import SlotKind, passphrase_secret
from atom_desktop.store.vault import (
    unlock_with_keyring,
    unlock_with_passphrase,
    unlock_with_recovery,
)
from tests.fakes.keyed_vault import (
    PHRASE,
    FailingDisk,
    by_code,
    change,
    create,
    found,
    keys_folder,
    slot_files,
)
from tests.fakes.keyring import FakeKeyring
from tests.fakes.vault import folders_in


@pytest.fixture
def ring():
    return FakeKeyring()


@pytest.fixture
def made(tmp_path, ring):
    return create(tmp_path, keyring=ring)


def test_a_new_passphrase_replaces_the_old_one(tmp_path, made):
    change(tmp_path, by_code(made), phrase=PHRASE)
    change(tmp_path, passphrase_secret(PHRASE), phrase="battery staple")
    disk, folders = RealDisk(), folders_in(tmp_path)
    assert unlock_with_passphrase(disk, folders, "battery staple") == made.keys
    with pytest.raises(Denied):
        unlock_with_passphrase(disk, folders, PHRASE)
    assert len(slot_files(tmp_path, SlotKind.PASSPHRASE)) == 1


def test_a_new_passphrase_leaves_the_other_slots_alone(tmp_path, made, ring):
    before = slot_files(tmp_path, SlotKind.RECOVERY) + slot_files(tmp_path, SlotKind.KEYRING)
    assert change(tmp_path, by_code(made), phrase=PHRASE) is None
    assert (
        slot_files(tmp_path, SlotKind.RECOVERY) + slot_files(tmp_path, SlotKind.KEYRING) == before
    )
    assert unlock_with_keyring(RealDisk(), folders_in(tmp_path), ring) == made.keys


def test_damaged_and_unfinished_passphrase_slots_go_as_well(tmp_path, made):
    keys_folder(tmp_path).joinpath("passphrase-old.json").write_text("{")
    keys_folder(tmp_path).joinpath("passphrase-old.json.new").write_text("{")
    change(tmp_path, by_code(made), phrase=PHRASE)
    assert len(slot_files(tmp_path, SlotKind.PASSPHRASE)) == 1
    assert not found(tmp_path).problems


def test_a_new_recovery_code_replaces_the_old_one(tmp_path, made):
    code = change(tmp_path, by_code(made), recovery=True)
    disk, folders = RealDisk(), folders_in(tmp_path)
    assert code is not None
    assert unlock_with_recovery(disk, folders, code) == made.keys
    with pytest.raises(Denied) as caught:
        unlock_with_recovery(disk, folders, made.recovery_code)
    assert caught.value.code == "wrong-recovery-code"


def test_a_keyring_can_be_added(tmp_path, made):
    other = FakeKeyring()
    change(tmp_path, by_code(made), keyring=other)
    assert unlock_with_keyring(RealDisk(), folders_in(tmp_path), other) == made.keys
    assert len(slot_files(tmp_path, SlotKind.KEYRING)) == 2


def test_a_keyring_added_again_replaces_its_own_slot(tmp_path, made, ring):
    before = dict(ring.keys)
    change(tmp_path, by_code(made), keyring=ring)
    assert unlock_with_keyring(RealDisk(), folders_in(tmp_path), ring) == made.keys
    assert len(slot_files(tmp_path, SlotKind.KEYRING)) == 1
    assert len(ring.keys) == 1
    assert ring.keys.keys().isdisjoint(before)


class Scrambled(FakeKeyring):
    """A keyring whose entry for the vault was overwritten."""

    broken_ids: frozenset[str] = frozenset()

    def get(self, slot_id):
        if slot_id in self.broken_ids:
            message = "The entry in the keyring of this computer is damaged."
            raise Damaged(message)
        return super().get(slot_id)


def test_a_damaged_entry_in_the_keyring_is_replaced(tmp_path):
    ring = Scrambled()
    made = create(tmp_path, keyring=ring)
    ring.broken_ids = frozenset(ring.keys)
    change(tmp_path, by_code(made), keyring=ring)
    assert unlock_with_keyring(RealDisk(), folders_in(tmp_path), ring) == made.keys
    assert len(slot_files(tmp_path, SlotKind.KEYRING)) == 1


class Stubborn(FakeKeyring):
    """A keyring that forgets nothing."""

    def remove(self, slot_id):
        message = "The keyring does not answer."
        raise Unavailable(message)


def test_a_key_that_stays_in_the_keyring_does_no_harm(tmp_path):
    ring = Stubborn()
    made = create(tmp_path, keyring=ring)
    change(tmp_path, by_code(made), keyring=ring)
    assert unlock_with_keyring(RealDisk(), folders_in(tmp_path), ring) == made.keys


def test_everything_can_be_changed_at_once(tmp_path, made, ring):
    code = change(tmp_path, by_code(made), phrase=PHRASE, recovery=True, keyring=ring)
    disk, folders = RealDisk(), folders_in(tmp_path)
    assert unlock_with_passphrase(disk, folders, PHRASE) == made.keys
    assert unlock_with_recovery(disk, folders, code or "") == made.keys
    assert unlock_with_keyring(disk, folders, ring) == made.keys
    assert len(list(keys_folder(tmp_path).iterdir())) == 3


def test_a_wish_without_a_change_is_refused(tmp_path, made):
    with pytest.raises(UserError):
        change(tmp_path, by_code(made))


def test_a_wrong_secret_changes_nothing(tmp_path, made):
    before = sorted(path.name for path in keys_folder(tmp_path).iterdir())
    wrong = by_code(create(tmp_path / "other", keyring=FakeKeyring()))
    with pytest.raises(Denied):
        change(tmp_path, wrong, phrase=PHRASE)
    assert sorted(path.name for path in keys_folder(tmp_path).iterdir()) == before


def test_a_missing_kind_of_slot_is_named(tmp_path, made):
    with pytest.raises(Denied) as caught:
        change(tmp_path, passphrase_secret(PHRASE), recovery=True)
    assert caught.value.code == "no-such-slot"


def test_a_locked_keyring_changes_nothing(tmp_path, made, ring):
    before = sorted(path.name for path in keys_folder(tmp_path).iterdir())
    ring.lock()
    with pytest.raises(Unavailable):
        change(tmp_path, by_code(made), recovery=True, keyring=ring)
    assert sorted(path.name for path in keys_folder(tmp_path).iterdir()) == before


def test_wherever_the_disk_fails_one_of_the_codes_still_opens_the_vault(tmp_path, ring, made):
    failures = 0
    for calls in range(20):
        root = tmp_path / str(calls)
        shutil.copytree(folders_in(tmp_path).data, folders_in(root).data)
        code = made.recovery_code
        try:
            code = change(root, by_code(made), recovery=True, disk=FailingDisk(calls)) or ""
        except Unavailable:
            failures += 1
        assert unlock_with_keyring(RealDisk(), folders_in(root), ring) == made.keys
        assert unlock_with_recovery(RealDisk(), folders_in(root), code) == made.keys
    assert 3 < failures < 20


def test_the_real_keyring_fits_where_a_keyring_is_wanted(tmp_path, made):
    def find():
        message = "none"
        raise ImportError(message)

    with pytest.raises(Unavailable):
        change(tmp_path, by_code(made), keyring=SystemKeyring(find))
