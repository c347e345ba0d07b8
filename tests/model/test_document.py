from typing import ClassVar

from atom_desktop.model.collections import Collection
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestDocument(KindSuite):
    collection = Collection.DOCUMENT
    full: ClassVar[Fields] = {
        "title": "Minutes",
        "text": "We met.\n" * 100,
        "url": "https://example.org/minutes",
        "media_type": "text/markdown",
        "author": "Ann",
        "edited": LATER,
        "links": ["01L", "https://example.org"],
        "attachments": ["01A"],
        "account": "01ACCOUNT",
        "source": "notion",
        "imported": {"icon": "📄"},
        "created": CREATED,
        "trashed": LATER,
        "archived": LATER,
        "version": 2,
    }
    wrong = (("title", 1), ("text", ["a"]), ("edited", 5), ("links", 1), ("imported", "x"))


def test_a_document_without_anything_is_still_one():
    read = TestDocument().read()
    assert (read.title, read.text, read.url, read.edited) == ("", "", "", None)


def test_links_are_a_set_and_come_back_sorted_and_once():
    assert TestDocument().read(links=["b", "a", "b"]).links == ("a", "b")
