"""Changed, cut, exchanged and renamed files: what verifies opens, the rest is named and kept."""

import sys
from collections.abc import Iterator

import pytest

from tests.store.faults.damage import Vault, build, cuts, flips, hunt, pairs, turmoil
from tests.store.faults.workload import small_sizes

STRIDE_OF_BITS = 71
STRIDE_OF_CUTS = 11
NIGHTLY_PAIRS = 20_000


@pytest.fixture
def vault() -> Iterator[Vault]:
    with small_sizes() as patch:
        patch.setattr("atom_desktop.store.sealed_folder.BLOCK_BYTES", 100)
        yield build()


def test_the_vault_under_test_has_a_file_of_each_kind(vault: Vault) -> None:
    names = [path.rsplit("/", 1)[1] for path in vault.files]
    kinds = {name.partition("-")[0] for name in names}
    assert {"log", "seg", "hist", "snap", "window", "anchor.json", "device.json"} == kinds
    assert not hunt(vault, iter([("nothing done", vault.files, vault.safe("", 0))]))[0]


def test_a_changed_bit_is_named_and_costs_no_more_than_its_block(vault: Vault) -> None:
    wrong, tried = hunt(vault, flips(vault, STRIDE_OF_BITS))
    assert not wrong
    assert tried > 700


def test_a_cut_file_is_named_and_costs_no_more_than_what_was_cut(vault: Vault) -> None:
    wrong, tried = hunt(vault, cuts(vault, STRIDE_OF_CUTS))
    assert not wrong
    assert tried > 700


def test_two_damaged_files_are_named(vault: Vault) -> None:
    wrong, tried = hunt(vault, pairs(vault, 400))
    assert not wrong
    assert tried == 400


def test_files_that_are_gone_doubled_exchanged_or_renamed_are_named(vault: Vault) -> None:
    wrong, tried = hunt(vault, turmoil(vault))
    assert not wrong
    assert tried > 100


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_every_bit_and_every_length(vault: Vault, capsys: pytest.CaptureFixture[str]) -> None:
    wrong, bits = hunt(vault, flips(vault, 1))
    assert not wrong
    wrong, lengths = hunt(vault, cuts(vault, 1))
    assert not wrong
    wrong, both = hunt(vault, pairs(vault, NIGHTLY_PAIRS))
    assert not wrong
    with capsys.disabled():
        sys.stdout.write(f"\ndamage: {bits} bits, {lengths} cuts, {both} pairs, all named\n")
