"""Measures how the effort grows with the length of a text: 4 is in step with it, 16 its square."""

import time
from collections.abc import Callable

SHORT = 5_000
TOO_FAST_TO_TELL = 0.03
IN_STEP = 9.0


def growth(work: Callable[[str], object], piece: str) -> float:
    """Return how many times more processor time a text four times as long takes."""
    long = _best(work, (piece * SHORT)[: SHORT * 4])
    if long < TOO_FAST_TO_TELL:
        return 1.0
    return long / _best(work, (piece * SHORT)[:SHORT])


def _best(work: Callable[[str], object], text: str) -> float:
    """Return the shorter of two runs, so that a pause in one does not count."""
    taken = []
    for _ in range(2):
        begun = time.process_time()
        work(text)
        taken.append(time.process_time() - begun)
    return min(taken)
