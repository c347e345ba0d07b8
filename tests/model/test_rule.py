import datetime as dt
from typing import ClassVar

import pytest

from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import Damaged
from atom_desktop.model.planned import on_day
from atom_desktop.model.rule import RecurrenceRule
from atom_desktop.model.task import CountedFrom
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestRecurrenceRule(KindSuite):
    collection = Collection.RULE
    least: ClassVar[Fields] = {"rule": "FREQ=DAILY"}
    full: ClassVar[Fields] = {
        "rule": "FREQ=MONTHLY;BYDAY=3FR",
        "from": "completion",
        "text": "every 3rd friday",
        "start": {"date": "2026-12-18"},
        "left_out": [{"date": "2027-01-15"}],
        "put_in": [{"at": "2027-01-16T10:00:00", "tz": "Europe/Berlin"}],
        "template": {"title": "Water the plants", "labels": ["01L"]},
        "created": CREATED,
        "trashed": LATER,
        "version": 2,
    }
    wrong = (
        ("rule", 1),
        ("from", "start"),
        ("start", "2026-12-18"),
        ("left_out", {"date": "2027-01-15"}),
        ("put_in", [{"date": "2027-02-30"}]),
        ("template", [1]),
    )


def test_the_next_one_is_counted_from_the_due_day_unless_it_is_said():
    assert RecurrenceRule(rule="FREQ=DAILY").counted_from is CountedFrom.DUE
    assert TestRecurrenceRule().read(**{"from": "completion"}).counted_from is (
        CountedFrom.COMPLETION
    )


def test_the_field_on_disk_is_called_from():
    read = TestRecurrenceRule().read(counted_from="completion")
    assert read.counted_from is CountedFrom.DUE


def test_days_left_out_stay_in_their_order():
    days = [{"date": "2027-02-01"}, {"date": "2027-01-01"}]
    read = TestRecurrenceRule().read(left_out=days)
    assert read.left_out == (on_day(dt.date(2027, 2, 1)), on_day(dt.date(2027, 1, 1)))


def test_a_day_that_is_a_time_as_well_is_refused():
    both = {"date": "2027-02-01", "at": "2027-02-01T10:00:00"}
    with pytest.raises(Damaged, match="a day or a time"):
        TestRecurrenceRule().read(start=both)
