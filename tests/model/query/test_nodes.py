import msgspec
import pytest
from hypothesis import given

from atom_desktop.model.collections import Collection
from atom_desktop.model.kinds import KINDS
from atom_desktop.model.query.nodes import (
    And,
    DateField,
    Everything,
    FlagName,
    GroupKey,
    MayHave,
    Node,
    Not,
    Query,
    Sort,
    SortKey,
    Text,
    TextField,
)
from tests.model.query.written import nodes

FIELDS = set(KINDS[Collection.TASK].__struct_fields__)


@given(node=nodes)
def test_a_condition_survives_writing_and_reading(node):
    assert msgspec.json.decode(msgspec.json.encode(node), type=Node) == node


@given(node=nodes)
def test_equal_conditions_are_one_in_a_set(node):
    again = msgspec.json.decode(msgspec.json.encode(node), type=Node)
    assert len({node, again}) == 1


def test_a_condition_cannot_be_changed_in_place():
    with pytest.raises(AttributeError, match="immutable"):
        Text(("x",)).words = ("y",)


def test_a_query_that_says_nothing_else_is_in_no_order_and_without_an_end():
    query = Query(where=Everything())
    assert (query.sort, query.group, query.limit, query.text) == ((), None, None, "")
    assert Sort(SortKey.DUE).descending is False


def test_words_are_looked_for_everywhere_unless_a_field_is_named():
    assert Text(("x",)).field is TextField.ANY
    assert TextField.ANY == "text"


def test_dates_that_can_be_asked_for_are_fields_of_a_task_or_when_it_changed():
    assert set(DateField) - FIELDS == {"changed"}


def test_all_that_a_task_may_have_is_a_field_or_is_made_of_others():
    made = {"label", "attachment", "reminder", "link", "subtasks"}
    assert set(MayHave) - FIELDS == made


def test_keys_of_an_order_are_fields_or_when_it_changed():
    assert set(SortKey) - FIELDS == {"changed"}
    assert set(GroupKey) - FIELDS == {"label"}


def test_a_question_has_a_name_that_can_be_typed_as_a_word():
    assert all(name.isascii() and name.isalpha() and name.islower() for name in FlagName)


def test_conditions_of_different_kinds_are_never_equal():
    assert And((Everything(), Everything())) != Not(Everything())
