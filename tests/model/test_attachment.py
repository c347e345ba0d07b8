from typing import ClassVar

from atom_desktop.model.attachment import Attachment
from atom_desktop.model.collections import Collection
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestAttachment(KindSuite):
    collection = Collection.ATTACHMENT
    least: ClassVar[Fields] = {"name": "plan.pdf"}
    full: ClassVar[Fields] = {
        "name": "plan.pdf",
        "media_type": "application/pdf",
        "size": 123_456_789_012,
        "blob": "01BLOB",
        "link": "file:///home/ann/plan.pdf",
        "collection": "project",
        "record": "01PROJECT",
        "created": CREATED,
        "trashed": LATER,
        "version": 2,
    }
    wrong = (("name", []), ("size", "12"), ("size", 1.5), ("blob", 4), ("link", 1))


def test_a_file_belongs_to_a_task_unless_it_says_otherwise():
    assert Attachment(name="plan.pdf").collection == Collection.TASK
