import codecs
import re
import tracemalloc
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.formats.base import FormatError
from atom_desktop.model.formats.stream import (
    Source,
    place_of_object,
    read_batches,
    read_lines,
    read_objects,
)
from tests.model.formats.reading import pieces

BETWEEN = re.compile(rb"[\s,]*+")
texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\n\r\ufeff"))


def objects(content: bytes, size: int = 1 << 20, limit: int = 1 << 24) -> list[bytes]:
    source = Source(pieces(content, size), limit)
    return [piece for _, piece in read_objects(source, BETWEEN)]


@given(lines=st.lists(texts), size=st.integers(1, 40), end=st.sampled_from(["\n", "\r\n"]))
def test_lines_come_out_as_they_went_in_however_the_stream_is_cut(lines, size, end):
    content = "".join(line + end for line in lines).encode()
    assert list(read_lines(pieces(content, size))) == list(enumerate(lines, 1))


def test_the_last_line_needs_no_end():
    assert list(read_lines([b"a\n\nb"])) == [(1, "a"), (2, ""), (3, "b")]


def test_an_empty_stream_has_no_lines():
    assert not list(read_lines([]))
    assert not list(read_lines([b"", b""]))


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_a_byte_order_mark_is_no_part_of_the_first_line(size):
    content = codecs.BOM_UTF8 + b"a\n"
    assert list(read_lines(pieces(content, size))) == [(1, "a")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_named(encoding):
    mark = codecs.BOM_UTF16_LE if encoding.endswith("le") else codecs.BOM_UTF16_BE
    with pytest.raises(FormatError, match="UTF-16") as caught:
        list(read_lines([mark + "hello".encode(encoding)]))
    assert "Save the file as UTF-8" in caught.value.hint


@pytest.mark.parametrize(
    ("piece", "named"),
    [
        ("naïve".encode("latin-1"), "Latin-1"),
        ("call mum".encode("utf-16-le"), "UTF-16"),
    ],
)
def test_a_wrong_encoding_is_named_with_its_line(piece, named):
    with pytest.raises(FormatError, match=named) as caught:
        list(read_lines([b"one\ntwo\n" + piece + b"\xff\n"]))
    assert caught.value.line == 3


def test_a_line_without_an_end_is_refused_in_bounded_memory():
    endless = repeat(b"x" * 65536, 1 << 14)  # a gigabyte, if anybody asked for all of it
    tracemalloc.start()
    try:
        with pytest.raises(FormatError, match="longer than 1 MiB") as caught:
            list(read_lines(endless, limit=1 << 20))
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()
    assert caught.value.line == 1
    assert next(endless, None) is not None


def test_a_line_that_is_too_long_is_named_even_behind_others():
    with pytest.raises(FormatError) as caught:
        list(read_lines([b"a\nb\n" + b"x" * 50 + b"\n"], limit=40))
    assert caught.value.line == 3
    with pytest.raises(FormatError) as caught:
        list(read_lines([b"a\nb\n", b"x" * 50], limit=40))
    assert caught.value.line == 3


def test_many_lines_need_the_memory_of_a_few():
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_lines(repeat(b"a line of text\n" * 1000, 500)))
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    finally:
        tracemalloc.stop()
    assert count == 500_000


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_objects_are_found_whatever_stands_in_their_texts(size):
    found = [b'{"a":"}{\\"]"}', b'{"b":{"c":[{"d":"{"}]}}', b"{}"]
    assert objects(b" ,\n".join(found), size) == found


def test_objects_stop_at_what_is_none():
    source = Source([b'{"a":1}\n nonsense {"b":2}'])
    assert len(list(read_objects(source, BETWEEN))) == 1
    assert source.buffer.startswith(b"nonsense")
    assert source.line == 2


def test_an_object_that_does_not_end_is_named_by_the_line_of_its_beginning():
    with pytest.raises(FormatError, match="does not end") as caught:
        objects(b'{"a":1}\n{"b":\n"x')
    assert caught.value.line == 2


def test_an_object_that_is_too_long_is_refused_before_it_ends():
    def endless():
        yield b'{"a":1}\n{"b":"'
        yield from repeat(b"x" * 1000)

    source = Source(endless(), limit=20_000)
    with pytest.raises(FormatError, match="longer than") as caught:
        list(read_objects(source, BETWEEN))
    assert caught.value.line == 2
    assert len(source.buffer) < 100_000


def test_objects_nested_too_deeply_are_refused():
    with pytest.raises(FormatError, match="nested too deeply"):
        objects(b'{"a":' * 40 + b"1" + b"}" * 40)


def test_hostile_quotes_and_braces_take_linear_time():
    hostile = b'{"a":"' + b'\\"{' * 200_000
    with pytest.raises(FormatError, match="does not end"):
        objects(hostile)


@pytest.mark.parametrize("between", [b",\n", b"\n"])
@pytest.mark.parametrize("size", [10, 64, 1000])
def test_objects_on_lines_of_their_own_come_in_batches(between, size):
    content = between.join(b'{"n":%d}' % number for number in range(100)) + between
    source = Source(pieces(content, size))
    assert [one["n"] for batch in read_batches(source) for one in batch] == list(range(100))
    assert not source.buffer.strip()


@pytest.mark.parametrize(
    "content", [b'{"a":1},\n{"b":1}\n', b'{"a":1},\n{"b"\n', b'{"\xff":1}\n', b"text\n", b"1,2\n"]
)
def test_batches_leave_another_layout_as_it_was(content):
    source = Source([content])
    assert not list(read_batches(source))
    assert source.buffer == content


def test_batches_give_up_on_a_line_without_an_end():
    source = Source(repeat(b"x" * 1000), limit=5000)
    assert not list(read_batches(source))
    assert len(source.buffer) < 50_000


def test_deep_nesting_ends_a_batch_and_no_program():
    source = Source([b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"])
    assert not list(read_batches(source))


def test_the_place_of_an_object_in_a_batch_is_found_again():
    content = b'{"a":"}{"},\n{"b":1},\n{"c":2}'
    places = [place_of_object(content, number) for number in range(3)]
    assert [content[place : place + 4] for place in places] == [b'{"a"', b'{"b"', b'{"c"']


def test_the_place_behind_an_object_that_is_none_is_still_one():
    assert place_of_object(b'{"a" {"b":1}', 1) == 5
