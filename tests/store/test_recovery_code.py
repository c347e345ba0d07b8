import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.errors import UserError
from atom_desktop.store.recovery_code import ALPHABET, GROUP, GROUPS, read_code, write_code

KEYS = st.binary(min_size=32, max_size=32)
KEY = bytes(range(32))
CODE = write_code(KEY)


@given(KEYS)
def test_a_code_gives_its_key_back(key: bytes) -> None:
    code = write_code(key)
    groups = code.split("-")
    assert [len(group) for group in groups] == [GROUP] * GROUPS
    assert set(code) <= {*ALPHABET, "-"}
    assert read_code(code) == key


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " \n"),
        CODE.replace("-", "—"),
        CODE.replace("0", "O").replace("1", "l"),
        CODE.replace("1", "I"),
        f"  {CODE}. ",
    ],
)
def test_it_may_be_typed_in_many_ways(typed: str) -> None:
    assert read_code(typed) == KEY


@given(KEYS, st.integers(0, 55), st.integers(1, 31))
def test_one_wrong_letter_is_found_and_its_group_named(key: bytes, at: int, turn: int) -> None:
    letters = list(write_code(key).replace("-", ""))
    letters[at] = ALPHABET[(ALPHABET.index(letters[at]) + turn) % 32]
    with pytest.raises(UserError) as caught:
        read_code("".join(letters))
    assert f"{at // GROUP + 1}" in caught.value.message
    assert caught.value.code == "wrong-recovery-code"


@given(KEYS, st.integers(0, 54))
def test_two_swapped_neighbours_are_found(key: bytes, at: int) -> None:
    letters = list(write_code(key).replace("-", ""))
    if letters[at] == letters[at + 1]:
        return
    letters[at], letters[at + 1] = letters[at + 1], letters[at]
    with pytest.raises(UserError, match="typing error in group"):
        read_code("".join(letters))


def test_more_errors_are_refused_without_a_guess() -> None:
    turned = {0: "Z", 10: "Y", 20: "X"}
    with pytest.raises(UserError, match="more than one"):
        read_code("".join(turned.get(at, letter) for at, letter in enumerate(CODE)))


def test_a_letter_that_no_code_has_is_named_with_its_group() -> None:
    with pytest.raises(UserError, match="Group 2 holds “U”"):
        read_code(f"{CODE[:5]}U{CODE[6:]}")


@pytest.mark.parametrize("typed", ["", CODE[:-1], f"{CODE}A"])
def test_the_length_is_told(typed: str) -> None:
    with pytest.raises(UserError, match="56 letters"):
        read_code(typed)
