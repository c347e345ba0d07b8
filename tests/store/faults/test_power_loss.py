"""A power cut at every call: what was acknowledged is there, the rest is whole or absent."""

import sys

import pytest

from tests.store.faults.power_loss import hunt
from tests.store.faults.workload import small_sizes

NIGHTLY_STATES = 200_000


@pytest.mark.parametrize("seed", range(6))
def test_no_acknowledged_step_is_lost_wherever_the_power_goes(seed: int) -> None:
    with small_sizes():
        wrong, states = hunt(seed, length=24, variants=2)
    assert not wrong
    assert states > 100


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_no_acknowledged_step_is_lost_in_200_000_states(
    capsys: pytest.CaptureFixture[str],
) -> None:
    total, seed = 0, 1000
    with small_sizes():
        while total < NIGHTLY_STATES:
            wrong, states = hunt(seed, length=24, variants=6)
            assert not wrong
            total += states
            seed += 1
    with capsys.disabled():
        sys.stdout.write(f"\npower loss: {total} states of {seed - 1000} workloads\n")
