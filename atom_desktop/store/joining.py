"""Taking in what another device has put together, record by record."""

from collections.abc import Iterator

import msgspec

from atom_desktop.model.change import Change, Op
from atom_desktop.model.json import Json
from atom_desktop.model.record import SET_FIELDS, Record, apply, seen_tags
from atom_desktop.model.stamp import Stamp

_decode = msgspec.json.Decoder().decode


def joined(record: Record | None, other: Record) -> Record:
    """Return what both records say together; the order makes no difference."""
    if record is None or record == other:
        return other
    for change, stamp in _changes(other):
        record = apply(record, change, stamp)
    return record


def _changes(other: Record) -> Iterator[tuple[Change, Stamp]]:
    """Yield the changes that make `other` out of nothing."""
    collection, record_id = other.collection, other.id
    if other.erased:
        yield Change(collection, record_id, Op.ERASE), other.erased
    first = {
        field: value
        for field, value in other.fields.items()
        if field not in SET_FIELDS and field not in other.stamps
    }
    if other.stamp:
        yield Change(collection, record_id, Op.CREATE, "", None, first), other.stamp
    for field in sorted({*other.fields, *other.stamps} - SET_FIELDS - first.keys()):
        value = other.fields.get(field)
        yield Change(collection, record_id, Op.SET, field, None, value), other.stamp_of(field)
    for field in sorted({*other.fields, *other.tags, *other.gone} & SET_FIELDS):
        yield from _elements(other, field)


def _elements(other: Record, field: str) -> Iterator[tuple[Change, Stamp]]:
    """Yield what was added to a set, with its tags, and what was removed from it."""
    held = other.fields.get(field)
    for element in held if isinstance(held, list) else ():
        add = Change(other.collection, other.id, Op.ADD, field, None, element)
        for tag in seen_tags(other, field, element):
            yield add, str(tag)
    for key, tags in other.gone.get(field, {}).items():
        element, seen = _decode(key), list[Json](tags)
        yield Change(other.collection, other.id, Op.REMOVE, field, element, seen), ""
