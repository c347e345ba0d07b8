import os
import shutil

import pytest

from atom_desktop.model.errors import Conflict, Damaged, Denied, NotFound, Unavailable, UserError
from atom_desktop.store.disk import RealDisk
from atom_desktop.store.recovery_code import write_code
from atom_desktop.store.slots import SlotKind
from atom_desktop.store.store import Store
from atom_desktop.store.vault import (
    Presence,
    unlock_with_keyring,
    unlock_with_passphrase,
    unlock_with_recovery,
)
from tests.fakes.keyed_vault import PHRASE, FailingDisk, create, found, keys_folder, slot_files
from tests.fakes.keyring import FakeKeyring
from tests.fakes.vault import HandClock, folders_in, surroundings


@pytest.fixture
def ring():
    return FakeKeyring()


@pytest.fixture(scope="module")
def with_phrase(tmp_path_factory):
    """One vault with a passphrase, made once: each stretching of it takes a fifth of a second."""
    root = tmp_path_factory.mktemp("phrase")
    return root, create(root, passphrase=PHRASE)


@pytest.fixture
def phrase_root(with_phrase, tmp_path):
    shutil.copytree(with_phrase[0], tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_an_empty_folder_holds_no_vault(tmp_path):
    nothing = found(tmp_path)
    assert (nothing.presence, nothing.vault, nothing.kinds) == (Presence.NONE, None, ())


def test_a_new_vault_is_present_with_its_kinds(tmp_path, ring):
    made = create(tmp_path, keyring=ring)
    now = found(tmp_path)
    assert (now.presence, now.vault) == (Presence.PRESENT, made.keys.vault)
    assert now.kinds == (SlotKind.KEYRING, SlotKind.RECOVERY)
    assert not now.problems


def test_a_vault_with_a_passphrase_opens_with_it_alone(phrase_root, with_phrase):
    disk, folders = RealDisk(), folders_in(phrase_root)
    assert unlock_with_passphrase(disk, folders, PHRASE) == with_phrase[1].keys
    with pytest.raises(Denied) as caught:
        unlock_with_passphrase(disk, folders, PHRASE.upper())
    assert caught.value.code == "wrong-passphrase"
    assert caught.value.message.startswith("Wrong passphrase: ")


def test_every_vault_opens_with_its_recovery_code(tmp_path, ring):
    made = create(tmp_path, keyring=ring)
    disk = RealDisk()
    assert unlock_with_recovery(disk, folders_in(tmp_path), made.recovery_code) == made.keys


def test_the_keyring_opens_the_vault(tmp_path, ring):
    made = create(tmp_path, keyring=ring)
    assert unlock_with_keyring(RealDisk(), folders_in(tmp_path), ring) == made.keys


def test_a_vault_needs_something_that_opens_it(tmp_path):
    with pytest.raises(UserError):
        create(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_passphrase_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(UserError):
        create(tmp_path, passphrase="")
    assert list(tmp_path.iterdir()) == []


def test_no_vault_is_made_over_another(tmp_path, ring):
    made = create(tmp_path, keyring=ring)
    with pytest.raises(Conflict) as caught:
        create(tmp_path, keyring=ring)
    assert caught.value.code == "exists"
    assert caught.value.hint
    assert unlock_with_keyring(RealDisk(), folders_in(tmp_path), ring) == made.keys


@pytest.mark.parametrize("part", ["dev", "settings", "secrets"])
def test_no_vault_is_made_over_data_that_lost_its_keys(tmp_path, ring, part):
    file = folders_in(tmp_path).data / part / "device" / "log.atom"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"ATOM")
    assert found(tmp_path).presence is Presence.REMAINS
    with pytest.raises(Conflict) as caught:
        create(tmp_path, keyring=ring)
    assert caught.value.code == "remains"
    assert "backup" in caught.value.hint


def test_a_file_where_a_device_has_its_folder_counts_as_data(tmp_path):
    (folders_in(tmp_path).data / "dev").mkdir(parents=True)
    (folders_in(tmp_path).data / "dev" / "lost").write_bytes(b"")
    assert found(tmp_path).presence is Presence.REMAINS


def test_what_a_file_manager_leaves_behind_is_no_data(tmp_path):
    (folders_in(tmp_path).data / "dev" / ".thumbnails").mkdir(parents=True)
    (folders_in(tmp_path).data / "dev" / ".thumbnails" / "x").write_bytes(b"")
    assert found(tmp_path).presence is Presence.NONE


def test_remains_name_the_vault_they_are_of(tmp_path, ring):
    made = create(tmp_path, keyring=ring)
    folders = folders_in(tmp_path)
    store = Store.open(folders.place(made.keys.vault), made.keys, surroundings(HandClock()))
    store.settings.write("settings", [b"{}"])
    store.close()
    shutil.rmtree(keys_folder(tmp_path))
    now = found(tmp_path)
    assert (now.presence, now.vault) == (Presence.REMAINS, made.keys.vault)


def test_damaged_slots_alone_are_remains(tmp_path, ring):
    create(tmp_path, keyring=ring)
    for path in keys_folder(tmp_path).iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b" ")
    now = found(tmp_path)
    assert now.presence is Presence.REMAINS
    assert len(now.problems) == 2
    with pytest.raises(Damaged):
        unlock_with_keyring(RealDisk(), folders_in(tmp_path), ring)


def test_one_sound_slot_is_enough(tmp_path, ring):
    made = create(tmp_path, keyring=ring)
    slot_files(tmp_path, SlotKind.RECOVERY)[0].write_bytes(b"{")
    now = found(tmp_path)
    assert (now.presence, now.kinds) == (Presence.PRESENT, (SlotKind.KEYRING,))
    assert now.problems[0].file.startswith("keys/recovery-")
    assert unlock_with_keyring(RealDisk(), folders_in(tmp_path), ring) == made.keys


def test_slots_of_another_vault_are_told_and_not_used(tmp_path, ring):
    made = create(tmp_path / "a", keyring=ring)
    other = create(tmp_path / "b", keyring=ring)
    folders = folders_in(tmp_path / "a")
    store = Store.open(folders.place(made.keys.vault), made.keys, surroundings(HandClock()))
    store.settings.write("settings", [b"{}"])
    store.close()
    stray = folders.data / "dev" / "stray"
    stray.mkdir(parents=True)
    (stray / "file").write_bytes(b"no file of ATOM's")
    for path in keys_folder(tmp_path / "b").iterdir():
        shutil.copy(path, keys_folder(tmp_path / "a"))
    now = found(tmp_path / "a")
    assert now.vault == made.keys.vault
    assert len(now.problems) == 2
    with pytest.raises(Denied):
        unlock_with_recovery(RealDisk(), folders, other.recovery_code)


def test_of_two_vaults_without_data_the_one_with_more_slots_counts(tmp_path, ring):
    made = create(tmp_path / "a", keyring=ring)
    create(tmp_path / "b", keyring=ring)
    for path in slot_files(tmp_path / "b", SlotKind.RECOVERY):
        shutil.copy(path, keys_folder(tmp_path / "a"))
    assert found(tmp_path / "a").vault == made.keys.vault


def test_slots_that_do_not_belong_to_the_data_make_it_remains(tmp_path, ring):
    made = create(tmp_path / "a", keyring=ring)
    create(tmp_path / "b", keyring=ring)
    folders = folders_in(tmp_path / "a")
    store = Store.open(folders.place(made.keys.vault), made.keys, surroundings(HandClock()))
    store.settings.write("settings", [b"{}"])
    store.close()
    shutil.rmtree(keys_folder(tmp_path / "a"))
    shutil.copytree(keys_folder(tmp_path / "b"), keys_folder(tmp_path / "a"))
    assert found(tmp_path / "a").presence is Presence.REMAINS


def test_a_folder_that_cannot_be_read_is_unavailable(tmp_path):
    folders_in(tmp_path).data.write_bytes(b"a file")
    with pytest.raises(Unavailable, match="cannot be read"):
        found(tmp_path)


def test_unlocking_nothing_says_how_to_make_a_vault(tmp_path):
    with pytest.raises(NotFound, match="no vault"):
        unlock_with_recovery(RealDisk(), folders_in(tmp_path), write_code(bytes(32)))


@pytest.mark.parametrize("error", [28, 13, 5])
def test_a_vault_is_there_whole_or_not_at_all_wherever_the_disk_fails(tmp_path, error):
    outcomes = set()
    for calls in range(40):
        root, ring = tmp_path / f"{error}-{calls}", FakeKeyring()
        disk = FailingDisk(calls, error)
        try:
            create(root, keyring=ring, disk=disk)
        except Unavailable:
            assert disk.failed
        outcomes.add(presence := found(root).presence)
        if presence is Presence.NONE:
            create(root, keyring=ring)
        unlock_with_keyring(RealDisk(), folders_in(root), ring)
    assert outcomes == {Presence.NONE, Presence.PRESENT}


def test_slots_of_an_unfinished_vault_go_with_the_next_one(tmp_path, ring):
    with pytest.raises(Unavailable):
        create(tmp_path, keyring=ring, disk=FailingDisk(9))
    create(tmp_path, keyring=ring)
    left = list(folders_in(tmp_path).data.glob("keys.new-*/*"))
    assert left == []


def test_a_failed_vault_leaves_no_key_in_the_keyring(tmp_path):
    for calls in range(8, 14):
        ring = FakeKeyring()
        with pytest.raises(Unavailable):
            create(tmp_path / str(calls), keyring=ring, disk=FailingDisk(calls))
        assert ring.keys == {}


def test_a_locked_keyring_makes_no_vault(tmp_path, ring):
    ring.lock()
    with pytest.raises(Unavailable) as caught:
        create(tmp_path, keyring=ring)
    assert caught.value.code == "keyring-locked"
    assert found(tmp_path).presence is Presence.NONE
    assert list(folders_in(tmp_path).data.iterdir()) == []


class SlowDisk(RealDisk):
    """A disk on which somebody else makes a vault while this one is about to be named."""

    def __init__(self, meanwhile):
        self.meanwhile = meanwhile

    def rename(self, old, new):
        if new.name == "keys":
            self.meanwhile()
        super().rename(old, new)


def test_of_two_processes_that_make_a_vault_only_one_succeeds(tmp_path, ring):
    first = FakeKeyring()
    made = []
    disk = SlowDisk(lambda: made.append(create(tmp_path, keyring=first)))
    with pytest.raises(Conflict, match=r"There is a vault in .* already") as caught:
        create(tmp_path, keyring=ring, disk=disk)
    assert caught.value.code == "exists"
    assert ring.keys == {}
    assert list(folders_in(tmp_path).data.glob("keys.new-*/*")) == []
    assert unlock_with_keyring(RealDisk(), folders_in(tmp_path), first) == made[0].keys


def test_a_vault_that_was_named_and_then_failed_is_no_other_ones(tmp_path, ring):
    class Unsure(RealDisk):
        def rename(self, old, new):
            super().rename(old, new)
            if new.name == "keys":
                raise OSError(5, "Input/output error")

    with pytest.raises(Unavailable):
        create(tmp_path, keyring=ring, disk=Unsure())
    assert ring.keys


def test_an_empty_folder_of_keys_is_no_obstacle(tmp_path, ring):
    keys_folder(tmp_path).mkdir(parents=True)
    made = create(tmp_path, keyring=ring)
    assert unlock_with_keyring(RealDisk(), folders_in(tmp_path), ring) == made.keys


def test_what_others_left_in_the_folder_of_keys_is_kept_aside(tmp_path, ring):
    keys_folder(tmp_path).mkdir(parents=True)
    (keys_folder(tmp_path) / ".sync").write_text("theirs")
    made = create(tmp_path, keyring=ring)
    assert unlock_with_keyring(RealDisk(), folders_in(tmp_path), ring) == made.keys
    aside = [*folders_in(tmp_path).data.glob("keys.empty-*/.sync")]
    assert [path.read_text() for path in aside] == ["theirs"]


class ForgetfulDisk(RealDisk):
    """A disk that says it has written a slot and has not."""

    def append(self, handle, content):
        os.write(handle, bytes(len(content)))
        return len(content)


def test_slots_that_do_not_read_back_make_no_vault(tmp_path, ring):
    with pytest.raises(Damaged, match="does not read back"):
        create(tmp_path, keyring=ring, disk=ForgetfulDisk())
    assert found(tmp_path).presence is Presence.NONE


def test_no_key_lies_on_the_disk_unwrapped(phrase_root, with_phrase):
    keys = with_phrase[1].keys
    secret = [getattr(keys, name) for name in ("content", "backup", "ids")]
    files = [path for path in phrase_root.rglob("*") if path.is_file()]
    assert len(files) == 2
    for path in files:
        content = path.read_bytes()
        assert not any(key in content or key.hex().encode() in content for key in secret)
        assert PHRASE.encode() not in content
        assert with_phrase[1].recovery_code.encode() not in content


def test_a_vault_shows_nothing_secret_when_it_is_printed(with_phrase):
    assert with_phrase[1].recovery_code not in repr(with_phrase[1])


def test_a_vault_without_a_passphrase_says_so(tmp_path, ring):
    create(tmp_path, keyring=ring)
    with pytest.raises(Denied) as caught:
        unlock_with_passphrase(RealDisk(), folders_in(tmp_path), PHRASE)
    assert caught.value.code == "no-such-slot"


def test_a_vault_that_no_keyring_opens_says_so(with_phrase, ring):
    with pytest.raises(Denied) as caught:
        unlock_with_keyring(RealDisk(), folders_in(with_phrase[0]), ring)
    assert caught.value.code == "no-such-slot"


def test_a_keyring_that_lost_its_key_says_how_to_go_on(tmp_path, ring):
    create(tmp_path, keyring=ring)
    with pytest.raises(Denied) as caught:
        unlock_with_keyring(RealDisk(), folders_in(tmp_path), FakeKeyring())
    assert caught.value.code == "no-keyring-key"
    assert "recovery code" in caught.value.hint


def test_a_wrong_key_in_the_keyring_is_told_apart(tmp_path, ring):
    create(tmp_path, keyring=ring)
    ring.keys = dict.fromkeys(ring.keys, bytes(32))
    with pytest.raises(Denied) as caught:
        unlock_with_keyring(RealDisk(), folders_in(tmp_path), ring)
    assert caught.value.code == "wrong-keyring-key"


def test_unlocking_writes_nothing(tmp_path, ring):
    create(tmp_path, keyring=ring)
    assert unlock_with_keyring(FailingDisk(0), folders_in(tmp_path), ring)
