"""Record ids: 128 bits written as 26 lower-case Crockford base32 letters.

The alphabet is Douglas Crockford's (https://www.crockford.com/base32.html, read 2026-11): no i, l,
o, u. The first letter carries 3 bits, each other letter 5, so text order is number order.
"""

from collections.abc import Callable
from typing import Final

from atom_desktop.model.errors import UserError

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH: Final = 26
ID_BYTES: Final = 16
_VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)}
_PAIRS: Final = [high + low for high in ALPHABET for low in ALPHABET]

NewId = Callable[[], str]


def encode_id(raw: bytes) -> str:
    """Write 16 bytes as 26 letters."""
    number = int.from_bytes(raw, "big")
    pairs = _PAIRS
    letters = [pairs[(number >> shift) & 1023] for shift in range(120, -1, -10)]
    return "".join(letters)


def decode_id(text: str) -> bytes:
    """Read 26 letters back into 16 bytes; raises `UserError` for anything else."""
    if not is_id(text):
        message = f"“{text[:40]}” is not an id."
        raise UserError(message, "An id has 26 letters and digits; copy one from `atom list`.")
    number = 0
    for letter in text:
        number = number << 5 | _VALUES[letter]
    return number.to_bytes(ID_BYTES, "big")


def is_id(text: str) -> bool:
    """Tell whether `text` is a whole id."""
    return len(text) == ID_LENGTH and text[0] <= "7" and all(letter in _VALUES for letter in text)


def id_maker(random_bytes: Callable[[int], bytes]) -> NewId:
    """Make a source of random ids from a source of random bytes."""

    def new_id() -> str:
        return encode_id(random_bytes(ID_BYTES))

    return new_id
