import errno
from pathlib import Path

import pytest

from atom_desktop.model.change import Change, Op
from atom_desktop.model.errors import Conflict, Damaged, Denied, NotFound, Unavailable, UserError
from atom_desktop.store.backup import create_backup, verify_backup
from atom_desktop.store.disk import RealDisk
from tests.fakes.backed_up import (
    NAME,
    OTHER,
    SECRET,
    back_up,
    break_segment,
    filled,
    records_of,
    restore,
    store_again,
)
from tests.fakes.disks import MoodyDisk
from tests.fakes.vault import KEYS, folders_in


@pytest.fixture
def path(tmp_path):
    return tmp_path / NAME


def tree(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def erase(vault, count):
    for record in list(vault.store.scan("task"))[:count]:
        if record.alive:
            vault.run(Change("task", record.id, Op.ERASE, "", record.fields, None))


# --- making ----------------------------------------------------------------------------------


def test_a_backup_tells_what_it_holds(tmp_path, path):
    with filled(tmp_path) as vault:
        report = back_up(vault.store, path)
        assert (report.vault, report.device) == (vault.store.vault_id, vault.store.device_id)
        steps = len(list(vault.store.history()))
    assert report.records == {"task": 31, "project": 1}
    assert report.living == {"task": 30, "project": 1}
    assert (report.steps, report.documents, report.problems) == (steps, 1, ())
    assert (report.path, report.bytes) == (str(path), path.stat().st_size)
    assert report.created == "2026-11-24T08:30:00Z"


def test_the_folder_of_a_backup_is_made(tmp_path):
    with filled(tmp_path) as vault:
        back_up(vault.store, tmp_path / "a" / "b" / NAME)
    assert [entry.name for entry in (tmp_path / "a" / "b").iterdir()] == [NAME]


def test_a_left_over_of_an_earlier_attempt_is_no_obstacle(tmp_path, path):
    path.with_name(NAME + ".new").write_bytes(b"half")
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
    assert not path.with_name(NAME + ".new").exists()


def test_progress_is_told_and_ends_at_the_whole(tmp_path, path):
    told = []
    with filled(tmp_path) as vault:
        create_backup(vault.store, path, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (96, 96)
    assert told == sorted(told)


@pytest.mark.parametrize("asked", range(4))
def test_a_cancelled_backup_leaves_nothing(tmp_path, path, asked):
    answers = [False] * asked
    with filled(tmp_path) as vault, pytest.raises(UserError) as caught:
        create_backup(vault.store, path, cancelled=lambda: not (answers and not answers.pop()))
    assert caught.value.code == "cancelled"
    assert not list(tmp_path.glob(f"{NAME}*"))


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_refuses_keeps_the_older_backup(tmp_path, path, error):
    disk = MoodyDisk()
    with filled(tmp_path, disk) as vault:
        back_up(vault.store, path)
        before = path.read_bytes()
        disk.error = error
        with pytest.raises(Unavailable):
            back_up(vault.store, path)
        disk.mend()
    assert path.read_bytes() == before
    assert not path.with_name(NAME + ".new").exists()


class LyingDisk(RealDisk):
    """A disk that changes a byte of a backup on its way."""

    def append(self, handle, content):
        if self.lying and len(content) > 1000:
            content = bytes(content[:-5]) + bytes([content[-5] ^ 1]) + bytes(content[-4:])
        return super().append(handle, content)

    lying = False


def test_a_backup_that_does_not_read_back_is_none(tmp_path, path):
    disk = LyingDisk()
    with filled(tmp_path, disk) as vault:
        disk.lying = True
        with pytest.raises(Damaged, match="does not verify"):
            back_up(vault.store, path)
        disk.lying = False
    assert not list(tmp_path.glob(f"{NAME}*"))


class SwappingDisk(RealDisk):
    """A disk that gives another sound backup back than the one that was written."""

    other: bytes = b""

    def read_range(self, path, offset, length):
        if self.other and path.name.endswith(".atombackup.new"):
            return self.other[offset : offset + length]
        return super().read_range(path, offset, length)

    def size(self, path):
        if self.other and path.name.endswith(".atombackup.new"):
            return len(self.other)
        return super().size(path)


def test_another_backup_in_its_place_is_noticed(tmp_path, path):
    disk = SwappingDisk()
    with filled(tmp_path, disk) as vault:
        back_up(vault.store, path)
        vault.add(title="One more")
        disk.other = path.read_bytes()
        with pytest.raises(Damaged, match="does not read back"):
            back_up(vault.store, tmp_path / "b.atombackup")


@pytest.mark.parametrize("force", [False, True])
def test_far_fewer_records_replace_a_backup_only_by_force(tmp_path, path, force):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
        before = path.read_bytes()
        erase(vault, 10)
        if force:
            assert back_up(vault.store, path, force=True).living["task"] == 20
            return
        with pytest.raises(Conflict) as caught:
            back_up(vault.store, path)
    assert caught.value.code == "fewer-records"
    assert path.read_bytes() == before


def test_an_older_backup_that_would_go_is_asked_about_as_well(tmp_path, path):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
        erase(vault, 10)
        newer = tmp_path / "newer.atombackup"
        with pytest.raises(Conflict):
            create_backup(vault.store, newer, replaces=[path])
        assert not newer.exists()
        assert create_backup(vault.store, newer)


def test_a_damaged_part_is_put_together_from_the_journal(tmp_path, path):
    with filled(tmp_path) as vault:
        vault.store.compact()
        before = records_of(vault.store)
    with store_again(tmp_path) as store:
        break_segment(tmp_path)
        report = back_up(store, path)
    assert sum(report.records.values()) == len(before)
    restore(tmp_path, path)
    with store_again(tmp_path, seed="third") as store:
        assert records_of(store) == before


def test_records_that_are_gone_for_good_are_told_of(tmp_path, path):
    with filled(tmp_path) as vault:
        vault.store.compact()
    with store_again(tmp_path) as store:
        break_segment(tmp_path)
        for name in ("hist-*", "log-*"):
            for file in folders_in(tmp_path).data.glob(f"dev/*/{name}"):
                file.unlink()
        report = back_up(store, path)
    assert any("missing" in problem for problem in report.problems)


class HoldingDisk(RealDisk):
    """A disk that does not give the records back just now."""

    held = False

    def read_range(self, path, offset, length):
        if self.held and path.name.startswith("seg-"):
            raise OSError(errno.EIO, "input/output error")
        return super().read_range(path, offset, length)


def test_records_that_the_disk_holds_back_are_not_left_out(tmp_path, path):
    disk = HoldingDisk()
    with filled(tmp_path) as vault:
        vault.store.compact()
    with store_again(tmp_path, disk) as store:
        disk.held = True
        with pytest.raises(Damaged):
            back_up(store, path)
        disk.held = False
    assert not path.exists()


# --- checking --------------------------------------------------------------------------------


def test_checking_tells_what_making_told(tmp_path, path):
    with filled(tmp_path) as vault:
        report = back_up(vault.store, path)
    assert verify_backup(RealDisk(), path, SECRET) == report
    assert verify_backup(RealDisk(), path, KEYS) == report


def test_checking_writes_nothing(tmp_path, path):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
    before = tree(tmp_path)
    verify_backup(RealDisk(), path, SECRET)
    assert tree(tmp_path) == before


def test_a_damaged_backup_is_told_from_a_wrong_secret(tmp_path, path):
    with filled(tmp_path) as vault:
        back_up(vault.store, path)
    with pytest.raises(Denied):
        verify_backup(RealDisk(), path, OTHER)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Damaged):
        verify_backup(RealDisk(), path, SECRET)


def test_a_backup_that_is_not_there_is_not_found(tmp_path, path):
    with pytest.raises(NotFound):
        verify_backup(RealDisk(), path, SECRET)
    with pytest.raises(NotFound):
        restore(tmp_path, path)


def test_a_backup_that_cannot_be_read_is_unavailable(tmp_path, path):
    path.mkdir()
    with pytest.raises(Unavailable, match="cannot be read"):
        verify_backup(RealDisk(), path, SECRET)
