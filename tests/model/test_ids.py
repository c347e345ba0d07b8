import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.errors import UserError
from atom_desktop.model.ids import ALPHABET, ID_LENGTH, decode_id, encode_id, id_maker, is_id

raw_ids = st.binary(min_size=16, max_size=16)


@given(raw=raw_ids)
def test_an_id_survives_writing_and_reading(raw):
    text = encode_id(raw)
    assert len(text) == ID_LENGTH
    assert is_id(text)
    assert decode_id(text) == raw


@given(one=raw_ids, two=raw_ids)
def test_ids_as_text_sort_like_their_bytes(one, two):
    assert (encode_id(one) < encode_id(two)) == (one < two)


def test_each_digit_stands_for_five_bits_in_the_order_of_the_alphabet():
    for value, letter in enumerate(ALPHABET):
        assert encode_id(value.to_bytes(16, "big")) == "0" * 25 + letter
        assert encode_id((value << 5).to_bytes(16, "big")) == "0" * 24 + letter + "0"
    assert encode_id(b"\xff" * 16) == "7" + "z" * 25


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0" * 25,
        "0" * 27,
        "8" + "0" * 25,
        "0" * 25 + "I",
        "0" * 25 + "l",
        "0" * 25 + "u",
        "0" * 25 + "A",
        "0" * 25 + "\n",
        "0" * 26 + "\n",
        "0" * 25 + "٣",
    ],
)
def test_anything_else_is_no_id_and_is_refused_with_a_hint(text):
    assert not is_id(text)
    with pytest.raises(UserError, match="is not an id") as caught:
        decode_id(text)
    assert caught.value.hint


def test_a_maker_of_ids_draws_sixteen_bytes_for_each():
    asked = []

    def random_bytes(count):
        asked.append(count)
        return bytes([len(asked)]) * count

    new_id = id_maker(random_bytes)
    assert [new_id(), new_id()] == [encode_id(b"\x01" * 16), encode_id(b"\x02" * 16)]
    assert asked == [16, 16]
