import errno

import pytest

from atom_desktop.model.errors import UserError
from atom_desktop.model.record import Record
from atom_desktop.store.disk import RealDisk
from atom_desktop.store.problem import Gravity
from atom_desktop.store.sealed import FileKind, SealedWriter
from atom_desktop.store.segment import line_of
from atom_desktop.store.store import Store
from atom_desktop.store.verify import verify_store
from tests.fakes.backed_up import fill, filled, put_slot, store_again
from tests.fakes.vault import KEYS, folders_in, open_vault

DATA = "dev/*/"


def files(root, pattern):
    return sorted(folders_in(root).data.glob(pattern))


def flip(path, at):
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def checked(root, **arguments):
    with store_again(root) as store:
        return verify_store(store, **arguments)


@pytest.fixture
def root(tmp_path):
    with filled(tmp_path) as vault:
        vault.store.compact()
        vault.add(title="In the journal")
    return tmp_path


def test_a_sound_vault_has_no_problems_and_everything_is_counted(root):
    report = checked(root)
    own = files(root, "*/*/*")
    assert report.problems == ()
    assert report.records == {"task": 31, "project": 1}
    assert (report.slots, report.files) == (1, len(own))
    assert report.steps == 7


def test_settings_that_do_not_verify_are_found(root):
    path = files(root, "settings/*/*")[0]
    assert checked(root).documents == 1
    flip(path, 130)
    report = checked(root)
    assert report.documents == 0
    assert [problem.file for problem in report.problems] == [path.name]


def test_an_empty_vault_is_sound(tmp_path):
    put_slot(tmp_path)
    report = checked(tmp_path)
    assert (report.files, report.blocks, report.problems) == (0, 0, ())


def test_progress_is_told_in_bytes_up_to_the_whole(root):
    told = []
    report = checked(root, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (report.bytes, report.bytes)
    assert report.bytes == sum(path.stat().st_size for path in files(root, "[ds]e*/*/*"))


def test_it_stops_when_it_is_asked_to(root):
    with pytest.raises(UserError) as caught:
        checked(root, cancelled=lambda: True)
    assert caught.value.code == "cancelled"


def test_it_writes_nothing(root):
    with store_again(root) as store:
        before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
        verify_store(store)
        after = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize("pattern", ["seg-*", "hist-*", "snap-*", "log-*"])
@pytest.mark.parametrize("at", [3, 40, 97, 150, -1], ids=str)
def test_a_flipped_bit_is_found_and_the_file_named(root, pattern, at):
    with store_again(root) as store:
        for path in files(root, DATA + pattern):
            flip(path, at)
            named = {problem.file for problem in verify_store(store).problems}
            flip(path, at)
            assert path.name in named
        assert verify_store(store).problems == ()


@pytest.mark.parametrize("pattern", ["seg-*", "hist-*", "snap-*", "log-*"])
@pytest.mark.parametrize("cut", [1, 40, 100])
def test_a_file_that_was_cut_is_found(root, pattern, cut):
    with store_again(root) as store:
        path = next(p for p in files(root, DATA + pattern) if used(store, p))
        path.write_bytes(path.read_bytes()[:-cut])
        problems = verify_store(store).problems
    assert [problem.file for problem in problems] == [path.name]
    assert problems[0].gravity is Gravity.DAMAGED
    assert problems[0].hint


def used(store: Store, path) -> bool:
    """Tell whether a file is more than a log that was covered and is kept for a while."""
    names = {log.name for log in store.moment().logs}
    return not path.name.startswith("log-") or path.name in names


def test_a_journal_that_was_cut_between_two_steps_is_found(tmp_path):
    put_slot(tmp_path)
    with open_vault(tmp_path) as vault:
        vault.add()
        end = vault.store.moment().logs[0].end
        vault.add()
        path = files(tmp_path, DATA + "log-*")[0]
        path.write_bytes(path.read_bytes()[:end])
        problems = verify_store(vault.store).problems
    assert "shorter than it was" in problems[0].message


@pytest.mark.parametrize("pattern", ["seg-*", "hist-*"])
def test_a_missing_file_is_named(root, pattern):
    with store_again(root) as store:
        path = files(root, DATA + pattern)[0]
        path.unlink()
        problems = verify_store(store).problems
    assert [(one.gravity, one.file) for one in problems] == [(Gravity.MISSING, path.name)]


def test_a_segment_in_the_place_of_another_is_found(root):
    with store_again(root) as store:
        first, second = files(root, DATA + "seg-*")[:2]
        first.write_bytes(second.read_bytes())
        problems = verify_store(store).problems
    assert first.name in {problem.file for problem in problems}


def test_a_damaged_slot_is_told(root):
    slot = files(root, "keys/*")[0]
    slot.write_bytes(b"{")
    report = checked(root)
    assert report.slots == 0
    assert report.problems[0].file == f"keys/{slot.name}"


def test_what_the_opening_found_is_told_once(root):
    path = next(p for p in files(root, DATA + "log-*")[::-1])
    path.write_bytes(path.read_bytes()[:-5])
    with store_again(root) as store:
        found = [problem.file for problem in verify_store(store).problems]
        opened = [problem.file for problem in store.problems]
    assert set(opened) <= set(found)
    assert len(found) == len(set(found))


class BrokenDisk(RealDisk):
    """A disk that does not give history back."""

    def read_range(self, path, offset, length):
        if path.name.startswith("hist-"):
            raise OSError(errno.EIO, "input/output error")
        return super().read_range(path, offset, length)


def test_a_disk_that_does_not_answer_is_a_problem_of_that_file(root):
    with store_again(root, BrokenDisk()) as store:
        problems = verify_store(store).problems
    assert {problem.file.split("-")[0] for problem in problems} == {"hist"}
    assert "input/output" in problems[0].message


def test_a_file_that_went_while_it_was_looked_at_does_not_stop_the_check(root):
    class Going(RealDisk):
        def list(self, path):
            names = super().list(path)
            return [*names, "log-gone.atom"] if path.parent.name == "dev" else names

    with store_again(root, Going()) as store:
        report = verify_store(store)
    assert any(problem.file == "log-gone.atom" for problem in report.problems)


def test_work_goes_on_while_it_is_checked(tmp_path):
    put_slot(tmp_path)
    with open_vault(tmp_path) as vault:
        fill(vault)
        added = []

        def told(done, total):
            if not added:
                added.append(vault.add(title="Meanwhile"))

        report = verify_store(vault.store, told)
        assert report.problems == ()
        assert report.records["task"] + 1 == verify_store(vault.store).records["task"]


def test_bytes_behind_the_end_of_a_file_are_found(root):
    path = files(root, DATA + "seg-*")[0]
    with store_again(root) as store:
        path.write_bytes(path.read_bytes() + b"more")
        problems = verify_store(store).problems
    assert "behind the last block" in problems[0].message


def test_a_segment_that_holds_other_records_than_its_index_says_is_found(root):
    path = files(root, DATA + "seg-*")[0]
    with store_again(root) as store:
        path.unlink()
        who = store.moment().who
        writer = SealedWriter.create(RealDisk(), path, FileKind.SEGMENT, KEYS.content, who)
        writer.append(line_of(Record(collection="task", id="a", stamp="1")))
        writer.append(b'{"records":2,"blocks":[]}', final=True)
        writer.sync()
        writer.close()
        problems = verify_store(store).problems
    assert "than its index says" in problems[0].message


@pytest.fixture
def moved(root):
    """A vault whose state folder is gone: everything in it is now of another device."""
    (state,) = folders_in(root).state.iterdir()
    for name in ("device.json", "anchor.json"):
        (state / name).unlink()
    return root


def test_the_files_of_other_devices_are_checked_too(moved):
    report = checked(moved)
    assert report.files > 3
    assert report.blocks > 5
    assert not report.problems


@pytest.mark.parametrize("pattern", ["log-*", "seg-*", "snap-*", "hist-*"])
def test_a_flipped_byte_in_a_file_of_another_device_is_named(moved, pattern):
    path = files(moved, DATA + pattern)[-1]
    flip(path, path.stat().st_size // 2)
    assert path.name in {problem.file for problem in checked(moved).problems}


def test_opening_tells_of_a_damaged_log_of_another_device_and_keeps_a_copy(moved):
    path = files(moved, DATA + "log-*")[-1]
    flip(path, path.stat().st_size - 1)
    with store_again(moved) as store:
        found = {problem.file: problem.gravity for problem in store.problems}
    assert found[path.name] is Gravity.DAMAGED
    kept = list(folders_in(moved).state.glob("*/quarantine/*"))
    assert [one.read_bytes() for one in kept if one.name.startswith(path.name)] == [
        path.read_bytes()
    ]


def test_a_log_of_another_device_that_is_cut_may_still_arrive(moved):
    path = files(moved, DATA + "log-*")[-1]
    path.write_bytes(path.read_bytes()[:-3])
    with store_again(moved) as store:
        assert store.problems == ()


def test_a_missing_journal_is_told_again_and_again_to_whoever_only_looks(root):
    log = files(root, DATA + "log-*")[-1]
    log.unlink()
    for _ in range(3):
        with store_again(root) as store:
            assert [problem.gravity for problem in store.problems] == [Gravity.MISSING]
    assert log.name in {problem.file for problem in checked(root).problems}
