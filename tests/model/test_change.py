import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.change import Change, Op, Step, inverse

values = st.none() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2)
changes = st.builds(
    Change, st.just("task"), st.just("x"), st.sampled_from(Op), st.text(max_size=3), values, values
)


@pytest.mark.parametrize(
    ("change", "back"),
    [
        (
            Change("task", "x", Op.CREATE, after={"title": "a"}),
            Change("task", "x", Op.ERASE, before={"title": "a"}),
        ),
        (
            Change("task", "x", Op.SET, "title", "a", "b"),
            Change("task", "x", Op.SET, "title", "b", "a"),
        ),
        (
            Change("task", "x", Op.ADD, "labels", None, "p"),
            Change("task", "x", Op.REMOVE, "labels", "p", None),
        ),
        (
            Change("task", "x", Op.REMOVE, "labels", "p", ["tag"]),
            Change("task", "x", Op.ADD, "labels", None, "p"),
        ),
        (
            Change("task", "x", Op.ERASE, before={"title": "a"}),
            Change("task", "x", Op.CREATE, after={"title": "a"}),
        ),
    ],
)
def test_the_inverse_of_each_kind_of_change_takes_it_back(change, back):
    assert inverse(change) == back


@given(change=changes.filter(lambda change: change.op in {Op.SET, Op.CREATE, Op.ERASE}))
def test_the_inverse_of_an_inverse_is_the_change_but_for_what_it_does_not_use(change):
    again = inverse(inverse(change))
    assert (again.op, again.field) == (change.op, change.field)
    assert again.after == (None if change.op is Op.ERASE else change.after)


@given(changes=st.lists(changes, max_size=4), part=st.integers(0, 3), last=st.booleans())
def test_a_step_survives_writing_and_reading(changes, part, last):
    step = Step(
        id="s",
        hlc="0" * 16,
        actor="user",
        command="task.edit",
        title="Edit",
        changes=tuple(changes),
        part=part,
        last=last,
    )
    assert msgspec.json.decode(msgspec.json.encode(step), type=Step) == step


def test_what_is_usual_is_not_written():
    change = Change("task", "x", Op.SET, "title", None, "b")
    assert msgspec.json.decode(msgspec.json.encode(change)) == {
        "collection": "task",
        "id": "x",
        "op": "set",
        "field": "title",
        "after": "b",
    }
