from typing import ClassVar

from atom_desktop.model.collections import Collection
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestMessage(KindSuite):
    collection = Collection.MESSAGE
    full: ClassVar[Fields] = {
        "title": "Re: the roof",
        "text": "It leaks.",
        "sender": "bob@example.org",
        "recipients": ["ann@example.org", "al@example.org"],
        "sent": CREATED,
        "read": True,
        "thread": "<1@example.org>",
        "channel": "#home",
        "links": ["01L"],
        "attachments": ["01A", "01B"],
        "account": "01ACCOUNT",
        "source": "imap",
        "imported": {"X-Spam": "no"},
        "created": CREATED,
        "trashed": LATER,
        "archived": LATER,
        "version": 2,
    }
    wrong = (("read", 1), ("read", "yes"), ("recipients", "ann"), ("sent", 1), ("thread", []))


def test_a_message_that_just_came_in_is_not_read():
    assert TestMessage().read().read is False


def test_recipients_are_no_set_and_stay_in_their_order():
    assert TestMessage().read(recipients=["b", "a", "b"]).recipients == ("b", "a", "b")
