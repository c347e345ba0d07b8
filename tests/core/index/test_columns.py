from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.index.columns import LONGEST_TITLE, Columns, Interned
from atom_desktop.model.ids import encode_id
from atom_desktop.model.record import Record
from tests.fakes.task_world import fixed_id, tasks

BERLIN = ZoneInfo("Europe/Berlin")


def record(number: int, fields: dict[str, object], *, alive: bool = True) -> Record:
    stamp = f"{(1_795_000_000_000 + number) << 16:016x}.d"
    return Record(
        collection="task",
        id=fixed_id(1, number),
        stamp=stamp,
        erased="" if alive else f"{stamp}x",
        fields=fields if alive else {},
    )


def seen(columns: Columns, row: int) -> dict[str, object]:
    """Return all that can be read of a row."""
    cells = {name: column[row] for name, column in columns.cells.items() if name != "title_at"}
    return {
        **cells,
        "project": columns.projects.texts[cells["project"]],
        "section": columns.sections.texts[cells["section"]],
        "labels": columns.label_ids(row),
        "title": columns.title(row),
        "parent": columns.parents.get(row),
        "depends": columns.depends.get(row),
    }


@given(st.lists(st.tuples(st.integers(0, 4), tasks), min_size=1, max_size=8))
def test_a_row_shows_its_newest_fields_and_nothing_of_older_ones(puts) -> None:
    columns, newest = Columns(BERLIN), {}
    for number, fields in puts:
        columns.put(record(number, fields))
        newest[number] = fields
    for number, fields in newest.items():
        alone = Columns(BERLIN)
        assert alone.put(record(number, fields)) == 0
        assert seen(columns, columns.row_of(fixed_id(1, number))) == seen(alone, 0)


def test_a_task_keeps_its_row() -> None:
    columns = Columns(UTC)
    rows = [columns.put(record(number, {"title": "a"})) for number in (0, 1, 0)]
    assert rows == [0, 1, 0]
    assert columns.id_of(1) == fixed_id(1, 1)
    assert columns.put(record(0, {}, alive=False)) == 0
    assert list(columns.living()) == [1]
    assert columns.put(record(0, {"title": "back"})) == 0
    assert list(columns.living()) == [0, 1]


def test_a_task_that_goes_lets_go_of_what_it_hung_on() -> None:
    columns = Columns(UTC)
    columns.put(record(0, {"parent": fixed_id(1, 1), "depends_on": [fixed_id(1, 1)]}))
    assert (len(columns.parents), len(columns.depends)) == (1, 1)
    columns.put(record(0, {}, alive=False))
    assert (columns.parents, columns.depends) == ({}, {})


def test_what_never_was_has_no_row() -> None:
    columns = Columns(UTC)
    assert columns.put(record(0, {}, alive=False)) == -1
    assert columns.row_of(fixed_id(1, 0)) == -1
    assert columns.row_of("no id") == -1
    assert columns.put(Record(collection="task", id="no id", stamp="1")) == -1
    assert columns.count == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"title": 5, "project": 5, "section": [], "order": None, "parent": 5},
        {"priority": "high", "status": 7, "estimate": -1, "duration": "long"},
        {"priority": 9, "status": "unknown", "labels": "x", "depends_on": "y"},
        {"due": 5, "start": {"at": "never"}, "deadline": {"date": "2026-02-30"}},
        {"due": {"at": "2026-11-24T09:00:00", "tz": "Nowhere/Land"}, "created": "yesterday"},
        {"labels": [5], "depends_on": [5]},
    ],
)
def test_a_field_that_makes_no_sense_counts_as_not_there(fields: dict[str, object]) -> None:
    columns = Columns(UTC)
    columns.put(record(0, fields))
    odd = seen(columns, 0)
    columns.put(record(0, {}))
    plain = seen(columns, 0)
    odd.pop("marks"), plain.pop("marks")
    assert {**odd, "depends": None} == plain
    assert not odd["depends"]


def test_dates_are_minutes_on_the_clock_of_the_house() -> None:
    columns = Columns(BERLIN)
    columns.put(
        record(
            0,
            {
                "due": {"at": "2026-11-24T09:00:00", "tz": "America/New_York"},
                "start": {"at": "2026-11-24T15:00:00"},
                "deadline": {"date": "2026-11-24"},
            },
        )
    )
    cells = columns.cells
    assert cells["due"][0] == cells["start"][0] == cells["deadline"][0] + 15 * 60


def test_instants_are_milliseconds() -> None:
    columns = Columns(BERLIN)
    columns.put(record(3, {"created": "1970-01-01T00:00:01Z"}))
    assert columns.cells["created"][0] == 1000
    assert columns.cells["changed"][0] == 1_795_000_000_003


def test_a_change_of_one_field_is_a_change_of_the_task() -> None:
    columns = Columns(BERLIN)
    stamps = {"title": f"{7 << 16:016x}.d", "notes": f"{9 << 16:016x}.d"}
    columns.put(Record(collection="task", id=fixed_id(1, 0), stamp="0" * 16 + ".d", stamps=stamps))
    assert columns.cells["changed"][0] == 9


def test_a_title_is_kept_once_until_it_changes() -> None:
    columns = Columns(UTC)
    for _ in range(5):
        columns.put(record(0, {"title": "Süß 東京"}))
    assert columns.title(0) == "Süß 東京"
    assert len(columns.titles) == len("Süß 東京".encode())


@pytest.mark.parametrize(
    ("title", "shown"),
    [("x" * 70_000, "x" * LONGEST_TITLE), ("a\ud800b", "a?b"), ("", "")],
)
def test_a_title_of_any_kind_is_shown(title: str, shown: str) -> None:
    columns = Columns(UTC)
    columns.put(record(0, {"title": title}))
    assert columns.title(0) == shown


def test_columns_grow_and_what_was_looked_at_stays_as_it_was() -> None:
    columns = Columns(UTC)
    columns.put(record(0, {"priority": 1}))
    old = columns.cells["priority"]
    for number in range(columns.capacity + 1):
        raw = number.to_bytes(8, "big") + bytes(8)
        columns.put(Record(collection="task", id=encode_id(raw), stamp="1", fields={}))
    assert columns.cells["priority"] is not old
    assert columns.cells["priority"][0] == 1
    assert old[0] == 1


def test_an_order_behind_every_task_can_be_asked_for() -> None:
    columns = Columns(UTC)
    assert columns.last_order() == ""
    columns.put(record(0, {"order": "V"}))
    columns.put(record(1, {}))
    columns.put(record(2, {"order": "a5"}))
    assert columns.last_order() == "a5"
    columns.put(record(3, {"order": "b"}))
    assert columns.last_order() == "b"


@given(st.lists(st.text(max_size=3)))
def test_a_text_has_one_number_and_a_number_one_text(texts: list[str]) -> None:
    made = Interned()
    numbers = [made.number(text) for text in texts]
    assert [made.texts[number] for number in numbers] == texts
    assert made.number("") == 0
    assert made.known("never given") == -1
    again = Interned.of(made.texts)
    assert [again.known(text) for text in texts] == numbers
