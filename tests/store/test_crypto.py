import msgspec
import pytest

from atom_desktop.model.errors import Damaged
from atom_desktop.model.ids import is_id
from atom_desktop.store.crypto import (
    FLOOR,
    LEAST_MEMORY,
    MIB,
    MOST_MEMORY,
    Cost,
    Keys,
    calibrated,
    commitment,
    derive,
    stretch,
)

VAULT = bytes(range(16))


def test_every_sub_key_is_another_one() -> None:
    keys = Keys.from_root(b"r" * 32, VAULT, epoch=2)
    made = [one for one in msgspec.structs.astuple(keys) if isinstance(one, bytes)]
    assert len(set(made)) == len(made)
    assert keys.epoch == 2
    assert keys.vault == VAULT


def test_the_same_root_in_another_vault_gives_other_keys() -> None:
    one, other = Keys.from_root(b"r" * 32, VAULT), Keys.from_root(b"r" * 32, VAULT[::-1])
    assert one.content != other.content
    assert one == Keys.from_root(b"r" * 32, VAULT)


def test_keys_show_nothing_secret() -> None:
    keys = Keys.from_root(b"r" * 32, VAULT)
    assert repr(keys) == f"Keys(vault={VAULT.hex()}, epoch=1)"


def test_an_imported_record_has_the_same_id_each_time() -> None:
    keys = Keys.from_root(b"r" * 32, VAULT)
    first = keys.record_id("todoist", "me", "1")
    assert is_id(first)
    assert first == keys.record_id("todoist", "me", "1")
    others = {keys.record_id("todoist", "me", "2"), keys.record_id("todoist", "m", "e1")}
    assert first not in others
    assert len(others) == 2


def test_hkdf_gives_what_rfc_5869_says() -> None:
    """Test case 1 of RFC 5869, appendix A."""
    made = derive(b"\x0b" * 22, bytes(range(0xF0, 0xFA)), salt=bytes(range(13)), length=42)
    assert made.hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )


def test_a_commitment_tells_keys_apart() -> None:
    assert commitment(b"a" * 32) != commitment(b"b" * 32)
    assert len(commitment(b"a" * 32)) == 32


def test_a_passphrase_is_stretched_the_same_way_each_time() -> None:
    one = stretch(b"secret", b"s" * 32, Cost(passes=1))
    assert one == stretch(b"secret", b"s" * 32, Cost(passes=1))
    assert one != stretch(b"secret", b"t" * 32, Cost(passes=1))


@pytest.mark.parametrize(
    "cost",
    [
        Cost(memory=LEAST_MEMORY - 1),
        Cost(memory=MOST_MEMORY + 1),
        Cost(passes=0),
        Cost(passes=65),
        Cost(lanes=0),
        Cost(lanes=65),
    ],
)
def test_a_cost_that_is_never_written_is_damage(cost: Cost) -> None:
    with pytest.raises(Damaged):
        stretch(b"secret", b"s" * 32, cost)


@pytest.mark.parametrize(
    ("seconds", "memory"), [(0.25, 256 * MIB), (10.0, LEAST_MEMORY), (0.0, MOST_MEMORY // 2)]
)
def test_the_cost_follows_the_speed_of_the_computer(seconds: float, memory: int) -> None:
    ticks = iter([0.0, seconds])
    assert calibrated(lambda: next(ticks)) == Cost(memory=memory)
    assert Cost(memory=LEAST_MEMORY) == FLOOR
