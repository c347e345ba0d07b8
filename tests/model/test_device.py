from typing import ClassVar

from atom_desktop.model.collections import Collection
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestDevice(KindSuite):
    collection = Collection.DEVICE
    least: ClassVar[Fields] = {"name": "Laptop"}
    full: ClassVar[Fields] = {
        "name": "Ann's laptop",
        "platform": "linux",
        "app_version": "0.1.0",
        "seen": LATER,
        "removed": LATER,
        "created": CREATED,
        "version": 2,
    }
    wrong = (("name", 3), ("platform", 1), ("seen", 1_700_000_000), ("removed", True))


def test_a_device_takes_part_until_it_is_removed():
    assert TestDevice().read().removed is None
    assert TestDevice().read(removed=LATER).removed == LATER
