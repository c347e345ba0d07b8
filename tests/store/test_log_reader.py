import msgspec
import pytest

from atom_desktop.model.change import Change, Op, Step
from atom_desktop.model.errors import Damaged
from atom_desktop.model.ids import encode_id
from atom_desktop.store.commit import step_lines
from atom_desktop.store.log_reader import LogReader
from atom_desktop.store.sealed import FileKind, SealedWriter
from tests.fakes.disk import MemoryDisk
from tests.fakes.disk_store import KEYS, TOP, identity

DEVICE = b"d" * 16
FOLDER = TOP / "dev" / encode_id(DEVICE)
LOG = FOLDER / f"log-0-{'ab' * 16}.atom"


def a_step(name: str, changes: int = 1) -> Step:
    made = tuple(Change("task", f"{name}{number}", Op.ERASE) for number in range(changes))
    return Step(id=name, hlc=name, actor="me", command="test", title=name, changes=made)


def write(disk: MemoryDisk, *blocks: bytes, path=LOG, kind: FileKind = FileKind.LOG) -> None:
    disk.mkdir(path.parent)
    key = KEYS.content if kind is FileKind.LOG else KEYS.history
    writer = SealedWriter.create(disk, path, kind, key, identity(DEVICE))
    for block in blocks:
        writer.append(block)
    if kind is FileKind.HISTORY:
        writer.append(b"", final=True)
    writer.sync()
    writer.close()


def lines(*steps: Step) -> bytes:
    return b"\n".join(line for step in steps for line in step_lines(step))


def on_device(step: Step) -> Step:
    return msgspec.structs.replace(step, device=encode_id(DEVICE))


def names(log: LogReader) -> list[list[str]]:
    return [[step.id for step in group] for group in log.groups()]


@pytest.fixture
def disk() -> MemoryDisk:
    return MemoryDisk()


def test_steps_come_block_by_block_with_their_device(disk: MemoryDisk) -> None:
    a, b, c = (a_step(name) for name in "abc")
    write(disk, lines(a, b), lines(c))
    log = LogReader.open(disk, LOG, KEYS)
    assert list(log.groups()) == [[on_device(a), on_device(b)], [on_device(c)]]
    assert not log.problem
    assert (log.position.count, log.position.steps, log.position.end) == (2, 3, disk.size(LOG))


def test_reading_goes_on_where_it_stopped(disk: MemoryDisk) -> None:
    write(disk, lines(a_step("a")), lines(a_step("b")), lines(a_step("c")))
    first = LogReader.open(disk, LOG, KEYS, upto=1)
    assert names(first) == [["a"]]
    rest = LogReader.open(disk, LOG, KEYS, after=first.position)
    assert names(rest) == [["b"], ["c"]]
    assert rest.position.steps == 3


def test_what_stands_behind_the_blocks_that_count_is_not_read(disk: MemoryDisk) -> None:
    write(disk, lines(a_step("a")), lines(a_step("b")))
    assert names(LogReader.open(disk, LOG, KEYS, upto=0)) == []
    log = LogReader.open(disk, LOG, KEYS, upto=1)
    assert [step.id for step in log.parts_with(b"a")] == ["a"]
    assert list(LogReader.open(disk, LOG, KEYS, upto=1).parts_with(b'"b"')) == []


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.store.commit.PART_CHANGES", 2)


@pytest.mark.usefixtures("small_parts")
def test_a_step_in_parts_takes_effect_with_its_last_one(disk: MemoryDisk) -> None:
    step = a_step("long", 5)
    write(disk, *step_lines(step), lines(a_step("b")))
    assert list(LogReader.open(disk, LOG, KEYS).groups())[2:] == [
        [on_device(step)],
        [on_device(a_step("b"))],
    ]


@pytest.mark.usefixtures("small_parts")
def test_a_step_without_its_last_part_has_no_effect(disk: MemoryDisk) -> None:
    one, two, _three = step_lines(a_step("long", 5))
    write(disk, lines(a_step("a")), one, two)
    log = LogReader.open(disk, LOG, KEYS)
    assert names(log) == [["a"], [], []]
    assert (log.position.count, log.position.steps) == (1, 1)


@pytest.mark.usefixtures("small_parts")
def test_a_log_that_is_still_arriving_is_read_on_from_the_first_part(disk: MemoryDisk) -> None:
    step = a_step("long", 5)
    blocks = list(step_lines(step))
    write(disk, *blocks)
    begun = LogReader.open(disk, LOG, KEYS, upto=2)
    assert names(begun) == [[], []]
    rest = LogReader.open(disk, LOG, KEYS, after=begun.position)
    assert [step for group in rest.groups() for step in group] == [on_device(step)]


@pytest.mark.usefixtures("small_parts")
def test_parts_that_do_not_belong_together_have_no_effect(disk: MemoryDisk) -> None:
    one, two, three = step_lines(a_step("long", 5))
    other = list(step_lines(a_step("other", 5)))
    write(disk, two, one, three, one, other[1], three, two, lines(a_step("b")))
    assert names(LogReader.open(disk, LOG, KEYS))[-1] == ["b"]
    assert sum(map(len, names(LogReader.open(disk, LOG, KEYS)))) == 1


@pytest.mark.usefixtures("small_parts")
def test_a_step_that_begins_anew_forgets_the_parts_before(disk: MemoryDisk) -> None:
    step = a_step("long", 5)
    one, *rest = step_lines(step)
    write(disk, one, lines(a_step("b")), one, one, *rest)
    found = list(LogReader.open(disk, LOG, KEYS).groups())
    assert [step for group in found for step in group] == [on_device(a_step("b")), on_device(step)]


def test_a_history_is_read_the_same_way(disk: MemoryDisk) -> None:
    path = FOLDER / f"hist-0-{'cd' * 16}.atom"
    write(disk, lines(a_step("a")), path=path, kind=FileKind.HISTORY)
    log = LogReader.open(disk, path, KEYS)
    assert names(log) == [["a"]]
    assert not log.problem
    assert log.reader.finished


def test_a_log_in_the_folder_of_another_device_is_refused(disk: MemoryDisk) -> None:
    path = TOP / "dev" / encode_id(b"e" * 16) / LOG.name
    write(disk, lines(a_step("a")), path=path)
    with pytest.raises(Damaged, match="folder of another device"):
        LogReader.open(disk, path, KEYS)


def test_reading_stops_before_a_torn_block(disk: MemoryDisk) -> None:
    write(disk, lines(a_step("a")), lines(a_step("b")))
    disk.put(LOG, disk.read(LOG)[:-1])
    log = LogReader.open(disk, LOG, KEYS)
    assert names(log) == [["a"]]
    assert log.problem == "the last block is cut short"
    assert log.position.count == 1


def test_something_else_in_a_block_is_a_problem_not_a_crash(disk: MemoryDisk) -> None:
    write(disk, lines(a_step("a")), b"[]", lines(a_step("c")))
    log = LogReader.open(disk, LOG, KEYS)
    assert names(log) == [["a"]]
    assert log.problem == "a block holds something that is not a step"
    assert log.position.count == 1


def test_lines_are_found_by_what_they_hold(disk: MemoryDisk) -> None:
    write(disk, lines(a_step("a"), a_step("b")), lines(a_step("c")))
    found = list(LogReader.open(disk, LOG, KEYS).parts_with(b'"id":"b"'))
    assert found == [on_device(a_step("b"))]
