"""A clock that has jumped is named before anything is written with it."""

import pytest

from atom_desktop.core.clock_watch import LONG_AGO_MS, ClockWatch
from atom_desktop.model.errors import Conflict
from atom_desktop.model.stamp import DAY_MS

NOW = 1_795_000_000_000


class Hands:
    def __init__(self) -> None:
        self.wall = NOW
        self.passed = 1000.0

    def forward(self, milliseconds: int) -> None:
        """Let time pass: both clocks show it."""
        self.wall += milliseconds
        self.passed += milliseconds / 1000


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def watch(hands: Hands) -> ClockWatch:
    return ClockWatch(lambda: hands.wall, lambda: hands.passed)


def reading(milliseconds: int) -> str:
    return f"{milliseconds << 16:016x}"


def test_an_ordinary_day_raises_nothing(hands: Hands, watch: ClockWatch) -> None:
    hands.forward(DAY_MS // 2)
    watch.check(reading(NOW))


def test_a_month_of_sleep_raises_nothing(hands: Hands, watch: ClockWatch) -> None:
    hands.forward(30 * DAY_MS)
    watch.check(reading(NOW))


def test_a_clock_before_the_last_change_is_named(watch: ClockWatch) -> None:
    with pytest.raises(Conflict, match="3 days before the last change"):
        watch.check(reading(NOW + 3 * DAY_MS + 1000))


def test_an_hour_before_the_last_change_is_nothing(watch: ClockWatch) -> None:
    watch.check(reading(NOW + 3_600_000))


def test_a_jump_ahead_in_a_running_process_is_named(hands: Hands, watch: ClockWatch) -> None:
    hands.wall += 3 * DAY_MS
    with pytest.raises(Conflict, match="jumped 3 days ahead") as caught:
        watch.check(reading(NOW))
    assert caught.value.code == "clock-jump"


def test_a_clock_decades_after_the_last_change_is_named(hands: Hands) -> None:
    hands.wall += 30_000 * DAY_MS
    watch = ClockWatch(lambda: hands.wall, lambda: hands.passed)
    with pytest.raises(Conflict, match="30,000 days after"):
        watch.check(reading(NOW))


def test_somebody_who_was_away_for_years_is_not_asked(hands: Hands) -> None:
    hands.wall += LONG_AGO_MS - 1
    ClockWatch(lambda: hands.wall, lambda: hands.passed).check(reading(NOW))


def test_a_clock_that_was_accepted_is_the_new_measure(hands: Hands, watch: ClockWatch) -> None:
    hands.wall += 3 * DAY_MS
    watch.accept()
    hands.forward(DAY_MS)
    watch.check(reading(NOW))
    hands.wall += 2 * DAY_MS
    with pytest.raises(Conflict):
        watch.check(reading(NOW))
