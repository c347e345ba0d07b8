"""Going through all records of a vault while it is being changed."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from atom_desktop.model.record import Record
from atom_desktop.store.opening import State
from atom_desktop.store.segment import BrokenBlock, Segment, merged_lines, record_of

Heal = Callable[[BrokenBlock], dict[str, Record]]


def scan(
    state: State, lock: AbstractContextManager[object], start: str, stop: str
) -> Iterator[Record]:
    """Yield the records with keys from `start` to before `stop`, as they are at the call.

    The lock is held at the call, and while a block that does not verify is healed.
    """
    with lock:
        segments = list(state.segments)
        overlay = {key: held for key, held in state.overlay.items() if start <= key < stop}

    def heal(broken: BrokenBlock) -> dict[str, Record]:
        with lock:
            healed = state.heal(broken)
        overlay.update((key, held) for key, held in healed.items() if start <= key < stop)
        return healed

    def records() -> Iterator[Record]:
        for key, line in sound_lines(segments, start, stop, heal):
            if key not in overlay:
                yield record_of(line)
        yield from overlay.values()

    return records()


def sound_lines(
    segments: list[Segment], start: str, stop: str, heal: Heal
) -> Iterator[tuple[str, bytes]]:
    """Yield (key, line) of segments in order, leaving out blocks that `heal` took care of."""
    while True:
        try:
            for key, line in merged_lines(segments, start, stop):
                start = f"{key}\0"
                yield key, line
        except BrokenBlock as broken:
            heal(broken)
        else:
            return
