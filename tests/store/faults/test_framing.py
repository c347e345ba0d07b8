"""Each thing that a block is bound to is bound indeed, told by files made by hand."""

import random

import pytest

from tests.fakes.disk_store import Home
from tests.store.faults.framing import FORGERIES, by_hand, hunt, nonces_of, read_by_hand
from tests.store.faults.workload import Work, small_sizes, work


def test_reader_and_writer_do_what_the_document_says() -> None:
    assert not hunt()


@pytest.mark.parametrize("what", list(FORGERIES))
def test_the_forgeries_are_forged(what: str) -> None:
    """Even the small reader in this harness refuses them."""
    assert read_by_hand(by_hand())
    with pytest.raises(Exception, match=r"^$"):
        read_by_hand(by_hand(**FORGERIES[what]))


def test_no_key_meets_a_nonce_again_in_a_vault_that_was_worked_with() -> None:
    with small_sizes():
        person = Work(Home(seed=3), random.Random(3))
        work(person, 60)
    pairs = nonces_of(person.disk.files())
    assert len(pairs) > 40
    assert len(set(pairs)) == len(pairs)
