"""Record ids: 128 bits written as 26 lower-case Crockford base32 letters.

The alphabet is Douglas Crockford's (https://www.crockford.com/base32.html, read 2026-11): no i, l,
o, u. The first letter carries 3 bits, each other letter 5, so text order is number order.
"""

import re
from collections.abc import Callable
from typing import Final

from atom_desktop.model.errors import UserError

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH: Final = 26
ID_BYTES: Final = 16
_PAIRS: Final = tuple(high + low for high in ALPHABET for low in ALPHABET)
_WHOLE: Final = re.compile("[0-7][0-9a-hjkmnp-tv-z]{25}")
_AS_PYTHON_READS: Final = str.maketrans(ALPHABET, "0123456789abcdefghijklmnopqrstuv")

NewId = Callable[[], str]


def encode_id(raw: bytes) -> str:
    """Write 16 bytes as 26 letters."""
    two = _PAIRS
    head = int.from_bytes(raw[:6], "big")
    body = int.from_bytes(raw[6:11], "big")
    tail = int.from_bytes(raw[11:], "big")
    return (
        f"{two[head >> 40]}{two[head >> 30 & 1023]}{two[head >> 20 & 1023]}"
        f"{two[head >> 10 & 1023]}{two[head & 1023]}{two[body >> 30]}{two[body >> 20 & 1023]}"
        f"{two[body >> 10 & 1023]}{two[body & 1023]}{two[tail >> 30]}{two[tail >> 20 & 1023]}"
        f"{two[tail >> 10 & 1023]}{two[tail & 1023]}"
    )


def decode_id(text: str) -> bytes:
    """Read 26 letters back into 16 bytes; raises `UserError` for anything else."""
    if not is_id(text):
        message = f"“{text[:40]}” is not an id."
        raise UserError(message, "An id has 26 letters and digits; copy one from `atom list`.")
    number = int(text.translate(_AS_PYTHON_READS), 32)
    return number.to_bytes(ID_BYTES, "big")


def is_id(text: str) -> bool:
    """Tell whether `text` is a whole id."""
    return _WHOLE.fullmatch(text) is not None


def id_maker(random_bytes: Callable[[int], bytes]) -> NewId:
    """Make a source of random ids from a source of random bytes."""

    def new_id() -> str:
        return encode_id(random_bytes(ID_BYTES))

    return new_id
