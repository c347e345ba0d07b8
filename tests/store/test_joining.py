from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.change import Change, Op
from atom_desktop.model.record import Record, apply, seen_tags
from atom_desktop.store.joining import joined

FIELDS = ("title", "notes")
LABELS = ("a", "b")


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[Change, str]]:
    """Changes of one record by two devices, each with its stamp; removals name tags they saw."""
    made: list[tuple[Change, str]] = []
    seen: Record | None = None
    for number in range(draw(st.integers(1, 9))):
        stamp = f"{number:02}.{draw(st.sampled_from('xy'))}"
        op = draw(st.sampled_from(list(Op)))
        made.append((_a_change(draw, op, number, seen), stamp))
        seen = apply(seen, *made[-1])
    return made


def _a_change(draw: st.DrawFn, op: Op, number: int, seen: Record | None) -> Change:
    label = draw(st.sampled_from(LABELS))
    match op:
        case Op.CREATE:
            labels = draw(st.lists(st.sampled_from(LABELS), unique=True))
            fields = {"title": f"t{number}", "labels": labels}
            return Change("task", "r", op, "", None, fields)
        case Op.SET:
            value = draw(st.sampled_from([None, f"v{number}"]))
            return Change("task", "r", op, draw(st.sampled_from(FIELDS)), None, value)
        case Op.ADD:
            return Change("task", "r", op, "labels", None, label)
        case Op.REMOVE:
            tags = seen_tags(seen, "labels", label) if seen else []
            return Change("task", "r", op, "labels", label, tags)
        case Op.ERASE:
            return Change("task", "r", op)


def replayed(made: list[tuple[Change, str]]) -> Record | None:
    record: Record | None = None
    for change, stamp in made:
        record = apply(record, change, stamp)
    return record


def meaning(record: Record) -> tuple[object, ...]:
    """Return what a record says, however it is written down."""
    stamps = {field: record.stamp_of(field) for field in FIELDS}
    tags = {label: seen_tags(record, "labels", label) for label in LABELS}
    return record.fields, record.alive, record.stamp, record.erased, stamps, tags


@given(changes(), st.data())
def test_two_devices_that_saw_different_changes_agree_once_joined(
    made: list[tuple[Change, str]], data: st.DataObject
) -> None:
    mine = [entry for entry in made if data.draw(st.booleans())]
    others = [entry for entry in made if entry not in mine or data.draw(st.booleans())]
    one, other = replayed(mine), replayed(others)
    whole = replayed(made)
    if one is None or other is None:
        return
    assert whole is not None
    assert meaning(joined(one, other)) == meaning(joined(other, one)) == meaning(whole)


@given(changes())
def test_joining_a_record_with_itself_or_nothing_changes_nothing(
    made: list[tuple[Change, str]],
) -> None:
    record = replayed(made)
    assert record is not None
    assert joined(None, record) == joined(record, record) == record


@given(changes(), st.permutations(range(9)))
def test_the_order_in_which_changes_arrive_makes_no_difference(
    made: list[tuple[Change, str]], order: list[int]
) -> None:
    shuffled = [made[at] for at in order if at < len(made)]
    one, other = replayed(made), replayed(shuffled)
    assert one is not None
    assert other is not None
    assert meaning(one) == meaning(other)
