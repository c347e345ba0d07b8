import msgspec
import pytest

from atom_desktop.model.errors import Conflict, Damaged
from atom_desktop.model.record import Record
from atom_desktop.store.backup_file import Part
from atom_desktop.store.backup_make import Making, alive, decode_step, ends_step
from atom_desktop.store.disk import RealDisk
from atom_desktop.store.pace import Pace, uncancelled, untold
from atom_desktop.store.sealed import HEADER
from atom_desktop.store.segment import line_of
from tests.fakes.backed_up import (
    blocks_of,
    break_segment,
    fill,
    filled,
    manifest_of,
    put_slot,
    store_again,
)
from tests.fakes.disks import MoodyDisk
from tests.fakes.vault import VAULT, folders_in, open_vault


def making(vault, disk=None) -> Making:
    moment = vault.store.moment()
    moment = msgspec.structs.replace(moment, disk=disk) if disk else moment
    return Making(moment, vault.store.settings, Pace(untold, uncancelled))


def write(vault, path):
    made = making(vault)
    made.count()
    return made.write(path)


def lines(path, part):
    found = (content.split(b"\n") for kind, content in blocks_of(path) if kind is part)
    return [line for content in found for line in content]


def test_all_that_is_there_is_in_the_file(tmp_path):
    with filled(tmp_path) as vault:
        manifest = write(vault, tmp_path / "b")
        steps = list(vault.store.history())
    assert manifest == manifest_of(tmp_path / "b")
    assert manifest.records == {"task": 31, "project": 1}
    assert manifest.living == {"task": 30, "project": 1}
    assert manifest.problems == ()
    assert {decode_step(line).id for line in lines(tmp_path / "b", Part.STEPS)} == {
        step.id for step in steps
    }


def test_steps_come_the_oldest_first(tmp_path):
    with filled(tmp_path) as vault:
        vault.store.compact()
        vault.add()
        write(vault, tmp_path / "b")
    stamps = [decode_step(line).hlc for line in lines(tmp_path / "b", Part.STEPS)]
    assert len(stamps) == 7
    assert stamps == sorted(stamps)


def test_steps_written_later_are_left_out(tmp_path):
    with filled(tmp_path) as vault:
        made = making(vault)
        vault.add(title="After")
        made.count()
        made.write(tmp_path / "b")
    assert not [line for line in lines(tmp_path / "b", Part.STEPS) if b"After" in line]


def test_a_large_step_counts_once(tmp_path):
    put_slot(tmp_path)
    with open_vault(tmp_path) as vault:
        vault.add_many([{"title": str(number)} for number in range(2500)])
        manifest = write(vault, tmp_path / "b")
    assert (manifest.steps, manifest.lines["S"]) == (1, 3)


def test_undo_is_in_the_manifest(tmp_path):
    with filled(tmp_path) as vault:
        manifest = write(vault, tmp_path / "b")
        assert manifest.undo["tester"].done == vault.store.undo_stacks("tester").done


def test_an_empty_vault_has_a_backup(tmp_path):
    put_slot(tmp_path)
    with open_vault(tmp_path) as vault:
        manifest = write(vault, tmp_path / "b")
    assert (manifest.records, manifest.steps) == ({}, 0)


def test_without_a_sound_slot_there_is_no_backup(tmp_path):
    with open_vault(tmp_path) as vault:
        vault.add()
        made = making(vault)
        with pytest.raises(Damaged, match="nobody could open"):
            made.write(tmp_path / "b")
    assert not (tmp_path / "b").exists()


def cut(path, size):
    path.write_bytes(path.read_bytes()[:size])


@pytest.mark.parametrize("size", [0, 200, -30], ids=["all", "the first block", "the end"])
def test_history_that_does_not_verify_is_told_of_and_the_rest_is_kept(tmp_path, size):
    with filled(tmp_path) as vault:
        cut(next(folders_in(tmp_path).data.glob("dev/*/hist-*")), size)
        manifest = write(vault, tmp_path / "b")
    assert [problem.split(":")[0] for problem in manifest.problems] == [
        "The history is not complete"
    ]
    assert manifest.steps == 4 + 2 * (size == -30)


def test_a_journal_that_lost_its_end_is_told_of(tmp_path):
    put_slot(tmp_path)
    with open_vault(tmp_path) as vault:
        vault.add()
        vault.add()
        cut(next(folders_in(tmp_path).data.glob("dev/*/log-*")), -5)
        manifest = write(vault, tmp_path / "b")
    assert (manifest.steps, len(manifest.problems)) == (1, 1)


def test_a_journal_that_was_cut_between_two_steps_is_told_of(tmp_path):
    put_slot(tmp_path)
    with open_vault(tmp_path) as vault:
        vault.add()
        end = vault.store.moment().logs[0].end
        vault.add()
        cut(next(folders_in(tmp_path).data.glob("dev/*/log-*")), end)
        manifest = write(vault, tmp_path / "b")
    assert (manifest.steps, len(manifest.problems)) == (1, 1)


def test_a_journal_that_was_begun_and_holds_nothing_is_a_whole_one(tmp_path):
    put_slot(tmp_path)
    with open_vault(tmp_path) as vault:
        vault.add()
    for path in folders_in(tmp_path).data.glob("dev/*/log-*"):
        cut(path, HEADER.size)
    with store_again(tmp_path) as store:
        assert [log.count for log in store.moment().logs] == [0]
        made = Making(store.moment(), store.settings, Pace(untold, uncancelled))
        made.count()
        manifest = made.write(tmp_path / "b")
    assert (manifest.steps, manifest.problems) == (0, ())


def test_settings_that_do_not_verify_are_told_of(tmp_path):
    with filled(tmp_path) as vault:
        cut(next(folders_in(tmp_path).data.glob("settings/*/*")), -1)
        manifest = write(vault, tmp_path / "b")
    assert manifest.problems == ("The settings “settings” do not verify.",)
    assert manifest.lines["D"] == 0


def test_settings_that_the_disk_holds_back_are_told_of(tmp_path):
    put_slot(tmp_path)
    disk = MoodyDisk()
    with open_vault(tmp_path, disk=disk) as vault:
        fill(vault)
        disk.unreadable = "settings-"
        manifest = write(vault, tmp_path / "b")
    (problem,) = manifest.problems
    assert problem.startswith("The settings “settings” cannot be read: The disk failed")


def test_a_record_that_does_not_verify_stops_the_count(tmp_path):
    with filled(tmp_path) as vault:
        vault.store.compact()
    with store_again(tmp_path) as store:
        break_segment(tmp_path)
        made = Making(store.moment(), store.settings, Pace(untold, uncancelled))
        with pytest.raises(Damaged):
            made.count()


def older(tmp_path, vault):
    write(vault, tmp_path / "older")
    return tmp_path / "older"


@pytest.mark.parametrize(("erased", "refused"), [(2, False), (5, True)])
def test_far_fewer_records_than_before_are_a_conflict(tmp_path, erased, refused):
    put_slot(tmp_path)
    with open_vault(tmp_path) as vault:
        fill(vault)
        path = older(tmp_path, vault)
        made = making(vault)
        made.count()
        made.living["task"] -= erased
        if not refused:
            made.check_successor(path)
            return
        with pytest.raises(Conflict) as caught:
            made.check_successor(path)
    assert caught.value.code == "fewer-records"
    assert "31 records" in caught.value.message


def test_a_file_that_is_no_backup_is_not_replaced(tmp_path):
    (tmp_path / "letter").write_text("Dear Sir")
    with filled(tmp_path) as vault, pytest.raises(Conflict) as caught:
        making(vault).check_successor(tmp_path / "letter")
    assert caught.value.code == "exists"


def test_the_backup_of_another_vault_is_not_replaced(tmp_path):
    with filled(tmp_path) as vault:
        path = older(tmp_path, vault)
        content = bytearray(path.read_bytes())
        content[8:24] = bytes(16)
        path.write_bytes(content)
        with pytest.raises(Conflict) as caught:
            making(vault).check_successor(path)
    assert caught.value.code == "exists"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (Record(collection="task", id="a", stamp="2"), True),
        (Record(collection="task", id="a", stamp="2", erased="3"), False),
        (Record(collection="task", id="a", stamp="4", erased="3"), True),
        (Record(collection="task", id="a", stamp="2", fields={"x": {"erased": "9"}}), True),
        (Record(collection="task", id="a", stamp="2", fields={"x": '"erased":"9"'}), True),
    ],
)
def test_a_line_says_whether_its_record_is_alive(record, expected):
    assert alive(line_of(record)) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"title": "x"}, True),
        ({"title": '"last":false'}, True),
        ({"title": "x", "part": 1, "last": False}, False),
        ({"title": "x", "part": 1}, True),
        ({"title": "x", "changes": [{"collection": "c", "id": "i", "op": "set"}]}, True),
        (
            {
                "title": "x",
                "changes": [{"collection": "c", "id": "i", "op": "set", "after": {"last": False}}],
            },
            True,
        ),
    ],
)
def test_a_line_says_whether_it_ends_its_step(line, expected):
    step = {"id": "s", "hlc": "1", "actor": "a", "command": "c", "changes": [], **line}
    assert ends_step(msgspec.json.encode(step)) is expected


def test_the_moment_is_read_from_the_disk_it_names(tmp_path):
    with filled(tmp_path) as vault:
        assert making(vault, RealDisk()).moment.keys.vault == VAULT
