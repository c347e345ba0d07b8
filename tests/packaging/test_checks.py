import io
from collections.abc import Sequence
from contextlib import redirect_stdout
from itertools import count

import checks
import pytest
from checks import Gate, Verdict, gates, run_all, summary


def table(*names: str) -> list[Gate]:
    return [Gate(name=name, command=(name,)) for name in names]


def run(*names: str, failing: Sequence[str] = (), fast_fail: bool = False) -> list[checks.Ending]:
    ticks = count()
    with redirect_stdout(io.StringIO()):
        return run_all(
            table(*names),
            fast_fail=fast_fail,
            runner=lambda command: int(command[0] in failing),
            clock=lambda: float(next(ticks)),
        )


def test_every_gate_runs_though_an_earlier_one_failed() -> None:
    endings = run("a", "b", "c", failing=["a"])
    verdicts = [ending.verdict for ending in endings]
    assert verdicts == [Verdict.FAILED, Verdict.PASSED, Verdict.PASSED]


def test_fast_fail_stops_at_the_first_failure() -> None:
    assert len(run("a", "b", "c", failing=["b"], fast_fail=True)) == 2


def test_the_table_names_what_failed_and_how_long_all_took() -> None:
    text = summary(run("ruff", "pytest", failing=["pytest"]))
    assert "ruff    passed       1.0" in text
    assert "pytest  FAILED       1.0" in text
    assert "all     FAILED       2.0" in text
    assert text.endswith("Failed: pytest. The reasons are above.")


def test_a_gate_that_is_left_out_says_why_and_does_not_run() -> None:
    gate = Gate(name="coverage", command=("never",), left_out="only some tests ran: -k x")
    with redirect_stdout(io.StringIO()):
        endings = run_all([gate], fast_fail=False, runner=lambda _command: pytest.fail("it ran"))
    assert endings[0].verdict is Verdict.SKIPPED
    assert "only some tests ran: -k x" in summary(endings)


def test_the_whole_suite_is_measured() -> None:
    found = {gate.name: gate for gate in gates(["--nightly", "--real"])}
    assert "--cov" in found["pytest"].command
    assert not found["branch coverage"].left_out


def test_a_part_of_the_suite_is_not_held_against_the_coverage_of_the_whole() -> None:
    found = {gate.name: gate for gate in gates(["tests/store"])}
    assert "--cov" not in found["pytest"].command
    assert found["branch coverage"].left_out


def test_nothing_that_the_house_asks_for_is_missing() -> None:
    names = {gate.name for gate in gates([])}
    assert names >= {
        "ruff check",
        "ruff format",
        "mypy --strict",
        "import contracts",
        "codespell",
        "vulture",
        "dependencies",
        "pytest",
        "branch coverage",
    }


@pytest.mark.parametrize("status", [0, 1])
def test_a_failed_gate_makes_the_command_fail(
    status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def runner(command: Sequence[str]) -> int:
        asked.append(" ".join(command))
        return status

    assert checks.main(["--fast-fail", "--nightly"], runner) == status
    assert ("Failed: ruff check" in capsys.readouterr().out) == bool(status)
    assert len(asked) == (1 if status else len(gates([])))
    assert not any("--fast-fail" in line for line in asked)


def test_gates_run_with_this_python_in_the_project_and_cannot_ask(
    capfd: pytest.CaptureFixture[str],
) -> None:
    code = "import os, sys; print(os.getcwd()); print(repr(sys.stdin.read())); sys.exit(3)"
    assert checks.run(["-c", code]) == 3
    assert capfd.readouterr().out.splitlines() == [str(checks.ROOT), "''"]
