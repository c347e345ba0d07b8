"""A figure stands beside its baseline, and says whether its goal is reached."""

import pytest

from atom_desktop.cli.bench.figures import Figure, Unit, median, table, timed


def figure(value: float, *, unit: Unit = Unit.MILLISECONDS, limit: float = 10.0) -> Figure:
    return Figure(
        name="edit", value=value, unit=unit, limit=limit, baseline_name="append", baseline=2.0
    )


def test_a_ratio_says_how_many_times_the_baseline_it_takes() -> None:
    assert figure(5.0).ratio == 2.5


def test_without_a_baseline_there_is_no_ratio() -> None:
    bare = Figure(
        name="x", value=1.0, unit=Unit.MILLISECONDS, limit=2.0, baseline_name="-", baseline=0.0
    )
    assert bare.ratio == 0.0


@pytest.mark.parametrize(
    ("value", "unit", "reached"),
    [
        (10.0, Unit.MILLISECONDS, True),
        (10.1, Unit.MILLISECONDS, False),
        (10.0, Unit.PER_SECOND, True),
        (9.9, Unit.PER_SECOND, False),
        (9.9, Unit.MEGABYTES, True),
    ],
)
def test_a_goal_is_a_most_or_for_rates_a_least(value: float, unit: Unit, reached: bool) -> None:
    assert figure(value, unit=unit).reached is reached


def test_json_carries_all_of_it() -> None:
    assert figure(5.0).as_json() == {
        "name": "edit",
        "value": 5.0,
        "unit": "ms",
        "limit": 10.0,
        "reached": True,
        "baseline": {"name": "append", "value": 2.0},
        "ratio": 2.5,
        "detail": "",
    }


def test_a_table_says_what_falls_short() -> None:
    lines = table([figure(5.0), figure(50.0)]).splitlines()
    assert len(lines) == 3
    assert lines[1].endswith("ok")
    assert lines[2].endswith("SHORT")
    assert ">=" in table([figure(1.0, unit=Unit.PER_SECOND)])


def test_the_median_is_the_middle() -> None:
    assert median([9.0, 1.0, 2.0]) == 2.0


def test_timing_counts_each_turn() -> None:
    ticks = iter([0.0, 0.5, 1.0, 3.0])
    assert timed(lambda: None, 2, lambda: next(ticks)) == [500.0, 2000.0]
