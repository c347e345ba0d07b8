import threading

import pytest

from atom_desktop.core.staying import Activity, Reason, sleeping_clock, stay


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_stay_ends_when_it_is_asked_to() -> None:
    stop = threading.Event()
    stop.set()
    assert stay(stop, [lambda: Reason.IDLE]) is Reason.ASKED


def test_the_first_reason_found_ends_a_stay() -> None:
    answers = iter([None, None, Reason.LOGGED_OUT])
    assert stay(threading.Event(), [lambda: None, lambda: next(answers)], 0) is Reason.LOGGED_OUT


@pytest.mark.parametrize(
    ("passed", "limit", "reason"),
    [(59.0, 60.0, None), (60.0, 60.0, Reason.IDLE), (1e9, None, None)],
)
def test_a_vault_that_nobody_uses_is_idle(
    passed: float, limit: float | None, reason: Reason | None
) -> None:
    clock = Clock()
    check = Activity(clock).idle_longer_than(lambda: limit)
    clock.now += passed
    assert check() is reason


def test_use_begins_the_time_anew() -> None:
    clock = Clock()
    activity = Activity(clock)
    check = activity.idle_longer_than(lambda: 60)
    clock.now += 59
    activity.note()
    clock.now += 59
    assert check() is None
    clock.now += 1
    assert check() is Reason.IDLE


def test_the_limit_may_change_meanwhile() -> None:
    clock = Clock()
    limits = [60.0]
    check = Activity(clock).idle_longer_than(lambda: limits[-1])
    clock.now += 30
    assert check() is None
    limits.append(10.0)
    assert check() is Reason.IDLE


def test_the_clock_goes_forward() -> None:
    assert sleeping_clock() <= sleeping_clock()
