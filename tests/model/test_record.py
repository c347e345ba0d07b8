import itertools

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.change import Change, Op, inverse
from atom_desktop.model.record import SET_FIELDS, Record, apply, element_key, seen_tags

STAMPS = [f"{number:016x}.d" for number in range(1, 40)]

bodies = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from("ab"),
        "due": st.none() | st.just({"date": "2026-12-01"}),
        "labels": st.lists(st.sampled_from("pqr"), unique=True),
        "checklist": st.lists(
            st.sampled_from([{"id": "1", "text": "x"}, {"text": "x", "id": "2"}])
        ),
    },
)
merging = st.one_of(
    st.builds(lambda body: Change("task", "x", Op.CREATE, after=body), bodies),
    st.builds(
        lambda field, value: Change("task", "x", Op.SET, field, None, value),
        st.sampled_from(["title", "due", "unknown"]),
        st.none() | st.integers(0, 2),
    ),
    st.builds(
        lambda value: Change("task", "x", Op.ADD, "labels", None, value), st.sampled_from("pqr")
    ),
    st.builds(
        lambda value, tags: Change("task", "x", Op.REMOVE, "labels", value, tags),
        st.sampled_from("pqr"),
        st.lists(st.sampled_from(STAMPS[:6])),
    ),
    st.builds(
        lambda value: Change("task", "x", Op.SET, "labels", None, value),
        st.none() | st.just("p") | st.lists(st.sampled_from("pqr")),
    ),
    st.just(Change("task", "x", Op.ERASE)),
)


def merged(stamped):
    record = None
    for change, stamp in stamped:
        record = apply(record, change, stamp)
    return record


def visible(record):
    return record.fields if record is not None and record.alive else None


@given(changes=st.lists(merging, min_size=2, max_size=4))
def test_every_order_of_arrival_gives_the_same_record(changes):
    stamped = list(zip(changes, STAMPS, strict=False))
    expected = msgspec.structs.asdict(merged(stamped))
    for order in itertools.permutations(stamped):
        assert msgspec.structs.asdict(merged(order)) == expected


@given(changes=st.lists(merging, min_size=5, max_size=12), random=st.randoms(use_true_random=False))
def test_a_shuffled_history_gives_the_same_record(changes, random):
    stamped = list(zip(changes, STAMPS, strict=False))
    shuffled = random.sample(stamped, len(stamped))
    assert msgspec.structs.asdict(merged(shuffled)) == msgspec.structs.asdict(merged(stamped))


@given(changes=st.lists(merging, min_size=1, max_size=6), data=st.data())
def test_a_change_that_arrives_twice_counts_once(changes, data):
    stamped = list(zip(changes, STAMPS, strict=False))
    again = data.draw(st.sampled_from(stamped))
    assert merged([*stamped, again]) == merged(stamped)


@given(changes=st.lists(merging, min_size=1, max_size=6))
def test_a_record_survives_writing_and_reading_between_any_two_changes(changes):
    record = None
    for change, stamp in zip(changes, STAMPS, strict=False):
        record = apply(record, change, stamp)
        assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record


@given(changes=st.lists(merging, min_size=1, max_size=6))
def test_merging_leaves_the_older_record_as_it_was(changes):
    record = None
    for change, stamp in zip(changes, STAMPS, strict=False):
        before = msgspec.json.encode(record)
        following = apply(record, change, stamp)
        assert msgspec.json.encode(record) == before
        record = following


def test_the_value_with_the_greatest_stamp_is_kept():
    old = Change("task", "x", Op.SET, "title", None, "old")
    new = Change("task", "x", Op.SET, "title", "old", "new")
    created = (Change("task", "x", Op.CREATE, after={"title": "first"}), STAMPS[0])
    assert merged([created, (new, STAMPS[2]), (old, STAMPS[1])]).fields == {"title": "new"}


def test_within_one_step_the_later_change_of_a_field_wins():
    changes = [
        Change("task", "x", Op.CREATE, after={"title": "a"}),
        Change("task", "x", Op.SET, "title", "a", "b"),
        Change("task", "x", Op.SET, "title", "b", "c"),
    ]
    assert merged([(change, STAMPS[0]) for change in changes]).fields == {"title": "c"}


def test_an_addition_that_a_removal_has_not_seen_stays():
    record = merged(
        [
            (Change("task", "x", Op.CREATE, after={"labels": ["p"]}), STAMPS[0]),
            (Change("task", "x", Op.ADD, "labels", None, "p"), STAMPS[1]),
        ]
    )
    removal = Change("task", "x", Op.REMOVE, "labels", "p", [STAMPS[0]])
    assert apply(record, removal, STAMPS[2]).fields == {"labels": ["p"]}


def test_a_removal_of_all_that_was_seen_takes_the_element_out():
    record = merged(
        [
            (Change("task", "x", Op.CREATE, after={"labels": ["p", "q"]}), STAMPS[0]),
            (Change("task", "x", Op.ADD, "labels", None, "p"), STAMPS[1]),
        ]
    )
    seen = seen_tags(record, "labels", "p")
    assert seen == [STAMPS[0], STAMPS[1]]
    removed = apply(record, Change("task", "x", Op.REMOVE, "labels", "p", seen), STAMPS[2])
    assert removed.fields == {"labels": ["q"]}
    assert seen_tags(removed, "labels", "p") == []


def test_a_removal_that_arrives_before_its_addition_still_counts():
    record = merged(
        [
            (Change("task", "x", Op.REMOVE, "labels", "p", [STAMPS[1]]), STAMPS[2]),
            (Change("task", "x", Op.CREATE, after={}), STAMPS[0]),
            (Change("task", "x", Op.ADD, "labels", None, "p"), STAMPS[1]),
        ]
    )
    assert record.fields == {}


def test_a_removal_that_lists_nothing_readable_removes_nothing():
    record = apply(None, Change("task", "x", Op.CREATE, after={"labels": ["p"]}), STAMPS[0])
    for seen in (None, "tag", [1, None]):
        removal = Change("task", "x", Op.REMOVE, "labels", "p", seen)
        assert apply(record, removal, STAMPS[1]).fields == {"labels": ["p"]}


def test_an_erase_hides_what_is_older_and_a_create_brings_the_record_back():
    erase = (Change("task", "x", Op.ERASE), STAMPS[3])
    created = (Change("task", "x", Op.CREATE, after={"title": "a", "labels": ["p"]}), STAMPS[0])
    erased = merged([created, erase])
    assert not erased.alive
    assert erased.fields == {}
    late = Change("task", "x", Op.SET, "title", "a", "b")
    assert apply(erased, late, STAMPS[2]) == erased
    back = apply(erased, Change("task", "x", Op.CREATE, after={"title": "c"}), STAMPS[4])
    assert back.alive
    assert back.fields == {"title": "c"}


def test_an_older_erase_that_arrives_late_leaves_what_is_newer():
    record = merged(
        [
            (Change("task", "x", Op.CREATE, after={"title": "a", "labels": ["p"]}), STAMPS[2]),
            (Change("task", "x", Op.ERASE), STAMPS[1]),
        ]
    )
    assert record.alive
    assert record.fields == {"title": "a", "labels": ["p"]}


def test_changes_without_a_create_do_not_make_a_record_for_the_user():
    record = apply(None, Change("task", "x", Op.SET, "title", None, "a"), STAMPS[0])
    assert not record.alive


def test_null_fields_are_absent_and_sets_hold_each_element_once():
    body = {"title": "a", "due": None, "labels": ["q", "p", "q"], "links": [], "unknown": [2, 1]}
    record = apply(None, Change("task", "x", Op.CREATE, after=body), STAMPS[0])
    assert record.fields == {"title": "a", "labels": ["p", "q"], "unknown": [2, 1]}
    assert apply(record, Change("task", "x", Op.SET, "title", "a"), STAMPS[1]).fields == {
        "labels": ["p", "q"],
        "unknown": [2, 1],
    }


def test_a_create_without_fields_makes_an_empty_record():
    record = apply(None, Change("task", "x", Op.CREATE), STAMPS[0])
    assert record.alive
    assert record.fields == {}


def test_a_single_value_in_a_set_field_is_a_set_of_one():
    record = apply(None, Change("task", "x", Op.CREATE, after={"labels": "p"}), STAMPS[0])
    assert record.fields == {"labels": ["p"]}


def test_the_stamp_of_a_field_is_that_of_its_last_writer():
    record = merged(
        [
            (Change("task", "x", Op.CREATE, after={"title": "a", "due": 1}), STAMPS[0]),
            (Change("task", "x", Op.SET, "title", "a", "b"), STAMPS[1]),
            (Change("task", "x", Op.SET, "due", 1), STAMPS[2]),
        ]
    )
    assert [record.stamp_of(field) for field in ("title", "due", "notes")] == [
        STAMPS[1],
        STAMPS[2],
        "",
    ]


def test_elements_are_told_apart_by_content_and_not_by_the_order_of_keys():
    assert element_key({"b": 1, "a": "é"}) == element_key({"a": "é", "b": 1}) == '{"a":"é","b":1}'
    assert element_key("1") != element_key(1)


# --- taking a step back ---------------------------------------------------------------------


@st.composite
def steps(draw, record):
    """Changes as the workspace makes them: each fits the state that the one before it leaves, and
    none touches the same element of a set as another."""
    made = []
    touched = set()
    for _ in range(draw(st.integers(1, 5))):
        change = draw(fitting(record))
        element = change.before or change.after
        if change.field == "labels" and element in touched:
            continue
        touched.add(element if change.field == "labels" else None)
        made.append(change)
        record = apply(record, change, STAMPS[20])
    return made


def fitting(record):
    if record is None or not record.alive:
        return st.builds(lambda body: Change("task", "x", Op.CREATE, after=body), bodies)
    fields = record.fields
    labels = fields.get("labels", [])
    choices = [
        st.builds(
            lambda field, value: Change("task", "x", Op.SET, field, fields.get(field), value),
            st.sampled_from(["title", "due"]),
            st.none() | st.integers(0, 3),
        )
    ]
    if absent := [label for label in "pqr" if label not in labels]:
        choices.append(
            st.sampled_from(absent).map(
                lambda one: Change("task", "x", Op.ADD, "labels", None, one)
            )
        )
    if labels:
        choices.append(
            st.sampled_from(labels).map(
                lambda one: Change(
                    "task", "x", Op.REMOVE, "labels", one, seen_tags(record, "labels", one)
                )
            )
        )
    return st.one_of(choices)


def taken_back(record, changes, stamp):
    for change in reversed(changes):
        back = inverse(change)
        if back.op is Op.REMOVE:
            seen = seen_tags(record, back.field, back.before)
            back = msgspec.structs.replace(back, after=seen)
        record = apply(record, back, stamp)
    return record


@given(body=bodies, data=st.data())
def test_a_step_and_its_inverse_leave_the_visible_fields_as_they_were(body, data):
    record = apply(None, Change("task", "x", Op.CREATE, after=body), STAMPS[0])
    changes = data.draw(steps(record))
    after = merged_onto(record, changes, STAMPS[20])
    undone = taken_back(after, changes, STAMPS[21])
    assert visible(undone) == visible(record)
    redone = taken_back(undone, [inverse(change) for change in reversed(changes)], STAMPS[22])
    assert visible(redone) == visible(after)


@given(body=bodies)
def test_taking_back_a_create_or_an_erase_restores_all_or_nothing(body):
    created = Change("task", "x", Op.CREATE, after=body)
    record = apply(None, created, STAMPS[0])
    assert visible(apply(record, inverse(created), STAMPS[1])) is None
    erased = Change("task", "x", Op.ERASE, before=record.fields)
    gone = apply(record, erased, STAMPS[1])
    assert visible(apply(gone, inverse(erased), STAMPS[2])) == record.fields


def merged_onto(record, changes, stamp):
    for change in changes:
        record = apply(record, change, stamp)
    return record


def test_the_set_fields_are_those_of_the_task_that_hold_several_things():
    assert {"labels", "checklist", "depends_on", "links", "attachments", "reminders"} == SET_FIELDS


def test_a_created_record_holds_the_very_fields_it_was_given_if_none_is_null():
    after = {"title": "a", "labels": ["b", "c"]}
    made = apply(None, Change("task", "1", Op.CREATE, "", None, after), "1")
    assert made.fields is after


@given(words=st.lists(st.text('aB0é" !', max_size=3), max_size=4))
def test_the_elements_of_a_set_stand_in_the_order_of_their_keys(words):
    after = {"title": "a", "labels": list(words), "notes": None}
    made = apply(None, Change("task", "1", Op.CREATE, "", None, after), "1")
    expected = sorted({*words}, key=element_key)
    assert made.fields == {"title": "a", **({"labels": expected} if words else {})}
    assert after["labels"] == words
