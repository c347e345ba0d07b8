"""Baselines measure what they say, and leave nothing behind."""

import sys

import pytest

from atom_desktop.cli.bench.baselines import (
    bare_python,
    bare_window_ms,
    import_cpu_ms,
    outcome,
    process_times,
    raw_append_ms,
)
from atom_desktop.model.errors import Unavailable

WAITING = "import threading; threading.Event().wait(0.5)"


def test_a_bare_append_takes_time_and_leaves_no_file(tmp_path) -> None:
    assert raw_append_ms(tmp_path, repeats=5) > 0
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_fails_is_no_measurement() -> None:
    with pytest.raises(Unavailable, match="exit code 3"):
        process_times([sys.executable, "-c", "raise SystemExit(3)"], repeats=1)


def test_a_process_that_fails_is_told_with_what_it_complained_of() -> None:
    with pytest.raises(Unavailable, match="the disk is full"):
        outcome([sys.executable, "-c", "raise SystemExit('the disk is full')"])


def test_a_process_that_does_not_end_is_given_up() -> None:
    with pytest.raises(Unavailable, match="not done"):
        outcome([sys.executable, "-c", "import threading; threading.Event().wait()"], seconds=0.5)


def test_a_process_gets_the_environment_that_was_given() -> None:
    code = "import os; assert os.environ['ATOM_X'] == 'y'"
    times = process_times([sys.executable, "-c", code], repeats=1, environ={"ATOM_X": "y"})
    assert times.wall > 0


def test_a_process_that_does_more_takes_longer_than_a_bare_one() -> None:
    slow = process_times([sys.executable, "-c", WAITING], 1)
    assert slow.wall > 500
    assert bare_python().wall < slow.wall


@pytest.mark.skipif(sys.platform == "win32", reason="it is not counted there")
def test_waiting_costs_no_processor() -> None:
    waiting = process_times([sys.executable, "-c", WAITING], 1)
    assert 0 < waiting.cpu < waiting.wall


def test_a_bare_window_is_painted() -> None:
    assert bare_window_ms(repeats=1) > 0


def test_an_import_costs_something() -> None:
    assert import_cpu_ms("decimal") > 0
