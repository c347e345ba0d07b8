"""Many records at once stand in the columns exactly as they do one by one."""

from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.index.columns import FORMATS, Columns
from atom_desktop.model.ids import encode_id
from atom_desktop.model.record import Record

BERLIN = ZoneInfo("Europe/Berlin")
IDS = [encode_id(bytes(15) + bytes([number])) for number in range(6)]
dates = st.sampled_from(
    [{"date": "2026-12-01"}, {"at": "2026-12-01T09:00:00", "tz": "UTC"}, {"odd": 1}, "x"]
)
fields = st.fixed_dictionaries(
    {"title": st.sampled_from(["", "a", "naïve", "東京"])},
    optional={
        "due": dates,
        "deadline": dates,
        "status": st.sampled_from(["done", "odd", 3]),
        "priority": st.sampled_from([1, 2, 9, "x"]),
        "project": st.sampled_from([*IDS, None]),
        "section": st.sampled_from(IDS),
        "labels": st.lists(st.sampled_from(IDS), max_size=3),
        "created": st.sampled_from(["2026-11-01T09:00:00Z", "x"]),
        "done": st.just("2026-11-02T09:00:00Z"),
        "estimate": st.integers(-5, 100),
        "order": st.sampled_from(["V", "Vz", "0000000001"]),
        "parent": st.sampled_from(IDS),
        "depends_on": st.lists(st.sampled_from(IDS), max_size=2),
        "notes": st.just("n"),
    },
)
records = st.builds(
    Record,
    collection=st.just("task"),
    id=st.sampled_from([*IDS, "no id"]),
    stamp=st.just(f"{5000 << 16:016x}.device"),
    erased=st.sampled_from(["", "", "", "f"]),
    fields=fields,
)


def held(columns: Columns) -> dict[str, object]:
    """Return everything in the columns, titles and sets as texts."""
    rows = range(columns.count)
    cells = {
        name: list(columns.cells[name][: columns.count])
        for name in FORMATS
        if name not in {"title_at", "labels"}
    }
    return {
        **cells,
        "ids": [columns.id_of(row) for row in rows],
        "titles": [columns.title(row) for row in rows],
        "labels": [columns.label_ids(row) for row in rows],
        "parents": columns.parents,
        "depends": columns.depends,
        "last": columns.last_order(),
    }


@given(batches=st.lists(st.lists(records, max_size=8), max_size=3), asked=st.booleans())
def test_many_records_at_once_stand_as_they_do_one_by_one(batches, asked):
    together, single = Columns(BERLIN), Columns(BERLIN)
    if asked:
        assert together.last_order() == single.last_order() == ""
    for batch in batches:
        rows = together.put_many(batch)
        assert rows == [single.put(record) for record in batch]
    assert held(together) == held(single)


def test_more_records_than_there_was_room_for_are_entered():
    columns = Columns(BERLIN)
    many = [
        Record(collection="task", id=encode_id(number.to_bytes(16, "big")), stamp="1",
               fields={"title": str(number)})
        for number in range(3000)
    ]  # fmt: skip
    assert columns.put_many(many) == list(range(3000))
    assert columns.title(2999) == "2999"
