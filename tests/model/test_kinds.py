import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.change import Change, Op
from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import Damaged
from atom_desktop.model.kinds import KINDS, read_as
from atom_desktop.model.record import SET_FIELDS, Record, apply
from atom_desktop.model.task import Task
from tests.model.kind_suite import written

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


def record(collection, /, **fields):
    return Record(collection=collection, id="01ABC", stamp="1.d", fields=fields)


def test_every_collection_has_one_kind_and_no_kind_has_two():
    assert set(KINDS) == set(Collection)
    assert len(set(KINDS.values())) == len(KINDS)


def test_which_kind_belongs_where_cannot_be_changed():
    with pytest.raises(TypeError):
        KINDS[Collection.TASK] = Task


@pytest.mark.parametrize("kind", KINDS.values())
def test_kinds_are_frozen_leave_out_the_usual_and_know_their_version(kind):
    config = kind.__struct_config__
    assert config.frozen
    assert config.omit_defaults
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    assert fields["version"].default == 1


@pytest.mark.parametrize("kind", KINDS.values())
def test_a_field_that_is_merged_as_a_set_is_declared_as_many_in_every_kind(kind):
    for field in msgspec.structs.fields(kind):
        if field.encode_name in SET_FIELDS:
            assert field.default == ()


def test_a_view_shows_what_is_known_and_the_record_keeps_the_rest():
    stored = record("task", title="Call", of_tomorrow=[1])
    assert read_as(stored, Task) == Task(title="Call")
    assert stored.fields == {"title": "Call", "of_tomorrow": [1]}


def test_what_cannot_be_read_says_where_and_how_to_get_it_back():
    with pytest.raises(Damaged) as caught:
        read_as(record("task", priority="high"), Task)
    assert caught.value.message.startswith("The task 01ABC cannot be read: ")
    assert "$.priority" in caught.value.message
    assert "atom undo" in caught.value.hint


def test_a_record_that_a_newer_version_wrote_is_shown_as_far_as_it_is_understood():
    assert read_as(record("task", title="Call", version=7), Task).version == 7


def test_a_record_of_an_older_version_is_brought_up_to_date_when_it_is_looked_through(monkeypatch):
    def renamed(collection, fields):
        return {"title": f"{collection}: {fields['headline']}", "version": 2}

    monkeypatch.setattr("atom_desktop.model.kinds.upgraded", renamed)
    stored = record("task", headline="Call")
    assert read_as(stored, Task) == Task(title="task: Call", version=2)
    assert stored.fields == {"headline": "Call"}


@given(
    kind=st.sampled_from(sorted(KINDS)),
    fields=st.dictionaries(
        st.sampled_from(
            sorted({name for kind in KINDS.values() for name in kind.__struct_fields__})
        ),
        junk,
        max_size=6,
    ),
)
def test_whatever_stands_in_a_record_it_is_read_or_refused_as_damaged(kind, fields):
    try:
        view = read_as(record(kind, **fields), KINDS[kind])
    except Damaged:
        return
    assert msgspec.convert(written(view), KINDS[kind]) == view


@given(title=st.text(max_size=20), labels=st.lists(st.text(max_size=4)), done=st.booleans())
def test_a_view_that_is_stored_and_read_again_is_the_same(title, labels, done):
    task = Task(title=title, labels=tuple(sorted(set(labels))), someday=done)
    made = apply(None, Change("task", "01ABC", Op.CREATE, after=written(task)), "1.d")
    again = read_as(made, Task)
    assert set(again.labels) == set(task.labels)
    assert msgspec.structs.replace(again, labels=task.labels) == task
