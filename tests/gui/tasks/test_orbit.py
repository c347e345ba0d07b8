import pytest

from atom_desktop.gui.tasks import orbit as module
from atom_desktop.gui.tasks.orbit import Orbits


@pytest.fixture
def turning(qapp, monkeypatch):
    monkeypatch.setattr(module, "LASTS", 40)
    phases, moved = {}, []
    return Orbits(phases, lambda row: moved.append((row, phases.get(row)))), phases, moved


def test_an_electron_runs_round_once_and_then_nothing_moves(turning, qtbot):
    orbits, phases, moved = turning
    orbits.begin(7)
    assert phases == {7: 0.0}
    qtbot.waitUntil(lambda: not phases)
    assert moved[-1] == (7, None)
    assert all(0.0 <= phase <= 1.0 for _, phase in moved[:-1])
    assert not orbits._timer.isActive()


def test_two_electrons_run_at_the_same_time(turning, qtbot):
    orbits, phases, moved = turning
    orbits.begin(1)
    orbits.begin(2)
    qtbot.waitUntil(lambda: not phases)
    assert {row for row, _ in moved} == {1, 2}
