"""Putting a backup in the place of a vault, as a whole."""

import errno
import os
from pathlib import Path

import pytest

from atom_desktop.model.errors import Conflict, Damaged, Denied, Unavailable, UserError
from atom_desktop.store.backup import restore_backup
from atom_desktop.store.backup_swap import fresh_folder, marker_file
from atom_desktop.store.device import known_device, machine_mark
from atom_desktop.store.disk import RealDisk
from atom_desktop.store.vault import Presence, find_vault
from tests.fakes.backed_up import (
    MACHINE,
    NAME,
    OTHER,
    SECRET,
    back_up,
    filled,
    put_slot,
    records_of,
    restore,
    store_again,
)
from tests.fakes.disks import MoodyDisk
from tests.fakes.vault import VAULT, CountedBytes, folders_in, open_vault


@pytest.fixture
def path(tmp_path):
    return tmp_path / NAME


def tree(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def test_a_restored_vault_holds_all_that_was_there(tmp_path, path):
    with filled(tmp_path) as vault:
        before, undo = records_of(vault.store), vault.store.undo_stacks("tester").done
        steps = [(step.id, step.changes) for step in vault.store.history()]
        back_up(vault.store, path)
        vault.add(title="After the backup")
    restore(tmp_path, path)
    with open_vault(tmp_path, seed="again") as vault:
        assert records_of(vault.store) == before
        assert vault.store.undo_stacks("tester").done == undo
        assert [(step.id, step.changes) for step in vault.store.history()] == steps
        assert vault.store.settings.read("settings") == b'{"appearance.theme":"dark"}'


def test_a_restored_vault_does_not_cry_that_changes_are_missing(tmp_path, path):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
        for number in range(5):
            vault.add(title=f"Later {number}")
        vault.store.compact()
    restore(tmp_path, path)
    with open_vault(tmp_path, seed="again") as vault:
        assert vault.store.problems == ()


def test_a_restored_vault_is_worked_with_like_any_other(tmp_path, path):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
    restore(tmp_path, path)
    with open_vault(tmp_path, seed="again") as vault:
        vault.add(title="Next")
        vault.store.compact()
    with store_again(tmp_path, seed="third") as store:
        assert "Next" in {record.fields.get("title") for record in store.scan("task")}
        assert store.problems == ()


def test_what_was_there_is_kept_beside(tmp_path, path):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
        vault.add(title="After")
    data = folders_in(tmp_path).data
    before = tree(data)
    report = restore(tmp_path, path)
    assert report.before == f"{data}.before-restore-2026-11-24T09-30"
    assert tree(Path(report.before)) == before
    assert (report.data, report.steps, report.documents) == (str(data), 6, 1)


def test_a_second_restore_of_the_same_minute_keeps_both(tmp_path, path):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
    first, second = restore(tmp_path, path), restore(tmp_path, path, seed="second")
    assert second.before == f"{first.before}-2"
    assert Path(first.before).is_dir()
    assert Path(second.before).is_dir()


def test_a_backup_is_restored_where_nothing_is(tmp_path, path):
    other = tmp_path / "other"
    other.mkdir()
    with filled(tmp_path / "first") as vault:
        before = records_of(vault.store)
        back_up(vault.store, path)
    assert restore(other, path).before == ""
    with open_vault(other, seed="again") as vault:
        assert records_of(vault.store) == before
        assert len(list(vault.store.history())) == 6


def test_the_slots_of_the_backup_open_the_restored_vault(tmp_path, path):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
    restore(tmp_path, path)
    found = find_vault(RealDisk(), folders_in(tmp_path))
    assert (found.presence, found.vault, found.kinds) == (Presence.PRESENT, VAULT, (SECRET.kind,))


def test_a_link_to_the_vault_stays_a_link(tmp_path, path):
    real = tmp_path / "elsewhere" / "vault"
    real.mkdir(parents=True)
    folders_in(tmp_path).data.symlink_to(real)
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
    report = restore(tmp_path, path)
    assert Path(report.before).parent == real.parent
    assert folders_in(tmp_path).data.is_symlink()
    with open_vault(tmp_path, seed="again") as vault:
        assert len(list(vault.store.history())) == 6


def test_this_computer_stays_the_device_that_it_was(tmp_path, path):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
    device = known(tmp_path)
    restore(tmp_path, path)
    assert device is not None
    assert known(tmp_path) == device


def known(root):
    place = folders_in(root).place(VAULT)
    return known_device(RealDisk(), place.state, MACHINE)


def test_the_machine_is_this_one_unless_told_otherwise(tmp_path, path):
    with filled(tmp_path / "first") as vault:
        back_up(vault.store, path)
    folders = folders_in(tmp_path)
    restore_backup(
        RealDisk(), path, SECRET, folders, now_text="now", random_bytes=CountedBytes("x")
    )
    state = folders.place(VAULT).state
    assert known_device(RealDisk(), state, machine_mark(VAULT)) is not None


@pytest.mark.parametrize("wrong", ["secret", "damage", "full"])
def test_a_restore_that_fails_leaves_the_old_vault_where_it_was(tmp_path, path, wrong):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
        vault.add(title="After")
        before = records_of(vault.store)
    disk, secret = MoodyDisk(), OTHER if wrong == "secret" else SECRET
    if wrong == "damage":
        path.write_bytes(path.read_bytes()[:-20])
    disk.error = errno.ENOSPC if wrong == "full" else None
    folders = folders_in(tmp_path)
    arguments = {"now_text": "now", "random_bytes": CountedBytes("x"), "machine": MACHINE}
    with pytest.raises((Denied, Damaged, Unavailable)):
        restore_backup(disk, path, secret, folders, **arguments)
    assert not tree(fresh_folder(folders.data))
    assert not marker_file(folders.data).exists()
    with open_vault(tmp_path, seed="again") as vault:
        assert records_of(vault.store) == before
        assert vault.store.problems == ()


def test_a_cancelled_restore_leaves_the_old_vault_where_it_was(tmp_path, path):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
    before = tree(folders_in(tmp_path).data)
    with pytest.raises(UserError):
        restore_backup(
            RealDisk(),
            path,
            SECRET,
            folders_in(tmp_path),
            now_text="now",
            random_bytes=os.urandom,
            machine=MACHINE,
            cancelled=lambda: True,
        )
    assert tree(folders_in(tmp_path).data) == before


def test_a_restore_over_an_unclear_one_is_refused(tmp_path, path):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
    marker_file(folders_in(tmp_path).data).write_text("{}")
    with pytest.raises(Conflict):
        restore(tmp_path, path)


def test_remains_without_keys_are_replaced_and_kept(tmp_path, path):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
    for slot in (folders_in(tmp_path).data / "keys").iterdir():
        slot.unlink()
    restore(tmp_path, path)
    assert find_vault(RealDisk(), folders_in(tmp_path)).presence is Presence.PRESENT


def test_a_vault_without_anything_in_it_comes_back_empty(tmp_path, path):
    put_slot(tmp_path)
    with open_vault(tmp_path) as vault:
        back_up(vault.store, path)
    restore(tmp_path, path)
    with open_vault(tmp_path, seed="again") as vault:
        assert records_of(vault.store) == {}
        vault.add(title="First")


class Mounted(RealDisk):
    """A disk on which the data folder cannot be renamed, as a mount point cannot."""

    def __init__(self, *, stuck):
        self.stuck = stuck
        self.failed = False

    def rename(self, old, new):
        if old.name == "data":
            self.failed = True
            raise OSError(errno.EBUSY, "device or resource busy")
        super().rename(old, new)

    def unlink(self, path):
        if self.stuck and self.failed:
            raise OSError(errno.EIO, "input/output error")
        super().unlink(path)


def test_a_folder_that_cannot_be_renamed_stays_and_nothing_is_left_beside_it(tmp_path, path):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
    before = tree(folders_in(tmp_path).data)
    with pytest.raises(Unavailable, match="busy"):
        restore(tmp_path, path, Mounted(stuck=False))
    assert tree(folders_in(tmp_path).data) == before
    assert not tree(fresh_folder(folders_in(tmp_path).data))
    assert not marker_file(folders_in(tmp_path).data).exists()


def test_a_new_vault_that_the_next_start_will_put_in_place_is_not_removed(tmp_path, path):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
        vault.add(title="After")
    with pytest.raises(Unavailable, match="busy"):
        restore(tmp_path, path, Mounted(stuck=True))
    told = find_vault(RealDisk(), folders_in(tmp_path)).problems
    assert "is finished now" in told[0].message
    with open_vault(tmp_path, seed="again") as vault:
        assert "After" not in {record.fields.get("title") for record in vault.store.scan("task")}
