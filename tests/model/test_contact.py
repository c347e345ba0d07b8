from typing import ClassVar

from atom_desktop.model.collections import Collection
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestContact(KindSuite):
    collection = Collection.CONTACT
    least: ClassVar[Fields] = {"name": "Ann"}
    full: ClassVar[Fields] = {
        "name": "Ann Ödegård",
        "emails": ["ann@example.org", "ann@work.example.org"],
        "phones": ["+49 30 123456"],
        "handles": {"slack": "U123", "github": "ann"},
        "organisation": "Example",
        "notes": "Met in **Oslo**.",
        "account": "01ACCOUNT",
        "source": "carddav",
        "imported": {"X-SKYPE": "ann"},
        "created": CREATED,
        "trashed": LATER,
        "archived": LATER,
        "version": 2,
    }
    wrong = (("name", 1), ("emails", "ann@example.org"), ("handles", {"slack": 1}), ("notes", {}))


def test_the_order_of_addresses_is_kept_for_the_first_is_the_usual_one():
    assert TestContact().read(emails=["z@b.c", "a@b.c"]).emails == ("z@b.c", "a@b.c")
