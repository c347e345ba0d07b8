import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.errors import Damaged, Unavailable
from atom_desktop.store.sealed import FileKind
from atom_desktop.store.sealed_folder import SealedFolder
from tests.fakes.disk import Call, Fault, MemoryDisk, Trouble
from tests.fakes.disk_store import KEYS, TOP, identity

PATH = TOP / "settings"


def a_folder(disk: MemoryDisk | None = None, *, durable: bool = True, **other) -> SealedFolder:
    return SealedFolder(
        disk=disk or MemoryDisk(),
        path=PATH,
        kind=FileKind.SETTINGS,
        key=KEYS.settings,
        who=identity(),
        durable=durable,
        **other,
    )


def memory(folder: SealedFolder) -> MemoryDisk:
    assert isinstance(folder.disk, MemoryDisk)
    return folder.disk


@given(st.lists(st.binary(max_size=300), max_size=4), st.booleans())
def test_a_document_is_read_as_it_was_written(parts: list[bytes], durable: bool) -> None:
    folder = a_folder(durable=durable)
    assert folder.read("window") is None
    folder.write("window", parts)
    assert folder.read("window") == b"".join(parts)
    assert folder.names() == ["window"]


def test_a_large_document_is_written_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.store.sealed_folder.BLOCK_BYTES", 100)
    folder = a_folder()
    folder.write("window", [bytearray(b"x" * 250), memoryview(b"y" * 99)])
    assert folder.read("window") == b"x" * 250 + b"y" * 99


def test_the_newest_document_is_read_whatever_the_clock_says() -> None:
    """Two files of one document remain if the computer stops before the older one is removed."""
    folder = a_folder()
    disk = memory(folder)
    for number in range(12):
        disk.clock = lambda number=number: -float(number)
        disk.fault = Fault(
            trouble=Trouble.BROKEN, at=1, lasting=True, calls=frozenset({Call.UNLINK})
        )
        folder.write("window", [b"%d" % number])
        assert folder.read("window") == b"%d" % number
    assert len(disk.list(PATH)) == 12
    disk.fault = None
    folder.write("window", [b"last"])
    assert (folder.read("window"), len(disk.list(PATH))) == (b"last", 1)


def test_documents_whose_names_begin_alike_are_kept_apart() -> None:
    folder = a_folder()
    for name in ("a", "a-b", "a-00000001", "b"):
        folder.write(name, [name.encode()])
    assert folder.names() == ["a", "a-00000001", "a-b", "b"]
    folder.write("a", [b"new"])
    folder.remove("a-b")
    folder.remove("none")
    assert [folder.read(name) for name in folder.names()] == [b"new", b"a-00000001", b"b"]


def test_other_files_are_no_documents() -> None:
    folder = a_folder()
    memory(folder).put(PATH / "notes.txt", b"mine")
    memory(folder).put(PATH / f"window-{'ab' * 16}.atom", b"odd")
    assert folder.names() == []
    assert folder.read("window") is None


def test_a_document_that_does_not_verify_gives_way_to_the_one_before() -> None:
    folder = a_folder()
    disk = memory(folder)
    folder.write("window", [b"old"])
    (old,) = disk.list(PATH)
    content = disk.read(PATH / old)
    folder.write("window", [b"new"])
    disk.put(PATH / old, content)
    new = disk.list(PATH)[-1]
    disk.put(PATH / new, disk.read(PATH / new)[:-1])
    assert folder.read("window") == b"old"
    disk.put(PATH / old, b"")
    assert folder.read("window") is None


def test_a_document_cut_at_a_border_of_blocks_is_not_taken_for_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("atom_desktop.store.sealed_folder.BLOCK_BYTES", 50)
    folder = a_folder()
    folder.write("window", [b"x" * 120])
    (name,) = memory(folder).list(PATH)
    content = memory(folder).read(PATH / name)
    for length in range(len(content)):
        memory(folder).put(PATH / name, content[:length])
        assert folder.read("window") is None


@pytest.mark.parametrize("call", [Call.MKDIR, Call.CREATE, Call.APPEND, Call.SYNC, Call.RENAME])
def test_a_failure_keeps_the_older_document(call: Call) -> None:
    folder = a_folder()
    folder.write("window", [b"old"])
    memory(folder).fault = Fault(
        trouble=Trouble.BROKEN, at=1, lasting=True, calls=frozenset({call})
    )
    with pytest.raises(OSError, match="EIO"):
        folder.write("window", [b"new"])
    memory(folder).fault = None
    assert folder.read("window") == b"old"
    folder.write("window", [b"later"])
    assert folder.read("window") == b"later"
    assert len(memory(folder).list(PATH)) == 1, "what was left unfinished is gone"


def hold_back(folder: SealedFolder, call: Call) -> None:
    calls = frozenset({call})
    memory(folder).fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=calls)


def test_a_cache_that_cannot_be_read_is_none() -> None:
    folder = a_folder(durable=False)
    folder.write("window", [b"x"])
    hold_back(folder, Call.READ_RANGE)
    assert folder.read("window") is None


def test_a_document_that_the_disk_holds_back_is_not_taken_for_none() -> None:
    folder = a_folder()
    folder.write("window", [b"x"])
    hold_back(folder, Call.READ_RANGE)
    with pytest.raises(Unavailable, match="disk failed"):
        folder.read("window")
    folder.write("window", [b"y"])
    assert len(memory(folder).list(PATH)) == 2, "what cannot be looked at is not removed"
    memory(folder).fault = None
    assert folder.read("window") == b"y"


def test_a_document_that_is_replaced_while_it_is_read_is_read_anew() -> None:
    class Replacing(MemoryDisk):
        once = True

        def read_range(self, path: Path, offset: int, length: int) -> bytes:
            if self.once:
                self.once = False
                folder.write("window", [b"new"])
            return super().read_range(path, offset, length)

    folder = a_folder(Replacing())
    folder.write("window", [b"old"])
    assert folder.read("window") == b"new"


def test_a_name_without_a_file_is_none() -> None:
    class Hollow(MemoryDisk):
        def read_range(self, path: Path, offset: int, length: int) -> bytes:
            raise FileNotFoundError(2, "No such file or directory", str(path))

    folder = a_folder(Hollow())
    folder.write("window", [b"old"])
    assert folder.read("window") is None


def test_what_does_not_verify_is_set_aside_before_it_is_passed_over_or_removed() -> None:
    found: list[tuple[str, bytes]] = []

    def aside(path: Path, why: Damaged) -> None:
        assert "does not verify" in why.message
        found.append((path.name, memory(folder).read(path)))

    folder = a_folder(aside=aside)
    disk = memory(folder)
    for do in (folder.read, lambda name: folder.write(name, [b"new"]), folder.remove):
        folder.write("window", [b"old"])
        old = disk.list(PATH)[-1]
        disk.put(PATH / old, disk.read(PATH / old)[:-1])
        expected = (old, disk.read(PATH / old))
        found.clear()
        do("window")
        assert found == [expected]


def test_what_cannot_be_set_aside_is_not_removed() -> None:
    def aside(_path: Path, _why: Damaged) -> None:
        raise OSError(28, "No space left on device")

    folder = a_folder(aside=aside)
    disk = memory(folder)
    folder.write("window", [b"old"])
    (old,) = disk.list(PATH)
    disk.put(PATH / old, disk.read(PATH / old)[:-1])
    assert folder.read("window") is None
    folder.write("window", [b"new"])
    assert old in disk.list(PATH)
    assert folder.read("window") == b"new"
    with pytest.raises(OSError, match="No space"):
        folder.remove("window")
    assert old in disk.list(PATH)


def test_removing_takes_the_newest_file_last() -> None:
    folder = a_folder()
    disk = memory(folder)
    folder.write("window", [b"old"])
    (old,) = disk.list(PATH)
    content = disk.read(PATH / old)
    folder.write("window", [b"new"])
    disk.put(PATH / old, content)
    for at in itertools.count(1):
        disk.fault = Fault(
            trouble=Trouble.BROKEN, at=at, lasting=True, calls=frozenset({Call.UNLINK})
        )
        try:
            folder.remove("window")
        except OSError:
            assert folder.read("window") == b"new"
        else:
            break
        disk.log.clear()
    assert disk.list(PATH) == []


def test_what_a_place_depends_on_is_made_first() -> None:
    calls: list[str] = []
    folder = a_folder(before=lambda: calls.append("before"))
    folder.write("window", [b"x"])
    assert calls == ["before"]


def test_caches_cost_no_flush() -> None:
    folder = a_folder(durable=False)
    folder.write("columns", [b"x"])
    folder.remove("columns")
    assert not {Call.SYNC, Call.SYNC_DIR} & set(memory(folder).log)
    assert folder.read("columns") is None
