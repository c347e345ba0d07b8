"""`atom bench` tells each figure, and fails when a goal is not reached."""

import json

import pytest

from atom_desktop.cli.bench import run as module
from atom_desktop.cli.bench.figures import Figure, Unit
from atom_desktop.cli.bench.run import BENCHES, run_bench
from atom_desktop.cli.failure import Exit
from atom_desktop.model.errors import NotFound, Unavailable
from tests.app.conftest import Desk


def figure(value: float) -> Figure:
    return Figure(
        name="edit",
        value=value,
        unit=Unit.MILLISECONDS,
        limit=10.0,
        baseline_name="append",
        baseline=2.0,
    )


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Benchmarks that measure these values, on a vault of the size that was asked for."""
    values = [5.0]
    benches = {"edit": lambda place: [figure(value) for value in values]}
    monkeypatch.setattr(module, "BENCHES", benches)
    return values


def test_a_table_is_printed(measured) -> None:
    desk = Desk()
    assert run_bench(desk, None, 3) is Exit.DONE
    assert "edit" in desk.printed.getvalue()


def test_json_names_the_size_of_the_vault(measured) -> None:
    desk = Desk(as_json=True)
    assert run_bench(desk, "edit", 3) is Exit.DONE
    document = json.loads(desk.printed.getvalue())
    assert (document["tasks"], document["figures"][0]["value"]) == (3, 5.0)


def test_a_goal_that_is_missed_is_a_failure(measured) -> None:
    measured.append(50.0)
    desk = Desk()
    assert run_bench(desk, None, 3) is Exit.FAILED
    assert "SHORT" in desk.printed.getvalue()


def test_an_unknown_benchmark_is_not_found() -> None:
    with pytest.raises(NotFound, match="speed") as refused:
        run_bench(Desk(), "speed", 3)
    assert "window" in refused.value.hint


def test_every_part_of_the_program_has_its_benchmark() -> None:
    assert set(BENCHES) == {
        "edit",
        "open",
        "filter",
        "text",
        "import",
        "commands",
        "memory",
        "window",
    }


def test_a_benchmark_that_fails_is_told_and_the_others_are_measured(
    measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_place) -> list[Figure]:
        raise Unavailable("There is no window here.")

    monkeypatch.setattr(module, "BENCHES", {"window": broken, **module.BENCHES})
    desk = Desk()
    assert run_bench(desk, None, 3) is Exit.FAILED
    assert "There is no window here." in desk.noted.getvalue()
    assert "edit" in desk.printed.getvalue()
