"""Entering the texts of many tasks into the full-text index, a bite at a time."""

from collections.abc import Iterable, Iterator
from typing import Final

from atom_desktop.core.index.columns import Columns
from atom_desktop.core.index.text_index import TextIndex, Texts
from atom_desktop.model.collections import Collection
from atom_desktop.model.json import Json
from atom_desktop.model.record import Record
from atom_desktop.store.store import Store

BITE: Final = 200
MANY: Final = 1000
"""From this many tasks on, their texts are not read one by one."""


def texts_of(record: Record) -> Texts | None:
    """Return title and notes of a record; None if it has gone."""
    if not record.alive:
        return None
    return _text(record.fields.get("title")), _text(record.fields.get("notes"))


def entered(text: TextIndex, rows: Iterable[int], store: Store, columns: Columns) -> Iterator[None]:
    """Enter the texts of these rows, and pause after each bite."""
    left = dict.fromkeys(rows)
    text.begin(left)
    bite: list[tuple[int, Texts | None]] = []
    for record in store.scan(Collection.TASK) if len(left) >= MANY else ():
        row = columns.row_of(record.id)
        if row in left:
            del left[row]
            bite.append((row, texts_of(record)))
            if len(bite) == BITE:
                text.put(bite)
                bite = []
                yield
    rest = list(left)
    for start in range(0, len(rest), BITE):
        for row in rest[start : start + BITE]:
            found = store.read(Collection.TASK, columns.id_of(row))
            bite.append((row, None if found is None else texts_of(found)))
        text.put(bite)
        bite = []
        yield
    if bite:
        text.put(bite)
        yield


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
