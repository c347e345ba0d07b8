import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.transfer.merging import FROM_FILES, merged
from atom_desktop.model.change import Change, Op
from atom_desktop.model.json import JsonObject
from atom_desktop.model.record import Record, apply, seen_tags


def made(fields: JsonObject, stamp: str = "1") -> Record:
    return apply(None, Change("task", "t", Op.CREATE, "", None, fields), stamp)


def edited(record: Record, stamp: str, **fields) -> Record:
    """Change fields as a person does."""
    for name, value in fields.items():
        change = Change("task", "t", Op.SET, name, record.fields.get(name), value)
        record = apply(record, change, stamp)
    return record


def followed(record: Record, wanted: JsonObject, stamp: str) -> tuple[Record, list[str]]:
    """Import once more; return what became of the record, and what stayed the person's."""
    outcome = merged(record, wanted, FROM_FILES)
    for change in outcome.changes:
        filled = change
        if change.op is Op.REMOVE:
            tags = seen_tags(record, change.field, change.before)
            filled = Change("task", "t", Op.REMOVE, change.field, change.before, tags)
        record = apply(record, filled, stamp)
    return record, outcome.yours


def test_the_same_again_changes_nothing():
    fields = {"title": "a", "labels": ["x", "y"], "imported": {"urgency": 3}}
    assert merged(made(fields), dict(fields), FROM_FILES).changes == []


def test_the_order_of_labels_does_not_count():
    held = made({"title": "a", "labels": ["x", "y"]})
    assert merged(held, {"title": "a", "labels": ["y", "x"]}, FROM_FILES).changes == []


def test_what_nobody_touched_follows_the_file():
    held, yours = followed(made({"title": "a", "notes": "n"}), {"title": "b"}, "2")
    assert held.fields["title"] == "b"
    assert "notes" not in held.fields
    assert not yours


def test_an_import_follows_an_import_again_and_again():
    held = made({"title": "a"})
    for number, title in enumerate("bcd", 2):
        held, yours = followed(held, {"title": title, "labels": [title]}, str(number))
        assert held.fields["title"] == title
        assert held.fields["labels"] == [title]
        assert not yours


def test_what_the_person_changed_stays_although_the_file_changes():
    held = edited(made({"title": "a"}), "2", title="mine")
    held, yours = followed(held, {"title": "b"}, "3")
    assert held.fields["title"] == "mine"
    assert yours == ["title"]


def test_what_the_person_changed_after_an_update_stays():
    held, _ = followed(made({"title": "a"}), {"title": "b"}, "2")
    held = edited(held, "3", title="mine")
    assert followed(held, {"title": "b"}, "4") == (held, [])
    assert followed(held, {"title": "c"}, "4")[1] == ["title"]


def test_a_label_of_the_person_stays():
    held = apply(
        made({"title": "a", "labels": ["x"]}), Change("task", "t", Op.ADD, "labels", None, "y"), "2"
    )
    held, yours = followed(held, {"title": "a", "labels": ["x", "z"]}, "3")
    assert held.fields["labels"] == ["x", "y"]
    assert yours == ["labels"]


def test_what_the_file_never_speaks_of_is_not_told():
    held = edited(made({"title": "a"}), "2", notes="mine", due={"date": "2026-12-01"})
    assert followed(held, {"title": "a"}, "3") == (held, [])


def test_a_status_is_always_spoken_of():
    held = edited(made({"title": "a"}), "2", status="done")
    assert followed(held, {"title": "a"}, "3") == (held, ["status"])


def test_the_time_of_creation_is_not_taken_away():
    held = made({"title": "a", "created": "2026-11-01T00:00:00Z"})
    assert merged(held, {"title": "a"}, FROM_FILES).changes == []


def test_what_is_kept_follows_the_file_and_keeps_the_marks():
    held, _ = followed(made({"title": "a", "imported": {"urgency": 1}}), {"title": "b"}, "2")
    assert set(held.fields["imported"]) == {"atom-base"}
    held, _ = followed(held, {"title": "b", "imported": {"urgency": 2}}, "3")
    assert held.fields["imported"]["urgency"] == 2
    assert set(held.fields["imported"]["atom-base"]) == {"title", "notes"} - {"notes"}


def test_fields_that_are_not_asked_for_are_left_alone():
    held = made({"title": "a", "estimate": 3})
    assert merged(held, {"title": "a", "estimate": 9}, ("title",)).changes == []


values = st.none() | st.sampled_from(["a", "b", "c"])
fields = st.fixed_dictionaries({"title": values, "notes": values, "priority": values})
labels = st.lists(st.sampled_from("xyz"), unique=True)


@pytest.mark.parametrize("rounds", [1, 3])
@given(data=st.data())
def test_after_an_import_a_second_one_of_the_same_changes_nothing(data, rounds):
    first = data.draw(fields)
    held = made({"created": "2026-11-01T00:00:00Z", **first})
    stamp = 2
    for _ in range(rounds):
        mine = data.draw(st.dictionaries(st.sampled_from(["title", "notes"]), values))
        held = edited(held, str(stamp), **mine)
        wanted = {**data.draw(fields), "labels": data.draw(labels)}
        held, _ = followed(held, wanted, str(stamp + 1))
        assert merged(held, wanted, FROM_FILES).changes == []
        stamp += 2
