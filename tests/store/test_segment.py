import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.errors import Damaged
from atom_desktop.model.record import Record
from atom_desktop.store.sealed import FileKind, SealedReader, SealedWriter
from atom_desktop.store.segment import (
    BlockPlace,
    BrokenBlock,
    Segment,
    SegmentName,
    key_of,
    key_of_line,
    line_of,
    merged_lines,
    record_of,
    write_segment,
)
from tests.fakes.disk import Call, Fault, MemoryDisk, Trouble
from tests.fakes.disk_store import KEYS, TOP, VAULT, identity

NAMES = st.dictionaries(st.text("abcdefgh0123", min_size=1, max_size=6), st.text(max_size=30))


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atom_desktop.store.segment.BLOCK_BYTES", 120)


def a_record(name: str, title: str = "t", collection: str = "task") -> Record:
    return Record(collection=collection, id=name, stamp="1", fields={"title": title})


def a_segment(disk: MemoryDisk, *records: Record) -> Segment:
    disk.mkdir(TOP)
    who = identity()
    path = TOP / f"seg-{who.random_bytes(16).hex()}.atom"
    writer = SealedWriter.create(disk, path, FileKind.SEGMENT, KEYS.content, who)
    pairs = sorted((key_of(r.collection, r.id), line_of(r)) for r in records)
    described = write_segment(writer, pairs)
    writer.close()
    return opened(disk, described)


def opened(disk: MemoryDisk, described: SegmentName) -> Segment:
    path = TOP / described.name
    return Segment(described, SealedReader.open(disk, path, FileKind.SEGMENT, KEYS.content, VAULT))


def titles(pairs) -> list[str]:
    return [record_of(line).fields["title"] for _, line in pairs]


@given(NAMES)
def test_every_record_is_found_and_none_that_is_not_there(fields: dict[str, str]) -> None:
    records = [a_record(name, title) for name, title in fields.items()]
    segment = a_segment(MemoryDisk(), *records)
    assert segment.described.records == segment.index().records == len(records)
    for record in records:
        line = segment.line(key_of("task", record.id))
        assert line is not None
        assert record_of(line) == record
        assert segment.line(key_of("task", f"{record.id}x")) is None
    assert [key for key, _ in segment.lines()] == sorted(f"task/{name}" for name in fields)


@given(NAMES, st.text("abc", max_size=3), st.text("abc", max_size=3))
def test_a_range_of_keys_is_exact(fields: dict[str, str], start: str, stop: str) -> None:
    segment = a_segment(MemoryDisk(), *(a_record(name) for name in fields))
    first, last = f"task/{start}", f"task/{stop}"
    found = [key for key, _ in segment.lines(first, last)]
    assert found == sorted(k for k in (f"task/{n}" for n in fields) if first <= k < last)


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_of_several_segments_the_latest_wins(layers: list[dict[str, str]]) -> None:
    disk, expected = MemoryDisk(), dict[str, str]()
    segments = []
    for layer in layers:
        segments.append(a_segment(disk, *(a_record(n, t) for n, t in layer.items())))
        expected |= layer
    found = dict(merged_lines(segments))
    assert {key: record_of(line).fields["title"] for key, line in found.items()} == {
        f"task/{name}": title for name, title in expected.items()
    }
    assert list(found) == sorted(found)


def test_keys_are_read_from_lines_without_decoding_them() -> None:
    record = a_record("abc", 'odd ","id":"x" title', "project")
    assert key_of_line(line_of(record)) == "project/abc"


def test_a_record_is_not_found_by_its_title() -> None:
    trap = a_record("a", '{"collection":"task","id":"b"')
    segment = a_segment(MemoryDisk(), trap, a_record("c"))
    assert segment.line("task/b") is None


def test_a_place_is_written_down_and_read_back() -> None:
    segment = a_segment(MemoryDisk(), a_record("a"))
    assert BlockPlace.of(segment.described.index.ref()) == segment.described.index


def a_broken_segment(disk: MemoryDisk, number: int = 1) -> Segment:
    """Return a segment of nine records whose block `number` does not verify."""
    segment = a_segment(disk, *(a_record(name, name * 30) for name in "abcdefghi"))
    assert len(segment.index().blocks) >= 3
    place = segment.index().blocks[number].block
    path = TOP / segment.described.name
    content = bytearray(disk.read(path))
    content[place.offset + 20] ^= 1
    disk.put(path, bytes(content))
    return segment


def test_a_broken_block_is_named_and_can_be_left_out() -> None:
    segment = a_broken_segment(MemoryDisk())
    first, behind = segment.span(1)
    with pytest.raises(BrokenBlock) as caught:
        segment.line(first)
    assert (caught.value.segment, caught.value.number) == (segment, 1)
    assert not caught.value.unread
    with pytest.raises(BrokenBlock):
        list(segment.lines())
    segment.broken.add(1)
    assert segment.line(first) is None
    kept = [key for key, _ in segment.lines()]
    assert kept
    assert not [key for key in kept if first <= key < behind]


def test_the_span_of_the_last_block_has_no_end() -> None:
    segment = a_segment(MemoryDisk(), a_record("a"))
    assert segment.span(0) == ("task/a", "")


def test_a_block_that_the_disk_holds_back_is_told_apart() -> None:
    disk = MemoryDisk()
    segment = a_segment(disk, a_record("a"))
    segment.index()
    reads = frozenset({Call.READ_RANGE})
    disk.fault = Fault(trouble=Trouble.BROKEN, at=1, lasting=True, calls=reads)
    with pytest.raises(BrokenBlock) as caught:
        segment.line("task/a")
    assert caught.value.unread
    disk.fault = None
    disk.drop(TOP / segment.described.name)
    with pytest.raises(BrokenBlock) as caught:
        segment.line("task/a")
    assert not caught.value.unread


def test_an_index_that_is_none_is_damage() -> None:
    disk = MemoryDisk()
    disk.mkdir(TOP)
    who = identity()
    path = TOP / f"seg-{who.random_bytes(16).hex()}.atom"
    writer = SealedWriter.create(disk, path, FileKind.SEGMENT, KEYS.content, who)
    place = BlockPlace.of(writer.append(b"[]", final=True))
    writer.sync()
    described = SegmentName(name=path.name, first="a", last="b", records=1, bytes=1, index=place)
    with pytest.raises(Damaged, match="index"):
        opened(disk, described).index()


def test_an_empty_segment_holds_nothing() -> None:
    segment = a_segment(MemoryDisk())
    assert list(segment.lines()) == []
    assert segment.line("") is None
