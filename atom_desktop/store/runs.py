"""Sorting that lets other threads have their turn."""

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

Item = TypeVar("Item")
LETTERS = 2
SHORT = 1000


def sorted_runs(items: Collection[Item], key_of: Callable[[Item], str]) -> Iterator[list[Item]]:
    """Yield all items in the order of their keys (``collection/id``), some hundred at a time.

    Sorting a hundred thousand in one call would hold up every other thread for as long as it takes.
    """
    if len(items) <= SHORT:
        yield sorted(items, key=key_of)
        return
    heads: dict[str, list[Item]] = {}
    for item in items:
        key = key_of(item)
        head = key[: key.find("/") + 1 + LETTERS]
        held = heads.get(head)
        if held is None:
            heads[head] = [item]
        else:
            held.append(item)
    for head in sorted(heads):
        yield sorted(heads[head], key=key_of)
