"""Wrong passphrases make the next attempt wait, a right one forgives them."""

import pytest

from atom_desktop.core.patience import FREE_SLIPS, LONGEST_SECONDS, Patience
from atom_desktop.model.errors import Busy


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def patience(clock: Seconds) -> Patience:
    return Patience(clock)


def test_a_few_slips_cost_nothing(patience: Patience) -> None:
    for _ in range(FREE_SLIPS):
        patience.note_wrong()
    patience.check()


def test_the_wait_doubles_with_each_further_slip(patience: Patience) -> None:
    waits = []
    for _ in range(FREE_SLIPS + 4):
        patience.note_wrong()
        waits.append(patience.seconds_left())
    assert waits[FREE_SLIPS:] == [1.0, 2.0, 4.0, 8.0]


def test_the_wait_has_a_limit(patience: Patience) -> None:
    for _ in range(100):
        patience.note_wrong()
    assert patience.seconds_left() == LONGEST_SECONDS


def test_an_attempt_during_the_wait_is_refused_and_says_how_long(patience: Patience) -> None:
    for _ in range(FREE_SLIPS + 2):
        patience.note_wrong()
    with pytest.raises(Busy, match="2 seconds"):
        patience.check()


def test_the_wait_passes(patience: Patience, clock: Seconds) -> None:
    for _ in range(FREE_SLIPS + 2):
        patience.note_wrong()
    clock.now += 2.0
    patience.check()


def test_a_right_attempt_forgives_all_slips(patience: Patience) -> None:
    for _ in range(FREE_SLIPS + 5):
        patience.note_wrong()
    patience.note_right()
    patience.check()
    patience.note_wrong()
    patience.check()
