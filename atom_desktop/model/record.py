"""A record as it is kept: its fields, and the stamps by which two devices merge it field by field.

The rules, which make the result independent of the order in which changes arrive:

* a field holds the value with the greatest stamp (a stamp belongs to one step: no ties);
* an element of a set is there while one of its add-tags has not been removed;
* an erase hides every value and tag with a smaller stamp; a later create brings it back.
"""

from collections.abc import Iterable

import msgspec

from atom_desktop.model.change import Change, Op
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.stamp import Stamp

SET_FIELDS: frozenset[str] = frozenset(
    {"labels", "checklist", "depends_on", "links", "attachments", "reminders"}
)

Tags = dict[str, dict[str, list[Stamp]]]
"""field -> element as canonical JSON -> stamps."""

_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder().decode


class Record(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """One stored record: its visible `fields` (null ones left out) and what merging needs.

    `stamp` is that of the newest create ("" while only later changes have arrived), `erased` that
    of the newest erase. `stamps` holds the stamps of fields that differ from `stamp`, also of
    fields that are null now; `tags` the add-tags of elements that differ from [`stamp`]; `gone`
    the removed ones.
    """

    collection: str
    id: str
    stamp: Stamp = ""
    erased: Stamp = ""
    fields: JsonObject = msgspec.field(default_factory=dict)
    stamps: dict[str, Stamp] = msgspec.field(default_factory=dict)
    tags: Tags = msgspec.field(default_factory=dict)
    gone: Tags = msgspec.field(default_factory=dict)

    @property
    def alive(self) -> bool:
        """Whether the record is there for the user."""
        return self.stamp > self.erased

    def stamp_of(self, field: str) -> Stamp:
        """Return the stamp of the value that `field` holds now ("" if it never had one)."""
        return self.stamps.get(field, self.stamp if field in self.fields else "")


def apply(record: Record | None, change: Change, stamp: Stamp) -> Record:
    """Return the record with `change`, made at `stamp`, merged in; any order gives the same."""
    if record is None:
        if change.op is Op.CREATE and isinstance(change.after, dict):
            fields = _present(change.after)
            return Record(collection=change.collection, id=change.id, stamp=stamp, fields=fields)
        record = Record(collection=change.collection, id=change.id)
    match change.op:
        case Op.CREATE:
            return _created(record, change.after, stamp)
        case Op.SET:
            return _set(record, change.field, change.after, stamp)
        case Op.ADD:
            return _added(record, change.field, change.after, stamp)
        case Op.REMOVE:
            return _removed(record, change.field, change.before, change.after)
        case Op.ERASE:
            return _erased(record, stamp)


def seen_tags(record: Record, field: str, element: Json) -> list[Json]:
    """Return the add-tags that hold `element` in its set now: what a `remove` has to list."""
    return list(_live_tags(record, field).get(element_key(element), ()))


def element_key(element: Json) -> str:
    """Return the canonical JSON by which an element of a set is told from the others."""
    return _encode(element).decode()


def _present(fields: JsonObject) -> JsonObject:
    """Return the fields that have a value, the elements of sets in their order.

    These are the very `fields` if nothing has to change, as in nearly every record.
    """
    present = fields
    if None in fields.values():
        present = {name: value for name, value in fields.items() if value is not None}
    for name in SET_FIELDS.intersection(present):
        elements = _elements(present[name])
        if elements is present[name] and elements:
            continue
        if present is fields:
            present = dict(fields)
        if elements:
            present[name] = elements
        else:
            del present[name]
    return present


def _elements(value: Json) -> list[Json]:
    """Return the elements of a set once each, sorted by key; a single value is a set of one."""
    if not isinstance(value, list):
        return [value]
    if len(value) < 2 or _are_sorted_ids(value):
        return value
    return [_decode(key) for key in sorted({*map(element_key, value)})]


def _are_sorted_ids(elements: list[Json]) -> bool:
    """Tell whether these are plain words in their order: quotes do not change how they sort."""
    before = ""
    for element in elements:
        if type(element) is not str or not element.isalnum() or not element.isascii():
            return False
        if element <= before:
            return False
        before = element
    return True


def _set(record: Record, field: str, value: Json, stamp: Stamp) -> Record:
    if field in SET_FIELDS:
        return _joined(record, field, value, stamp)
    if stamp < record.stamp_of(field) or stamp <= record.erased:
        return record
    fields = dict(record.fields)
    if value is None:
        fields.pop(field, None)
    else:
        fields[field] = value
    return msgspec.structs.replace(record, fields=fields, stamps={**record.stamps, field: stamp})


def _joined(record: Record, field: str, value: Json, stamp: Stamp) -> Record:
    """Return the record with every element of `value` added to the set `field`."""
    for element in () if value is None else _elements(value):
        record = _added(record, field, element, stamp)
    return record


def _created(record: Record, after: Json, stamp: Stamp) -> Record:
    values = _present(after) if isinstance(after, dict) else {}
    merged = _with_stamp(record, max(stamp, record.stamp))
    for field, value in values.items():
        merged = _set(merged, field, value, stamp)
    return _compact(merged)


def _with_stamp(record: Record, stamp: Stamp) -> Record:
    """Write the implied stamps and tags out, so that `stamp` can change."""
    if stamp == record.stamp:
        return record
    stamps = {field: record.stamp_of(field) for field in record.fields if field not in SET_FIELDS}
    sets = [field for field in record.fields if field in SET_FIELDS]
    tags = {field: {k: list(t) for k, t in _all_tags(record, field).items()} for field in sets}
    return msgspec.structs.replace(
        record, stamp=stamp, stamps={**stamps, **record.stamps}, tags={**record.tags, **tags}
    )


def _compact(record: Record) -> Record:
    """Leave out the stamps that the stamp of the record implies."""
    stamps = {
        field: stamp
        for field, stamp in record.stamps.items()
        if stamp != record.stamp or field not in record.fields
    }
    return msgspec.structs.replace(record, stamps=stamps)


def _added(record: Record, field: str, element: Json, stamp: Stamp) -> Record:
    tags = _all_tags(record, field)
    key = element_key(element)
    tags[key] = sorted({*tags.get(key, ()), stamp})
    return _with_tags(record, field, tags, record.gone.get(field, {}))


def _removed(record: Record, field: str, element: Json, seen: Json) -> Record:
    listed = [tag for tag in seen if isinstance(tag, str)] if isinstance(seen, list) else []
    gone = dict(record.gone.get(field, {}))
    key = element_key(element)
    gone[key] = sorted({*gone.get(key, ()), *listed})
    return _with_tags(record, field, _all_tags(record, field), gone)


def _erased(record: Record, stamp: Stamp) -> Record:
    if stamp <= record.erased:
        return record
    plain = [name for name in record.fields if name not in SET_FIELDS]
    kept = {name: record.fields[name] for name in plain if record.stamp_of(name) > stamp}
    stamps = {name: record.stamps[name] for name in record.stamps if record.stamps[name] > stamp}
    implied = {name: record.stamp for name in kept if name not in record.stamps}
    sets = {*record.tags, *(name for name in record.fields if name in SET_FIELDS)}
    tags = {name: _all_tags(record, name) for name in sets}
    erased = msgspec.structs.replace(
        record, erased=stamp, fields=kept, stamps={**implied, **stamps}, tags={}
    )
    for name in sorted(tags):
        erased = _with_tags(erased, name, tags[name], erased.gone.get(name, {}))
    return _compact(erased)


def _all_tags(record: Record, field: str) -> dict[str, list[Stamp]]:
    """Return every add-tag known for `field`, with those that the record's stamp implies."""
    value = record.fields.get(field)
    explicit = record.tags.get(field, {})
    elements: Iterable[Json] = value if isinstance(value, list) else ()
    implied = {key: [record.stamp] for key in map(element_key, elements) if key not in explicit}
    return {**implied, **explicit}


def _live_tags(record: Record, field: str) -> dict[str, list[Stamp]]:
    gone = record.gone.get(field, {})
    live: dict[str, list[Stamp]] = {}
    for key, tags in _all_tags(record, field).items():
        left = [tag for tag in tags if tag > record.erased and tag not in gone.get(key, ())]
        if left:
            live[key] = left
    return live


def _with_tags(
    record: Record, field: str, tags: dict[str, list[Stamp]], gone: dict[str, list[Stamp]]
) -> Record:
    """Return the record with these tags, and the list of elements that they leave visible."""
    kept = {key: [tag for tag in stamps if tag > record.erased] for key, stamps in tags.items()}
    held = {key: [t for t in stamps if t not in gone.get(key, ())] for key, stamps in kept.items()}
    fields = dict(record.fields)
    visible: list[Json] = [_decode(key) for key in sorted(held) if held[key]]
    if visible:
        fields[field] = visible
    else:
        fields.pop(field, None)
    explicit = {key: left for key, left in held.items() if left and left != [record.stamp]}
    return msgspec.structs.replace(
        record,
        fields=fields,
        tags=_without_empty({**record.tags, field: explicit}),
        gone=_without_empty({**record.gone, field: gone}),
    )


def _without_empty(tags: Tags) -> Tags:
    return {field: elements for field, elements in tags.items() if elements}
