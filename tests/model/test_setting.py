from typing import ClassVar

import pytest

from atom_desktop.model.collections import Collection
from tests.model.kind_suite import Fields, KindSuite


class TestStoredSetting(KindSuite):
    collection = Collection.SETTING
    least: ClassVar[Fields] = {"name": "capture.dialect"}
    full: ClassVar[Fields] = {"name": "capture.dialect", "value": "todotxt", "version": 2}
    wrong = (("name", 1), ("version", "1"))


@pytest.mark.parametrize(
    "value", ["", "dark", 0, 1, 1.5, True, False, [], ["a", 1], {"x": {"y": None}}]
)
def test_the_value_is_whatever_the_setting_holds(value):
    read = TestStoredSetting().read(value=value)
    assert read.value == value
    assert type(read.value) is type(value)


def test_a_setting_without_a_value_has_none():
    assert TestStoredSetting().read().value is None
