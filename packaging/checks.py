"""Runs every gate, one after the other, and ends with a table: the test command of the README.

python packaging/checks.py [ARGUMENTS OF PYTEST] [--nightly] [--real] [--fast-fail]

Arguments that choose some of the tests leave out the coverage gate, which needs all of them.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COVERAGE_REPORT = "coverage.json"
FAST_FAIL = "--fast-fail"
WHOLE_SUITE_OPTIONS = frozenset({"--nightly", "--real", "-v", "-vv", "-q"})
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"


class Verdict(StrEnum):
    """How a gate ended."""

    PASSED = "passed"
    FAILED = "FAILED"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One check: the module to run with these arguments, or why it is left out."""

    name: str
    command: tuple[str, ...]
    left_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What became of a gate."""

    gate: Gate
    verdict: Verdict
    seconds: float


def gates(chosen: Sequence[str]) -> tuple[Gate, ...]:
    """Return the table of gates; `chosen` are the arguments for pytest."""
    some = [word for word in chosen if word not in WHOLE_SUITE_OPTIONS]
    left_out = f"only some tests ran: {' '.join(some)}" if some else ""
    coverage = () if some else ("--cov", f"--cov-report=json:{COVERAGE_REPORT}")
    return (
        Gate(name="ruff check", command=("-m", "ruff", "check", ".")),
        Gate(name="ruff format", command=("-m", "ruff", "format", "--check", ".")),
        Gate(name="mypy --strict", command=("-m", "mypy", "--strict", "atom_desktop", "packaging")),
        Gate(name="import contracts", command=("-c", LINT_IMPORTS, "--no-logo")),
        Gate(name="codespell", command=("-m", "codespell_lib")),
        Gate(name="vulture", command=("-m", "vulture")),
        Gate(name="dependencies", command=("packaging/audit.py",)),
        Gate(name="pytest", command=("-m", "pytest", "-n", "2", *coverage, *chosen)),
        Gate(
            name="branch coverage",
            command=("packaging/coverage_gate.py", COVERAGE_REPORT),
            left_out=left_out,
        ),
    )


def run(command: Sequence[str]) -> int:
    """Run a gate with this Python; nobody is asked anything."""
    return subprocess.call([sys.executable, *command], cwd=ROOT, stdin=subprocess.DEVNULL)


def run_all(
    table: Sequence[Gate],
    *,
    fast_fail: bool,
    runner: Callable[[Sequence[str]], int] = run,
    clock: Callable[[], float] = time.monotonic,
) -> list[Ending]:
    """Run the gates in order; all of them, unless the first failure is to be the last."""
    endings: list[Ending] = []
    for gate in table:
        if gate.left_out:
            endings.append(Ending(gate=gate, verdict=Verdict.SKIPPED, seconds=0.0))
            continue
        print(f"\n--- {gate.name}", flush=True)
        began = clock()
        status = runner(gate.command)
        verdict = Verdict.FAILED if status else Verdict.PASSED
        endings.append(Ending(gate=gate, verdict=verdict, seconds=clock() - began))
        if status and fast_fail:
            break
    return endings


def summary(endings: Sequence[Ending]) -> str:
    """Return the table that closes the run."""
    width = max(len(ending.gate.name) for ending in endings)
    lines = ["", "gate".ljust(width) + "  verdict  seconds"]
    for ending in endings:
        line = f"{ending.gate.name:<{width}}  {ending.verdict:<7}  {ending.seconds:7.1f}"
        lines.append(f"{line}  {ending.gate.left_out}".rstrip())
    total = sum(ending.seconds for ending in endings)
    failed = [ending.gate.name for ending in endings if ending.verdict is Verdict.FAILED]
    lines.append(f"{'all':<{width}}  {'FAILED' if failed else 'passed':<7}  {total:7.1f}")
    if failed:
        lines.append(f"Failed: {', '.join(failed)}. The reasons are above.")
    return "\n".join(lines)


def main(arguments: Sequence[str], runner: Callable[[Sequence[str]], int] = run) -> int:
    """Run the gates and return 1 if any of them failed."""
    chosen = [word for word in arguments if word != FAST_FAIL]
    endings = run_all(gates(chosen), fast_fail=FAST_FAIL in arguments, runner=runner)
    print(summary(endings), flush=True)
    return int(any(ending.verdict is Verdict.FAILED for ending in endings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
