"""What a condition on one row is asked of: the columns, the names, the text of a task, the hour."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Final

import msgspec

from atom_desktop.core.index.columns import STATUSES, Columns, Mark
from atom_desktop.core.index.names import Directory
from atom_desktop.core.index.text_index import TextIndex, TextOf
from atom_desktop.core.index.words import has_prefixes, words_of
from atom_desktop.model.planned import from_minutes
from atom_desktop.model.query.nodes import And, Node, Not, Or, Phrase, Text, TextField
from atom_desktop.model.task import Status

FEW_PENDING: Final = 1000
"""Up to this many texts that are not in the index yet are looked at one by one."""
CLOSED: Final = frozenset({STATUSES.index(Status.DONE), STATUSES.index(Status.CANCELLED)})


class Ground(msgspec.Struct, frozen=True, dict=True):
    """Everything that conditions are evaluated against.

    `now` is in wall minutes, `text` None where there is no full-text index: then words are looked
    for task by task.
    """

    columns: Columns
    names: Directory
    now: int
    text_of: TextOf
    text: TextIndex | None = None
    hasty: bool = False
    """Whether titles alone are looked at while nothing is in the full-text index."""

    @cached_property
    def today(self) -> int:
        """The first minute of today."""
        return self.now - self.now % 1440

    @property
    def indexed(self) -> bool:
        """Whether words are looked up in a full-text index."""
        return self.text is not None and self.text.documents > 0

    @cached_property
    def open_rows(self) -> Callable[[int], bool]:
        """Whether a row has a task that is not closed."""
        status, marks = self.columns.cells["status"], self.columns.cells["marks"]
        hidden = int(Mark.GONE | Mark.TRASHED)
        return lambda row: status[row] not in CLOSED and not marks[row] & hidden

    @cached_property
    def blocked(self) -> frozenset[int]:
        """The rows that wait for a task that is not closed."""
        found = set()
        for row, ids in list(self.columns.depends.items()):
            rows = (self.columns.row_of(one) for one in ids)
            if any(one >= 0 and self.open_rows(one) for one in rows):
                found.add(row)
        return frozenset(found)

    @cached_property
    def blocking(self) -> frozenset[int]:
        """The open rows that others wait for."""
        named = {one for ids in list(self.columns.depends.values()) for one in ids}
        rows = (self.columns.row_of(one) for one in named)
        return frozenset(row for row in rows if row >= 0 and self.open_rows(row))

    @cached_property
    def with_subtasks(self) -> frozenset[int]:
        """The rows that are parents."""
        rows = (self.columns.row_of(one) for one in set(self.columns.parents.values()))
        return frozenset(row for row in rows if row >= 0)

    def rows_with_text(self, node: Text | Phrase) -> list[int]:
        """Return the living rows whose text satisfies the condition.

        While many texts are still to be entered, of those only the titles are looked at.
        """
        words = words_asked(node)
        if not words:
            return list(self.columns.living()) if isinstance(node, Text) else []
        if self.text is None or self.text.documents == 0:
            living = self.columns.living()
            if self.hasty:
                return self._titled(words, living)
            return [row for row in living if self.matches(node, row)]
        found, pending = self.text.found(words, column_asked(node))
        if isinstance(node, Phrase):
            found = [row for row in found if self.matches(node, row)]
        return found + self.among(node, pending)

    def among(self, node: Text | Phrase, rows: list[int]) -> list[int]:
        """Return which of these rows, whose texts are not in the index, satisfy the condition."""
        if self.hasty and len(rows) > FEW_PENDING:
            return self._titled(words_asked(node), rows)
        return [row for row in rows if self.matches(node, row)]

    def _titled(self, words: Iterable[str], rows: Iterable[int]) -> list[int]:
        """Return the living rows that have these words literally in their title."""
        columns, marks = self.columns, self.columns.cells["marks"]
        wanted = [word.encode().lower() for word in words]
        titles, gone = columns.titles.lower(), int(Mark.GONE)
        starts, lengths = columns.cells["title_at"], columns.cells["title_length"]
        return [
            row
            for row in rows
            if not marks[row] & gone
            and all(
                titles.find(word, starts[row], starts[row] + lengths[row]) >= 0 for word in wanted
            )
        ]

    def matches(self, node: Text | Phrase, row: int) -> bool:
        """Tell whether the text of one row satisfies the condition."""
        text = self.text_of(row)
        if text is None:
            return False
        parts = _parts(text, node.field)
        words = [words_of(part) for part in parts]
        if isinstance(node, Phrase):
            return any(_has_run(part, words_of(node.text)) for part in words)
        every = [word for part in words for word in part]
        return has_prefixes(every, [one for word in node.words for one in words_of(word)])

    def wall_to_ms(self, minutes: int) -> int:
        """Return the Unix milliseconds at which a clock here shows these wall minutes."""
        wall = from_minutes(minutes).replace(tzinfo=self.columns.home)
        return int(wall.timestamp() * 1000)


def asks_for_words(node: Node) -> bool:
    """Tell whether a condition looks for words anywhere in it."""
    match node:
        case And(parts) | Or(parts):
            return any(map(asks_for_words, parts))
        case Not(part):
            return asks_for_words(part)
        case _:
            return isinstance(node, Text | Phrase)


def words_asked(node: Text | Phrase) -> tuple[str, ...]:
    """Return what a condition looks for, empty if there is no letter in it."""
    words = node.words if isinstance(node, Text) else (node.text,)
    return words if any(words_of(word) for word in words) else ()


def column_asked(node: Text | Phrase) -> str:
    """Return the column of the full-text index that a condition is about, "" for all."""
    return "" if node.field is TextField.ANY else str(node.field)


def _parts(text: tuple[str, str], field: TextField) -> Iterable[str]:
    title, notes = text
    if field is TextField.TITLE:
        return (title,)
    return (notes,) if field is TextField.NOTES else (title, notes)


def _has_run(words: list[str], run: list[str]) -> bool:
    length = len(run)
    starts = range(len(words) - length + 1)
    return bool(run) and any(words[start : start + length] == run for start in starts)
