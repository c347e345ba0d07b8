from typing import ClassVar

from atom_desktop.model.collections import Collection
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestLabel(KindSuite):
    collection = Collection.LABEL
    least: ClassVar[Fields] = {"name": "errand"}
    full: ClassVar[Fields] = {
        "name": "errand/by bike",
        "hue": 120,
        "order": "k",
        "created": CREATED,
        "trashed": LATER,
        "archived": LATER,
        "version": 2,
    }
    wrong = (("name", ["errand"]), ("hue", 1.5), ("hue", True), ("trashed", False))


def test_the_first_hue_is_a_hue_and_not_the_lack_of_one():
    assert TestLabel().read(hue=0).hue == 0
    assert TestLabel().read().hue is None
