import pytest

from atom_desktop.model.errors import UserError
from atom_desktop.store.pace import Pace, uncancelled, untold


def told(total: int = 0):
    calls: list[tuple[int, int]] = []
    return Pace(lambda done, total: calls.append((done, total)), uncancelled, total), calls


def pairs(count: int):
    return ((str(number), b"") for number in range(count))


def test_what_was_taken_adds_up():
    pace, calls = told(total=10)
    pace.took(3)
    pace.took(4)
    assert calls == [(3, 10), (7, 10)]


def test_a_guess_that_was_too_small_grows():
    pace, calls = told(total=1)
    pace.took(5)
    assert calls == [(5, 5)]


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1001, 2500])
def test_watched_lines_are_all_passed_on_and_counted(count):
    pace, calls = told()
    assert len(list(pace.watched(pairs(count)))) == count
    assert calls[-1][0] == count


def test_somebody_who_asks_to_stop_is_obeyed():
    pace = Pace(untold, lambda: True)
    with pytest.raises(UserError) as caught:
        pace.took(1)
    assert caught.value.code == "cancelled"


def test_a_long_reading_stops_on_the_way():
    asked: list[str] = []
    pace = Pace(untold, lambda: len(asked) > 1500)
    with pytest.raises(UserError):
        asked.extend(key for key, _ in pace.watched(pairs(5000)))
    assert len(asked) < 2100


def test_nobody_needs_to_be_told():
    untold(1, 2)
    assert not uncancelled()
