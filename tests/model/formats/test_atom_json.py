import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.formats import atom_json
from atom_desktop.model.formats.base import FormatError
from atom_desktop.model.ids import encode_id
from atom_desktop.model.record import Record
from tests.model.formats.reading import TASK_ID, pieces, refused_at

GOOD = f'{{"collection":"task","id":"{TASK_ID}","fields":{{}}}}'
HEAD = '{"format":"atom","version":1,"records":[\n'

safe = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
scalars = (
    st.none() | st.booleans() | st.integers(-(1 << 53), 1 << 53) | safe
    | st.floats(allow_nan=False, allow_infinity=False)
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(safe, inner, max_size=3),
    max_leaves=8,
)
records = st.builds(
    Record,
    collection=st.sampled_from(["task", "project", "label", "invented-kind"]),
    id=st.binary(min_size=16, max_size=16).map(encode_id),
    stamp=st.just("1"),
    fields=st.dictionaries(safe, values, max_size=4),
)


def read(content: str | bytes, size: int = 1 << 20):
    raw = content.encode() if isinstance(content, str) else content
    return list(atom_json.read(pieces(raw, size)))


@given(
    held=st.lists(records, max_size=5),
    size=st.integers(1, 300),
    write=st.sampled_from([atom_json.write, atom_json.write_lines]),
)
def test_what_is_written_is_read_again_however_the_stream_is_cut(held, size, write):
    again = read(b"".join(write(held)), size)
    kept = [(one.collection, one.id, one.fields) for one in held]
    assert [(one.collection, one.id, one.fields) for one in again] == kept


def test_the_document_is_plain_json_with_a_count():
    one = Record(collection="task", id=TASK_ID, stamp="1", fields={"title": "a"})
    document = json.loads(b"".join(atom_json.write([one, one])))
    assert document["count"] == 2
    assert document["records"][0] == {
        "collection": "task", "id": TASK_ID, "fields": {"title": "a"}
    }  # fmt: skip
    assert json.loads(b"".join(atom_json.write([]))) == {
        "format": "atom", "version": 1, "records": [], "count": 0
    }  # fmt: skip


def test_erased_records_are_left_out():
    gone = Record(collection="task", id=TASK_ID, stamp="1", erased="2")
    assert read(b"".join(atom_json.write([gone]))) == []
    assert read(b"".join(atom_json.write_lines([gone]))) == []


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("", 1, "no export of ATOM"),
        ("[]", 1, "no export of ATOM"),
        ("x" * 10_000, 1, "no export of ATOM"),
        ('{"format":"atom","version":2}\n', 1, "version 2"),
        (HEAD + GOOD, 2, "not whole: it has no end"),
        (HEAD + GOOD + '\n],"count":2}\n', 3, "names 2 records and holds 1"),
        (HEAD + GOOD + '\n],"count":1}\nmore', 3, "has no end"),
        (HEAD + GOOD.replace(TASK_ID, "x" * 50) + '\n],"count":1}', 2, "is not an id"),
        (HEAD + GOOD.replace("task", "Ta sk") + '\n],"count":1}', 2, "not a kind of record"),
        (HEAD + '{"collection":"task"}\n],"count":1}', 2, "no record"),
        (HEAD + GOOD.replace("{}", '{"a":1},"more":2') + '\n],"count":1}', 2, "no record"),
        (HEAD + GOOD.replace("{}", '{"a":"\\ud800"}') + '\n],"count":1}', 2, "no record"),
        (HEAD + GOOD.replace("{}", '{"a":' + "[" * 99 + "]" * 99 + "}"), 2, "too deeply"),
        (HEAD + GOOD.replace("{}", '{"a":' + "[" * 9999 + "]" * 9999 + "}"), 2, "recursion"),
        (HEAD + GOOD[:-1], 2, "does not end"),
        ('{"format":"atom","version":1}\n' + GOOD + "\nnonsense", 3, "something else"),
        (b'{"format":"atom","version":1}\n' + GOOD.replace("{}", '{"a":"\xe9"}').encode("latin-1"),
         2, "not UTF-8"),
    ],
)  # fmt: skip
def test_what_is_malformed_is_named_with_its_line(content, line, said):
    with pytest.raises(FormatError, match=said) as caught:
        read(content)
    assert caught.value.line == line


def test_an_end_without_an_end_is_not_read_to_the_last_byte():
    taken = []

    def endless():
        yield (HEAD + GOOD + "\n],").encode()
        for _ in range(1000):
            taken.append(1)
            yield b"x" * 1000

    with pytest.raises(FormatError, match="has no end"):
        list(atom_json.read(endless()))
    assert len(taken) < 10


def test_a_newer_export_says_to_update():
    with pytest.raises(FormatError) as caught:
        read('{"format":"atom","version":99}\n')
    assert "Update ATOM" in caught.value.hint


@given(content=st.binary(max_size=100) | st.text('{}[]":,\\ \n0a').map(str.encode))
def test_any_bytes_behind_a_header_are_read_or_refused_with_a_line(content):
    assert refused_at(read, HEAD.encode() + content) != 0


def test_a_large_file_is_read_in_bounded_memory():
    one = Record(collection="task", id=TASK_ID, stamp="1", fields={"notes": "x" * 500})
    written = atom_json.write(one for _ in range(20_000))
    tracemalloc.start()
    try:
        assert sum(1 for _ in atom_json.read(written)) == 20_000
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    finally:
        tracemalloc.stop()
