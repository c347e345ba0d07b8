from typing import ClassVar

from atom_desktop.model.collections import Collection
from atom_desktop.model.comment import Comment
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestComment(KindSuite):
    collection = Collection.COMMENT
    least: ClassVar[Fields] = {"text": "Done by noon?"}
    full: ClassVar[Fields] = {
        "text": "Done by noon?\n\n*Ann*",
        "collection": "project",
        "record": "01PROJECT",
        "author": "Ann",
        "attachments": ["01A", "01B"],
        "source": "todoist",
        "imported": {"reactions": {"👍": 2}},
        "created": CREATED,
        "trashed": LATER,
        "version": 2,
    }
    wrong = (("text", 0), ("author", ["Ann"]), ("imported", [1]), ("created", 17))


def test_a_comment_is_about_a_task_unless_it_says_otherwise():
    assert Comment(text="Yes.").collection == Collection.TASK


def test_a_comment_keeps_every_character_of_its_text():
    text = "  \u202eright to left\u202c\t👩‍👩‍👧 \x00 end \n"
    assert TestComment().read(text=text).text == text
