"""Conditions as masks over all rows at once, with numpy: for the window and for long lists."""

from collections.abc import Iterable
from functools import reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from atom_desktop.core.index.columns import FORMATS, NONE, STATUSES, Columns, Mark
from atom_desktop.core.index.filtering_plain import (
    DATED,
    FLAGGED,
    MARKED,
    NUMBERED,
    interval,
    numbers_in,
    rows_of_flag,
)
from atom_desktop.core.index.rows import CLOSED, Ground, column_asked, words_asked
from atom_desktop.model.query.nodes import (
    And,
    Everything,
    Flag,
    FlagName,
    Has,
    HasLabel,
    InProject,
    InSection,
    MayHave,
    Node,
    Not,
    Or,
    Phrase,
    Priority,
    StatusIs,
    Text,
    When,
)
from atom_desktop.model.task import LOWEST_PRIORITY

Mask: TypeAlias = NDArray[np.bool_]
Column: TypeAlias = NDArray[np.int64]
"""Of integers, in truth of any width."""


def column(columns: Columns, name: str, count: int) -> Column:
    """Look at the first `count` cells of a column without copying them."""
    return np.frombuffer(columns.raw[name], dtype=f"={FORMATS[name]}", count=count)


def living_mask(columns: Columns, count: int) -> Mask:
    """Tell of each row whether it has a task."""
    return np.equal(_marked(columns, Mark.GONE, count), 0)


def mask_of(node: Node, ground: Ground, count: int) -> Mask:
    """Tell of each of the first `count` rows whether the condition holds.

    What it says of rows without a task means nothing.
    """
    match node:
        case Everything():
            return np.ones(count, dtype=np.bool_)
        case And():
            masks = (mask_of(part, ground, count) for part in node.parts)
            return reduce(np.logical_and, masks)
        case Or():
            masks = (mask_of(part, ground, count) for part in node.parts)
            return reduce(np.logical_or, masks)
        case Not():
            return np.logical_not(mask_of(node.part, ground, count))
        case Text():
            return _of_words(node, ground, count)
        case Phrase():
            return _of_rows(ground.rows_with_text(node), count)
        case When():
            first, last = interval(node, ground)
            dates = column(ground.columns, str(node.field), count)
            return (dates >= first) & (dates < last)
        case _:
            return _plain(node, ground, count)


def _plain(node: Node, ground: Ground, count: int) -> Mask:
    columns = ground.columns
    match node:
        case InProject() | InSection() | HasLabel():
            name, numbers = numbers_in(node, ground)
            held = column(columns, name, count)
            return _table(numbers, int(held.max(initial=0)))[held]
        case Priority():
            priority = column(columns, "priority", count)
            return (priority >= node.first) & (priority <= node.last)
        case StatusIs():
            code = STATUSES.index(node.status)
            return np.equal(column(columns, "status", count), code)
        case Flag():
            return _flag(node.name, ground, count)
        case Has():
            return _has(node.what, ground, count)
        case _:
            message = f"no mask for {node!r}"
            raise TypeError(message)


def _flag(flag: FlagName, ground: Ground, count: int) -> Mask:
    columns = ground.columns
    if flag in FLAGGED:
        return np.not_equal(_marked(columns, FLAGGED[flag], count), 0)
    rows = rows_of_flag(flag, ground)
    if rows is not None:
        return _of_rows(rows, count)
    if flag is FlagName.DEFERRED:
        return column(columns, "start", count) > ground.now
    due, status = column(columns, "due", count), column(columns, "status", count)
    timed = np.not_equal(_marked(columns, Mark.DUE_TIMED, count), 0)
    limit = np.where(timed, ground.now, ground.today)
    return (due > NONE) & (due < limit) & ~np.isin(status, list(CLOSED))


def _has(what: MayHave, ground: Ground, count: int) -> Mask:
    columns = ground.columns
    if what in MARKED:
        return np.not_equal(_marked(columns, MARKED[what], count), 0)
    if what in NUMBERED:
        return np.not_equal(column(columns, NUMBERED[what], count), 0)
    if what in DATED:
        return column(columns, DATED[what], count) > NONE
    if what is MayHave.SUBTASKS:
        return _of_rows(ground.with_subtasks, count)
    return column(columns, "priority", count) < LOWEST_PRIORITY


def _of_words(node: Text, ground: Ground, count: int) -> Mask:
    words = words_asked(node)
    if ground.text is None or not ground.indexed or not words:
        return _of_rows(ground.rows_with_text(node), count)
    mask, pending = ground.text.mask(words, column_asked(node), count)
    mask[ground.among(node, pending)] = True
    return mask


def _marked(columns: Columns, mark: Mark, count: int) -> Column:
    return np.bitwise_and(column(columns, "marks", count), int(mark))


def _of_rows(rows: Iterable[int], count: int) -> Mask:
    mask = np.zeros(count, dtype=np.bool_)
    found = np.fromiter(rows, dtype=np.int64)
    mask[found[found < count]] = True
    return mask


def _table(numbers: set[int], highest: int) -> Mask:
    table = np.zeros(highest + 1, dtype=np.bool_)
    table[[number for number in numbers if 0 <= number <= highest]] = True
    return table
