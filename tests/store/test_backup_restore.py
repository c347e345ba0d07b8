import hashlib
import random

import pytest

from atom_desktop.model.errors import Damaged
from atom_desktop.model.record import Record
from atom_desktop.store import backup_restore
from atom_desktop.store.backup import create_backup
from atom_desktop.store.backup_file import FORMAT, Manifest, Part
from atom_desktop.store.disk import RealDisk
from atom_desktop.store.segment import line_of
from atom_desktop.store.store import Store
from atom_desktop.store.vault import Presence, find_vault
from tests.fakes.backed_up import (
    NAME,
    back_up,
    backup_writer,
    filled,
    put_slot,
    records_of,
    restore,
    slots_in,
)
from tests.fakes.disk_crash import CrashDisk, Data, Mark, Names, Wreckage
from tests.fakes.vault import KEYS, VAULT, CountedBytes, HandClock, folders_in, open_vault
from tests.fakes.vault import surroundings as around


def test_records_out_of_order_are_refused(tmp_path):
    put_slot(tmp_path)
    path = tmp_path / NAME
    first = Manifest(
        format=FORMAT,
        vault=VAULT.hex(),
        device=(b"d" * 16).hex(),
        created="",
        version="1",
        hlc="0" * 16,
        slots=hashlib.sha256(slots_in(tmp_path)).hexdigest(),
        records={"task": 2},
        living={"task": 2},
        undo={},
    )
    writer = backup_writer(tmp_path, path)
    writer.manifest(first)
    writer.lines(
        Part.RECORDS, [line_of(Record(collection="task", id=name, stamp="1")) for name in "ba"]
    )
    writer.manifest(writer.completed(first, steps=0, problems=()))
    writer.close()
    with pytest.raises(Damaged, match="out of order"):
        restore(tmp_path, path)
    assert find_vault(RealDisk(), folders_in(tmp_path)).presence is Presence.PRESENT


@pytest.mark.parametrize("limit", [1, 300, 2000])
def test_many_records_go_into_several_files(tmp_path, monkeypatch, limit):
    with filled(tmp_path) as vault:
        before = records_of(vault.store)
        back_up(vault.store, tmp_path / NAME)
    monkeypatch.setattr(backup_restore, "SEGMENT_BYTES", limit)
    restore(tmp_path, tmp_path / NAME)
    assert len(list(folders_in(tmp_path).data.glob("dev/*/seg-*"))) > 2
    with open_vault(tmp_path, seed="again") as vault:
        assert records_of(vault.store) == before


class ForgetfulDisk(RealDisk):
    """A disk that gives back something else than it was given, in the files it is told."""

    def __init__(self, prefix):
        self.prefix = prefix

    def read_range(self, path, offset, length):
        content = super().read_range(path, offset, length)
        if path.name.startswith(self.prefix) and ".restoring" in str(path) and offset + length > 99:
            return bytes(len(content))
        return content


@pytest.mark.parametrize("prefix", ["seg-", "hist-", "snap-"])
def test_a_folder_that_does_not_read_back_is_not_put_in_place(tmp_path, prefix):
    with filled(tmp_path) as vault:
        before = records_of(vault.store)
        back_up(vault.store, tmp_path / NAME)
    with pytest.raises(Damaged):
        restore(tmp_path, tmp_path / NAME, ForgetfulDisk(prefix))
    with open_vault(tmp_path, seed="again") as vault:
        assert records_of(vault.store) == before


def test_what_an_earlier_restore_left_is_not_mixed_in(tmp_path):
    with filled(tmp_path) as vault:
        back_up(vault.store, tmp_path / NAME)
    left = folders_in(tmp_path).data.with_name("data.restoring")
    for folder in ("keys", "dev/other", "settings/other"):
        (left / folder).mkdir(parents=True)
        (left / folder / "left").write_text("over")
    restore(tmp_path, tmp_path / NAME)
    assert not list(folders_in(tmp_path).data.rglob("left"))


# --- power cuts ------------------------------------------------------------------------------


def titles(disk, root):
    """Open what is found after a power cut, as the next start does, and return the titles."""
    folders = folders_in(root)
    found = find_vault(disk, folders)
    assert found.presence is Presence.PRESENT, found
    surrounding = around(HandClock(), disk, CountedBytes("after"))
    store = Store.open(folders.place(VAULT), KEYS, surrounding)
    assert not store.problems, store.problems
    texts = {record.fields.get("title") for record in store.scan("task")}
    store.close()
    return frozenset(texts)


def make(disk, root):
    """Make a vault, a backup of it, and an edit that is not in the backup."""
    disk.mkdir(root)
    for folder in root.parents:
        disk.sync_dir(folder)
    put_slot(root, disk, CountedBytes("slot"))
    with open_vault(root, disk=disk) as vault:
        vault.add(title="Both")
        create_backup(vault.store, root / NAME)
        vault.add(title="New")


def worked(root):
    """Return a disk with the record of a vault, a backup, an edit, and a restore."""
    disk = CrashDisk()
    make(disk, root)
    disk.mark("begin", 0)
    restore(root, root / NAME, disk)
    disk.mark("end", 0)
    return disk


def states(disk, seed):
    """Yield what may be found after a power cut at each call of the restore, and after it."""
    choices = random.Random(seed)
    wreckage, running = Wreckage(disk.root), False
    for event in disk.events:
        if isinstance(event, Mark):
            running = True
        else:
            wreckage.play(event)
        over = isinstance(event, Mark) and event.what == "end"
        for names in Names if running else ():
            left = wreckage.left(choices, names, choices.choice(list(Data)))
            yield CrashDisk(left), over


@pytest.fixture(scope="module")
def worked_on(tmp_path_factory):
    root = tmp_path_factory.mktemp("crash") / "home"
    return root, worked(root)


@pytest.mark.parametrize(
    "seeds", [range(3), pytest.param(range(3, 300), marks=pytest.mark.nightly)], ids=str
)
def test_after_a_power_cut_one_of_the_two_vaults_is_whole(worked_on, seeds):
    root, disk = worked_on
    old, new = frozenset({"Both", "New"}), frozenset({"Both"})
    found = ((left, over) for seed in seeds for left, over in states(disk, seed))
    seen = [(titles(left, root), over) for left, over in found]
    assert {held for held, _ in seen} == {old, new}
    assert {held for held, over in seen if over} == {new}
    assert len(seen) > 150 * len(seeds)


class LazyDisk(CrashDisk):
    """A disk that does not flush what it is told while a vault is restored."""

    lazy = ""

    def sync(self, handle):
        if self.lazy != "files":
            super().sync(handle)

    def sync_dir(self, path):
        if self.lazy != "names":
            super().sync_dir(path)


@pytest.mark.parametrize("lazy", ["files", "names"])
def test_the_search_for_lost_vaults_finds_a_restore_that_does_not_flush(tmp_path, lazy):
    root = tmp_path / "home"
    disk = LazyDisk()
    make(disk, root)
    disk.lazy = lazy
    disk.mark("begin", 0)
    restore(root, root / NAME, disk)
    lost = 0
    for left, _ in states(disk, 1):
        try:
            whole = titles(left, root) in {frozenset({"Both", "New"}), frozenset({"Both"})}
        except AssertionError:
            whole = False
        lost += not whole
    assert lost > 0


def test_the_search_for_lost_vaults_finds_a_swap_without_a_marker(tmp_path, monkeypatch):
    """The same with a restore that renames at once: the check must notice."""
    root = tmp_path / "home"

    def careless(swap):
        swap.disk.rename(swap.data, swap.before)
        swap.disk.rename(swap.fresh, swap.data)

    monkeypatch.setattr("atom_desktop.store.backup_swap.Swap.run", careless)
    disk = worked(root)
    found = [find_vault(left, folders_in(root)).presence for left, _ in states(disk, 1)]
    assert set(found) > {Presence.PRESENT}
