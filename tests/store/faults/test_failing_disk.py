"""A disk that fails at one call, once or for ever: the edit is refused, nothing older is lost."""

import itertools
import sys

import pytest

from tests.fakes.disk import Trouble
from tests.store.faults.failing_disk import trial
from tests.store.faults.workload import small_sizes

STRIDE = 23
NIGHTLY_WORKLOADS = 12


def strike(seed: int, trouble: Trouble, *, stride: int) -> tuple[list[str], int]:
    """Let the disk fail at every call, or every `stride`-th; return the faults and the trials."""
    found, trials = [], 0
    _, calls = trial(seed, None, 0)
    for at, lasting in itertools.product(range(1 + seed % stride, calls, stride), (False, True)):
        wrong, _ = trial(seed, trouble, at, lasting=lasting)
        trials += 1
        if wrong:
            found.append(f"{wrong} (workload {seed}, {trouble} at {at}, lasting {lasting})")
    return found, trials


def test_without_trouble_nothing_is_refused() -> None:
    with small_sizes():
        wrong, calls = trial(1, None, 0)
    assert not wrong
    assert calls > 100


@pytest.mark.parametrize("trouble", list(Trouble))
@pytest.mark.parametrize("seed", [1, 2])
def test_a_failing_call_costs_that_edit_alone(seed: int, trouble: Trouble) -> None:
    with small_sizes():
        found, trials = strike(seed, trouble, stride=STRIDE)
    assert not found
    assert trials > 10


@pytest.mark.nightly
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_call_may_fail(trouble: Trouble, capsys: pytest.CaptureFixture[str]) -> None:
    total = 0
    with small_sizes():
        for seed in range(100, 100 + NIGHTLY_WORKLOADS):
            found, trials = strike(seed, trouble, stride=1)
            assert not found
            total += trials
    with capsys.disabled():
        sys.stdout.write(f"\nfailing disk: {trouble} at {total} calls, once and for ever")
