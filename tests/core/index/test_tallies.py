import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.index.tallies import NOTHING, Tallies, Tally
from atom_desktop.model.record import Record


def comment(record_id="c1", *, stamp="1", erased="", **fields):
    return Record(collection="comment", id=record_id, stamp=stamp, erased=erased, fields=fields)


def entry(record_id="e1", **fields):
    return Record(collection="entry", id=record_id, stamp="1", fields=fields)


def test_comments_are_counted_by_task():
    tallies = Tallies(
        [comment("1", record="t"), comment("2", record="t"), comment("3", record="u")]
    )
    assert tallies.of("t") == Tally(comments=2)
    assert tallies.of("u") == Tally(comments=1)
    assert tallies.of("v") == NOTHING


@pytest.mark.parametrize(
    "gone",
    [
        comment(record="t", trashed="2026-11-24T08:00:00Z"),
        comment(record="t", erased="2"),
        comment(record="t", collection="project"),
        comment(),
    ],
)
def test_what_is_not_there_for_the_task_is_not_counted(gone):
    tallies = Tallies([comment(record="t")])
    tallies.put(gone)
    assert tallies.of("t") == NOTHING


@pytest.mark.parametrize(
    ("fields", "minutes"),
    [
        ({"minutes": 25}, 25),
        ({"start": "2026-11-24T08:00:00Z", "end": "2026-11-24T09:10:59Z"}, 70),
        ({"start": "2026-11-24T08:00:00Z"}, 0),
        ({"start": "2026-11-24T08:00:00Z", "end": "2026-11-24T07:00:00Z"}, 0),
        ({"start": "soon", "end": "later"}, 0),
    ],
)
def test_time_entries_add_up_to_minutes(fields, minutes):
    tallies = Tallies([entry("1", task="t", **fields), entry("2", task="t", minutes=5)])
    assert tallies.of("t") == Tally(minutes=minutes + 5)


puts = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["t", "u", ""])), max_size=20)


@given(puts)
def test_following_changes_gives_what_counting_anew_gives(changes):
    tallies = Tallies()
    newest = {}
    for record_id, task in changes:
        newest[record_id] = comment(record_id, record=task)
        tallies.put(newest[record_id])
    counted = Tallies(newest.values())
    assert [tallies.of(one) for one in "tu"] == [counted.of(one) for one in "tu"]
