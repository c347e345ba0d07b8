"""The rows of a condition, a whole column at a time and without numpy: for a terminal command."""

from collections.abc import Sequence
from itertools import compress
from typing import Final

from atom_desktop.core.index.columns import NONE, STATUSES, Columns
from atom_desktop.core.index.filtering_plain import FLAGGED, interval, numbers_in, row_test
from atom_desktop.core.index.rows import Ground
from atom_desktop.core.index.sorting import DEFAULT, LAST, row_key
from atom_desktop.model.query.nodes import (
    And,
    Flag,
    HasLabel,
    InProject,
    InSection,
    Node,
    Not,
    Or,
    Phrase,
    Priority,
    Sort,
    SortKey,
    StatusIs,
    Text,
    When,
)

Rows = list[int]
_ALL: Final = 1 << 62


def rows_where(node: Node, ground: Ground) -> Rows:
    """Return the living rows for which a condition holds, in no particular order."""
    parts = node.parts if isinstance(node, And) else (node,)
    for part in parts:
        if isinstance(part, Text | Phrase) and ground.indexed:
            rest = [other for other in parts if other is not part]
            return _narrowed_by_all(rest, ground.rows_with_text(part), ground)
    return _narrowed_by_all(parts, list(ground.columns.living()), ground)


def first_rows(columns: Columns, rows: Rows, sort: Sequence[Sort], count: int | None) -> Rows:
    """Return the first `count` rows in order, all of them if it is None."""
    key = row_key(columns, sort)
    leading = (tuple(sort) or DEFAULT)[0]
    if count is not None and count < len(rows) and leading.key is not SortKey.TITLE:
        rows = _leading(columns, rows, leading, count)
    return sorted(rows, key=key)[:count]


def _leading(columns: Columns, rows: Rows, sort: Sort, count: int) -> Rows:
    """Leave out the rows that the first key alone puts behind the first `count`."""
    cells = columns.cells[str(sort.key)]
    least = 0 if sort.key is SortKey.ORDER else NONE
    sign = -1 if sort.descending else 1
    values = [sign * value if value > least else LAST for value in map(cells.__getitem__, rows)]
    limit = sorted(values)[count - 1] if count else -_ALL
    return list(compress(rows, [value <= limit for value in values]))


def _narrowed_by_all(parts: Sequence[Node], rows: Rows, ground: Ground) -> Rows:
    """Keep the rows for which all parts hold; texts are looked at last, one by one if need be."""
    for part in sorted(parts, key=lambda part: isinstance(part, Text | Phrase)):
        rows = _narrowed(part, rows, ground)
    return rows


def _narrowed(node: Node, rows: Rows, ground: Ground) -> Rows:
    match node:
        case And():
            return _narrowed_by_all(node.parts, rows, ground)
        case Or():
            found = {row for part in node.parts for row in _narrowed(part, rows, ground)}
            return [row for row in rows if row in found]
        case Not():
            return _without(node.part, rows, ground)
        case Text() | Phrase() if ground.indexed:
            found = set(ground.rows_with_text(node))
            return [row for row in rows if row in found]
        case _:
            return _compared(node, rows, ground)


def _compared(node: Node, rows: Rows, ground: Ground) -> Rows:
    """Compare one column; loops over plain cells are what makes this fast."""
    cells = ground.columns.cells
    match node:
        case When():
            first, last = interval(node, ground)
            dates = cells[str(node.field)]
            return [row for row in rows if first <= dates[row] < last]
        case InProject() | InSection() | HasLabel():
            column, numbers = numbers_in(node, ground)
            held = cells[column]
            return [row for row in rows if held[row] in numbers]
        case StatusIs():
            status, code = cells["status"], STATUSES.index(node.status)
            return [row for row in rows if status[row] == code]
        case Priority():
            priority = cells["priority"]
            return [row for row in rows if node.first <= priority[row] <= node.last]
        case _:
            return list(filter(row_test(node, ground), rows))


def _without(node: Node, rows: Rows, ground: Ground) -> Rows:
    if isinstance(node, Flag) and node.name in FLAGGED:
        marks, bit = ground.columns.cells["marks"], int(FLAGGED[node.name])
        return [row for row in rows if not marks[row] & bit]
    gone = set(_narrowed(node, rows, ground))
    return [row for row in rows if row not in gone]
