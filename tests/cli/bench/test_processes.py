"""Whole commands, memory and windows are measured in processes of their own."""

import os
import sys

import pytest

from atom_desktop.cli.bench import processes
from atom_desktop.cli.bench.baselines import Times, outcome
from atom_desktop.cli.bench.processes import commands, memory, resident_mb
from atom_desktop.model.errors import Unavailable

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def test_commands_are_measured_alone_and_with_an_owner(place, monkeypatch) -> None:
    def once(arguments, environ=None) -> Times:
        outcome(arguments, environ)
        return Times(2.0, 1.0)

    monkeypatch.setattr(processes, "process_times", once)
    monkeypatch.setattr(processes, "bare_python", lambda: Times(2.0, 1.0))
    figures = commands(place)
    assert [figure.name for figure in figures] == [
        "atom --help",
        "atom add, alone",
        "atom list QUERY, alone",
        "atom add, with an owner",
        "atom list QUERY, with an owner",
    ]
    assert figures[1].limit > figures[3].limit
    assert "CPU 1 ms" in figures[0].detail


def test_a_process_without_a_window_that_ends_says_why(place, monkeypatch) -> None:
    code = "import sys; sys.exit('no room')"
    monkeypatch.setattr(processes, "PROGRAM", (sys.executable, "-c", code))
    with pytest.raises(Unavailable, match="no room"):
        memory(place)


def test_the_memory_of_an_owner_is_more_than_that_of_a_bare_process(place) -> None:
    (figure,) = memory(place)
    assert figure.value > figure.baseline > 1


def test_this_process_needs_memory() -> None:
    assert resident_mb(os.getpid()) > 5


def test_a_process_that_is_not_there_has_no_memory() -> None:
    with pytest.raises(Unavailable):
        resident_mb(999_999_999)


def test_what_a_window_tells_becomes_figures(place, monkeypatch) -> None:
    told = (
        b'{"painted": 200, "first_rows": 30, "usable": 300, "scroll_median": 2,'
        b' "scroll_longest": 20, "type_median": 3, "type_longest": 40, "memory": 150}'
    )
    monkeypatch.setattr(
        processes, "bare_window_ms", lambda environ: 160.0 if environ["QT_QPA_PLATFORM"] else 0.0
    )
    monkeypatch.setattr(processes, "outcome", lambda *_: told)
    figures = {figure.name: figure for figure in processes.window(place)}
    assert figures["window painted"].reached
    assert not figures["typing in the filter, longest turn"].reached
    assert figures["memory with a window"].value == 150
