from typing import ClassVar

import pytest

from atom_desktop.model.collections import Collection
from atom_desktop.model.conversation import Speaker, Turn
from atom_desktop.model.errors import Damaged
from tests.model.kind_suite import CREATED, LATER, Fields, KindSuite


class TestConversation(KindSuite):
    collection = Collection.CONVERSATION
    full: ClassVar[Fields] = {
        "title": "Plan the week",
        "turns": [
            {"id": "1", "speaker": "person", "text": "What is due?", "at": CREATED},
            {"id": "2", "speaker": "tool", "step": "01STEP"},
            {"id": "3", "speaker": "assistant", "text": "Two tasks.", "at": LATER},
        ],
        "model": "local",
        "created": CREATED,
        "trashed": LATER,
        "archived": LATER,
        "version": 2,
    }
    wrong = (("title", 1), ("turns", "hello"), ("turns", {"id": "1"}), ("model", []))


def test_turns_stay_in_the_order_in_which_they_were_said():
    read = TestConversation().read(turns=TestConversation.full["turns"])
    assert [turn.speaker for turn in read.turns] == [
        Speaker.PERSON,
        Speaker.TOOL,
        Speaker.ASSISTANT,
    ]


@pytest.mark.parametrize(
    "turn",
    [
        {"id": "1"},
        {"speaker": "person"},
        {"id": "1", "speaker": "nobody"},
        {"id": 1, "speaker": "person"},
        "hello",
    ],
)
def test_a_turn_that_is_none_is_refused(turn):
    with pytest.raises(Damaged, match=r"\$\.turns\[0\]"):
        TestConversation().read(turns=[turn])


def test_a_turn_may_be_without_words():
    assert Turn(id="1", speaker=Speaker.TOOL, step="01STEP").text == ""
