from typing import ClassVar

from atom_desktop.model.collections import Collection
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestFilter(KindSuite):
    collection = Collection.FILTER
    least: ClassVar[Fields] = {"name": "This week"}
    full: ClassVar[Fields] = {
        "name": "This week",
        "query": 'due this week and not project = "Work"',
        "hue": 210,
        "order": "V",
        "created": CREATED,
        "trashed": LATER,
        "archived": LATER,
        "version": 2,
    }
    wrong = (("name", {}), ("query", ["due"]), ("hue", "210"), ("order", 3))


def test_the_query_comes_back_exactly_as_it_was_typed():
    query = '  not   label: "a b"  or “x” '
    assert TestFilter().read(query=query).query == query
