from typing import ClassVar

from atom_desktop.model.collections import Collection
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestTemplate(KindSuite):
    collection = Collection.TEMPLATE
    least: ClassVar[Fields] = {"name": "Travel"}
    full: ClassVar[Fields] = {
        "name": "Travel",
        "records": [
            {"collection": "project", "name": "Travel"},
            {"collection": "task", "title": "Pack", "due": {"date": "2026-12-01"}},
        ],
        "anchor": "2026-12-02",
        "order": "V",
        "created": CREATED,
        "trashed": LATER,
        "archived": LATER,
        "version": 2,
    }
    wrong = (("name", []), ("records", {}), ("records", ["task"]), ("anchor", 20261202))


def test_what_is_to_be_made_keeps_fields_that_are_not_known_here():
    records = [{"of_tomorrow": [1, {"a": None}]}]
    assert TestTemplate().read(records=records).records == tuple(records)


def test_a_template_may_be_empty_and_without_an_anchor():
    assert TestTemplate().read().records == ()
    assert TestTemplate().read().anchor is None
