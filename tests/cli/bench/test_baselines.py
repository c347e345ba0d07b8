"""Baselines measure what they say, and leave nothing behind."""

import subprocess
import sys

import pytest

from atom_desktop.cli.bench.baselines import (
    bare_python_ms,
    bare_window_ms,
    import_cpu_ms,
    process_ms,
    raw_append_ms,
)


def test_a_bare_append_takes_time_and_leaves_no_file(tmp_path) -> None:
    assert raw_append_ms(tmp_path, repeats=5) > 0
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_fails_is_no_measurement() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        process_ms([sys.executable, "-c", "raise SystemExit(3)"], repeats=1)


def test_a_process_gets_the_environment_that_was_given() -> None:
    code = "import os; assert os.environ['ATOM_X'] == 'y'"
    assert process_ms([sys.executable, "-c", code], repeats=1, environ={"ATOM_X": "y"}) > 0


def test_a_process_that_does_more_takes_longer_than_a_bare_one() -> None:
    slow = process_ms([sys.executable, "-c", "import threading; threading.Event().wait(0.5)"], 1)
    assert slow > 500
    assert bare_python_ms() < slow


def test_a_bare_window_is_painted() -> None:
    assert bare_window_ms(repeats=1) > 0


def test_an_import_costs_something() -> None:
    assert import_cpu_ms("decimal") > 0
