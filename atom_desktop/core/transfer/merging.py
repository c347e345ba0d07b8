"""Decides, field by field, between what a file says and what has become of a task in ATOM since.

A field that an import has set and nobody has touched follows the file. A field that was changed in
ATOM stays as it is: silently if the file says nothing new there, otherwise it is reported. What an
import has set is known by its stamp, which is that of the whole record, or after a later import by
a digest kept under `imported`.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import msgspec

from atom_desktop.core.workspace import field_changes, set_changes
from atom_desktop.model.change import Change
from atom_desktop.model.formats.base import BASE, object_in
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.record import SET_FIELDS, Record, element_key

FROM_FILES: Final = (
    "title", "notes", "project", "section", "labels", "priority", "status", "start", "due",
    "deadline", "recurrence", "rule", "parent", "depends_on", "done", "trashed", "created",
    "from", "text", "template",
)  # fmt: skip
"""The fields that a format of tasks can speak of."""
_ALWAYS_SAID: Final = frozenset({"status"})
"""Fields that every file speaks of, if only by leaving them out."""
_NEVER_TAKEN: Final = frozenset({"created"})
"""Fields that stay when a file says nothing of them: ATOM has filled them in."""
_IMPORTED: Final = "imported"

_encode = msgspec.json.Encoder(order="sorted").encode


@dataclass(frozen=True, slots=True)
class Merged:
    """The changes that follow the file, and the fields in which the person's own stayed."""

    changes: list[Change]
    yours: list[str]


def merged(held: Record, wanted: JsonObject, names: Iterable[str]) -> Merged:
    """Compare a record with what the file says of these fields."""
    base = object_in(object_in(held.fields, _IMPORTED), BASE)
    changes: list[Change] = []
    yours: list[str] = []
    known = dict(base)
    for name in names:
        new, now = wanted.get(name), held.fields.get(name)
        if _same(name, new, now) or (new is None and name in _NEVER_TAKEN):
            continue
        if _touched(held, name) and base.get(name) != _digest(name, now):
            if _says_something_new(name, new, base.get(name)):
                yours.append(name)
            continue
        changes += _follow(held, name, new)
        known[name] = _digest(name, new)
    changes += _kept_changes(held, wanted, known)
    return Merged(changes, yours)


def _same(name: str, one: Json, other: Json) -> bool:
    return one == other or (name in SET_FIELDS and _keys(one) == _keys(other))


def _touched(held: Record, name: str) -> bool:
    """Tell whether a field was changed after the record was made."""
    return name in held.stamps or name in held.tags or name in held.gone


def _says_something_new(name: str, new: Json, base: Json) -> bool:
    if base is None:
        return new is not None or name in _ALWAYS_SAID
    return base != _digest(name, new)


def _follow(held: Record, name: str, new: Json) -> list[Change]:
    if name not in SET_FIELDS:
        return field_changes(held, {name: new})
    now, wanted = _elements(held.fields.get(name)), _elements(new)
    kept = _keys(new)
    gone = [element for element in now if element_key(element) not in kept]
    return set_changes(held, name, add=wanted, remove=gone)


def _kept_changes(held: Record, wanted: JsonObject, known: JsonObject) -> list[Change]:
    """Return the change of what is kept with the record: nobody but imports writes there."""
    kept: JsonObject = {k: v for k, v in object_in(wanted, _IMPORTED).items() if k != BASE}
    if known:
        kept[BASE] = known
    return field_changes(held, {_IMPORTED: kept or None})


def _elements(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _keys(value: Json) -> set[str]:
    return {element_key(element) for element in _elements(value)}


def _digest(name: str, value: Json) -> str:
    """Return a short mark by which a value is known again; the order of a set does not count."""
    text = sorted(_keys(value)) if name in SET_FIELDS else value
    return hashlib.blake2b(_encode(text), digest_size=6).hexdigest()
