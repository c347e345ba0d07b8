import os
from pathlib import Path

import pytest

from atom_desktop.core import audit as audit_module
from atom_desktop.core.audit import KEPT_MS, Audit
from atom_desktop.store.crypto import Keys
from atom_desktop.store.disk import Handle, RealDisk
from atom_desktop.store.sealed import Identity

KEYS = Keys.from_root(b"r" * 32, b"v" * 16)
WHO = Identity(vault=b"v" * 16, device=b"d" * 16, random_bytes=os.urandom)


class Clock:
    def __init__(self) -> None:
        self.now = 1_795_000_000_000

    def __call__(self) -> int:
        self.now += 1
        return self.now


class FullDisk(RealDisk):
    """A disk that can be full."""

    full = False

    def append(self, handle: Handle, content: bytes | memoryview) -> int:
        if self.full:
            raise OSError(28, "no space left")
        return super().append(handle, content)

    def sync(self, handle: Handle) -> None:
        if self.full:
            raise OSError(5, "input/output error")
        super().sync(handle)


def opened(folder: Path, clock: Clock | None = None, disk: RealDisk | None = None) -> Audit:
    return Audit.open(disk or RealDisk(), folder, keys=KEYS, who=WHO, now_ms=clock or Clock())


def one_life(folder: Path, *commands: str) -> None:
    audit = opened(folder)
    for command in commands:
        audit.note("cli", command, step="s1")
    audit.close()


def commands(folder: Path) -> list[str]:
    return [entry.command for entry in opened(folder).entries()]


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)


def test_entries_are_read_back_in_order_with_all_they_say(tmp_path: Path) -> None:
    audit = opened(tmp_path)
    audit.note("cli", "task.add", step="s1")
    audit.note("user", "task.edit", outcome="conflict")
    audit.close()
    first, second = opened(tmp_path).entries()
    assert (first.actor, first.command, first.step, first.outcome) == ("cli", "task.add", "s1", "")
    assert (second.actor, second.outcome) == ("user", "conflict")
    assert second.at > first.at
    assert second.previous


def test_a_process_that_notes_nothing_writes_nothing(tmp_path: Path) -> None:
    audit = opened(tmp_path / "none")
    assert list(audit.entries()) == []
    audit.close()
    assert not (tmp_path / "none").exists()


def test_the_list_goes_on_in_the_next_life(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        one_life(tmp_path, name, f"{name}2")
    assert commands(tmp_path) == ["a", "a2", "b", "b2", "c", "c2"]
    assert len(files(tmp_path)) == 3
    assert opened(tmp_path).verify() == []


def test_nothing_of_it_can_be_read_without_the_key(tmp_path: Path) -> None:
    one_life(tmp_path, "task.add")
    assert b"task.add" not in files(tmp_path)[0].read_bytes()


@pytest.mark.parametrize("place", range(3))
def test_a_file_that_was_taken_out_is_missed(tmp_path: Path, place: int) -> None:
    for name in ("a", "b", "c", "d"):
        one_life(tmp_path, name)
    files(tmp_path)[place].unlink()
    # The very first entries may have been dropped by age: what follows them stands by itself.
    assert bool(opened(tmp_path).verify()) == (place > 0)


def test_a_changed_bit_is_told(tmp_path: Path) -> None:
    one_life(tmp_path, "a", "b")
    one_life(tmp_path, "c")
    flip(files(tmp_path)[0], -1)
    (problem, gap) = opened(tmp_path).verify()
    assert "does not verify" in problem
    assert "missing" in gap


def test_a_changed_header_is_told(tmp_path: Path) -> None:
    one_life(tmp_path, "a")
    flip(files(tmp_path)[0], 0)
    (problem,) = opened(tmp_path).verify()
    assert "does not verify" in problem


def test_two_files_that_changed_places_are_told(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        one_life(tmp_path, name)
    one, two, _ = files(tmp_path)
    first = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(first)
    assert opened(tmp_path).verify()


@pytest.mark.parametrize("length", [0, 50, 96, 110])
def test_a_kill_while_writing_is_no_alarm(tmp_path: Path, length: int) -> None:
    one_life(tmp_path, "a")
    one_life(tmp_path, "b")
    torn = files(tmp_path)[-1]
    torn.write_bytes(torn.read_bytes()[:length])
    one_life(tmp_path, "c")
    assert commands(tmp_path) == ["a", "c"]
    assert opened(tmp_path).verify() == []


def test_what_a_full_disk_kept_out_is_counted(tmp_path: Path) -> None:
    disk = FullDisk()
    audit = opened(tmp_path, disk=disk)
    audit.note("cli", "a")
    disk.full = True
    audit.note("cli", "b")
    audit.note("cli", "c")
    assert audit.lost == 2
    disk.full = False
    audit.note("cli", "d")
    audit.close()
    assert [(entry.command, entry.lost) for entry in audit.entries()] == [("a", 0), ("d", 2)]
    assert audit.verify() == []


def test_a_failing_sync_at_the_end_is_counted(tmp_path: Path) -> None:
    disk = FullDisk()
    audit = opened(tmp_path, disk=disk)
    audit.note("cli", "a")
    disk.full = True
    audit.close()
    assert audit.lost == 1


def many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(audit_module, "MOST_FILES", 3)
    names = ["a", "b", "c", "d"]
    for name in names:
        one_life(folder, name)
    return names


def test_many_files_become_one_and_the_list_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = many(tmp_path, monkeypatch)
    assert opened(tmp_path).merge()
    assert len(files(tmp_path)) == 1
    one_life(tmp_path, "e")
    assert commands(tmp_path) == [*names, "e"]
    assert opened(tmp_path).verify() == []


def test_few_files_stay(tmp_path: Path) -> None:
    one_life(tmp_path, "a")
    assert not opened(tmp_path).merge()


def test_a_list_in_use_is_not_merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many(tmp_path, monkeypatch)
    audit = opened(tmp_path)
    audit.note("cli", "e")
    assert not audit.merge()
    audit.close()


def test_a_damaged_list_is_not_merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many(tmp_path, monkeypatch)
    flip(files(tmp_path)[1], -1)
    assert not opened(tmp_path).merge()
    assert len(files(tmp_path)) == 4


def test_a_merge_that_was_killed_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = many(tmp_path, monkeypatch)
    kept = {path.name: path.read_bytes() for path in files(tmp_path)}
    assert opened(tmp_path).merge()
    merged = files(tmp_path)[0]
    merged.write_bytes(merged.read_bytes()[:-5])
    for name, content in kept.items():
        (tmp_path / name).write_bytes(content)
    assert commands(tmp_path) == names
    one_life(tmp_path, "e")
    assert commands(tmp_path) == [*names, "e"]
    assert opened(tmp_path).verify() == []


def test_a_merge_killed_before_it_removed_the_old_files_counts_each_entry_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = many(tmp_path, monkeypatch)
    kept = {path.name: path.read_bytes() for path in files(tmp_path)}
    assert opened(tmp_path).merge()
    for name, content in list(kept.items())[1:]:
        (tmp_path / name).write_bytes(content)
    one_life(tmp_path, "e")
    assert commands(tmp_path) == [*names, "e"]
    assert opened(tmp_path).verify() == []


def test_entries_older_than_a_year_are_left_out_of_a_merge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(tmp_path, monkeypatch)
    clock = Clock()
    clock.now += KEPT_MS + 10
    assert opened(tmp_path, clock).merge()
    assert commands(tmp_path) == ["d"]
    assert opened(tmp_path).verify() == []


def test_a_merge_on_a_full_disk_leaves_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = many(tmp_path, monkeypatch)
    disk = FullDisk()
    disk.full = True
    with pytest.raises(OSError, match="space"):
        opened(tmp_path, disk=disk).merge()
    assert commands(tmp_path) == names
    assert opened(tmp_path).verify() == []


def test_other_files_in_the_folder_are_let_be(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    one_life(tmp_path, "a")
    assert commands(tmp_path) == ["a"]
