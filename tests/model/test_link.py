from typing import ClassVar

from atom_desktop.model.collections import Collection
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestLink(KindSuite):
    collection = Collection.LINK
    full: ClassVar[Fields] = {
        "url": "https://example.org/1",
        "title": "Issue 1",
        "collection": "task",
        "record": "01TASK",
        "account": "01ACCOUNT",
        "remote": "ann/atom#1",
        "etag": 'W/"17"',
        "base": {"title": "Issue 1", "labels": ["bug"], "closed": False},
        "created": CREATED,
        "trashed": LATER,
        "version": 2,
    }
    wrong = (("url", 1), ("record", []), ("etag", 17), ("base", "x"), ("base", []))


def test_a_bare_address_is_a_link_to_nothing_of_ours():
    read = TestLink().read(url="https://example.org")
    assert (read.record, read.account, read.remote, read.base) == (None, None, "", {})


def test_what_was_agreed_on_last_is_kept_whole():
    base = {"title": "a", "nested": {"list": [1, None, {"deep": True}]}}
    assert TestLink().read(base=base).base == base
