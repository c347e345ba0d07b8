"""The page that a list shows before anything was read: from the rows kept since the last time."""

from typing import Final

from atom_desktop.core.index.filtering_plain import row_test
from atom_desktop.core.index.index import USUAL, Index
from atom_desktop.gui.tasks.listing import FirstPage
from atom_desktop.model.query.nodes import (
    And,
    Flag,
    FlagName,
    Node,
    Not,
    Phrase,
    Query,
    StatusIs,
    Text,
)
from atom_desktop.model.task import Status

_WITHIN: Final = (
    StatusIs(Status.OPEN),
    Not(Flag(FlagName.TRASHED)),
    Not(Flag(FlagName.ARCHIVED)),
)
"""A query that asks for all of these finds nothing that the usual list does not show."""


def first_page(index: Index, query: Query) -> FirstPage | None:
    """Return the beginning of what a query finds, None if that is not known without reading.

    Kept are the first rows of the usual list; those of them that a narrower query finds are the
    first that it finds, as both lists are in the same order.
    """
    if not index.first:
        return None
    if query == USUAL:
        return FirstPage(tuple(index.first), index.first_total)
    if query.sort or query.limit is not None or not _is_within(query.where):
        return None
    test = row_test(query.where, index.ground())
    rows = tuple(row for row in index.first if test(row))
    return FirstPage(rows, len(rows)) if rows else None


def _is_within(where: Node) -> bool:
    if not isinstance(where, And) or not all(part in where.parts for part in _WITHIN):
        return False
    # The words of a task are not in the columns: looking for them would take reading.
    return not any(isinstance(part, Text | Phrase) for part in where.parts)
