import hashlib
import os

import pytest

from atom_desktop.model.change import Step
from atom_desktop.model.errors import Damaged, UserError
from atom_desktop.model.record import Record
from atom_desktop.store.backup_check import Looking
from atom_desktop.store.backup_file import FORMAT, BackupFile, Document, Manifest, Part, encode
from atom_desktop.store.disk import RealDisk
from atom_desktop.store.pace import Pace, uncancelled, untold
from atom_desktop.store.segment import line_of
from tests.fakes.backed_up import SECRET, backup_writer, put_slot, slots_in
from tests.fakes.vault import VAULT


def task(name, **changes):
    return line_of(Record(collection="task", id=name, stamp="1", **changes))


STEP = encode(Step(id="s", hlc="1", actor="a", command="c", title="t", changes=()))


@pytest.fixture
def root(tmp_path):
    put_slot(tmp_path)
    return tmp_path


def looked(root, *parts, living=None, records=None, steps=0, cancelled=uncancelled, told=untold):
    """Write a backup with these parts and counts, and look through it."""
    path = root / f"{os.urandom(4).hex()}.atombackup"
    count = sum(len(lines) for part, lines in parts if part is Part.RECORDS)
    default = {"task": count} if count else {}
    first = Manifest(
        format=FORMAT,
        vault=VAULT.hex(),
        device=(b"d" * 16).hex(),
        created="2026-11-24T08:30:00Z",
        version="1",
        hlc="0" * 16,
        slots=hashlib.sha256(slots_in(root)).hexdigest(),
        records=default if records is None else records,
        living=default if living is None else living,
        undo={},
    )
    writer = backup_writer(root, path)
    writer.manifest(first)
    for part, lines in parts:
        writer.lines(part, lines)
    writer.manifest(writer.completed(first, steps=steps, problems=()))
    writer.close()
    reader = BackupFile.find(RealDisk(), path).open(SECRET)
    return Looking(reader, Pace(told, cancelled)).through()


def test_a_backup_that_is_as_it_says_gives_its_manifest(root):
    manifest = looked(
        root,
        (Part.RECORDS, [task("a"), task("b", erased="2")]),
        (Part.STEPS, [STEP]),
        (Part.DOCUMENTS, [encode(Document("settings", b"{}"))]),
        living={"task": 1},
        steps=1,
    )
    assert manifest.complete
    assert (manifest.records, manifest.living, manifest.steps) == ({"task": 2}, {"task": 1}, 1)


@pytest.mark.parametrize("names", ["ba", "aa"])
def test_records_are_there_once_and_in_order(root, names):
    with pytest.raises(Damaged, match="out of order"):
        looked(root, (Part.RECORDS, [task(name) for name in names]))


@pytest.mark.parametrize("part", list(Part)[1:])
@pytest.mark.parametrize("line", [b"{", b"[]", b'{"collection":"task"}', b"\xff"])
def test_a_line_that_is_none_is_damage(root, part, line):
    records = {"task": 1} if part is Part.RECORDS else {}
    with pytest.raises(Damaged, match="a line cannot be read"):
        looked(root, (part, [line]), records=records)


@pytest.mark.parametrize(
    "counts", [{"records": {"note": 1}}, {"living": {"task": 0}}, {"steps": 3}], ids=str
)
def test_counts_that_are_not_true_are_damage(root, counts):
    with pytest.raises(Damaged, match="manifest counts"):
        looked(root, (Part.RECORDS, [task("a")]), **counts)


def test_it_tells_how_many_records_were_read(root):
    calls = []
    looked(
        root,
        (Part.RECORDS, [task("a"), task("b")]),
        (Part.STEPS, [STEP]),
        steps=1,
        told=lambda done, total: calls.append(done),
    )
    assert calls == [2, 2]


def test_it_stops_when_it_is_asked_to(root):
    with pytest.raises(UserError) as caught:
        looked(root, (Part.RECORDS, [task("a")]), cancelled=lambda: True)
    assert caught.value.code == "cancelled"
