"""The recovery code: the key to a vault as letters and digits to be written on paper.

56 letters of Crockford's base32 in 14 groups of 4: 256 bits of key, then 24 bits of checksum. A
single wrong letter or two swapped neighbours are found and their group is named; nothing is
corrected in silence.
"""

import hashlib
from collections.abc import Iterator
from typing import Final

from atom_desktop.model.errors import UserError

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP: Final = 4
GROUPS: Final = 14
LETTERS: Final = GROUP * GROUPS
KEY_BYTES: Final = 32
CHECK_BYTES: Final = 3
_IGNORED: Final = "-–—_.:,"  # noqa: RUF001 -- dashes that a word processor puts in
_READ_AS: Final = str.maketrans("OIL", "011", _IGNORED)
_HINT: Final = "Compare it with your paper. I and L are read as 1, O as 0; U is never used."


def write_code(key: bytes) -> str:
    """Return the code of a 32-byte key, its groups parted by dashes."""
    number = int.from_bytes(key + _check(key), "big")
    letters = "".join(ALPHABET[number >> 5 * at & 31] for at in reversed(range(LETTERS)))
    return "-".join(letters[at : at + GROUP] for at in range(0, LETTERS, GROUP))


def read_code(text: str) -> bytes:
    """Return the key of a code however it was typed; raises `UserError` naming a wrong group."""
    letters = "".join(text.upper().translate(_READ_AS).split())
    for at, letter in enumerate(letters[:LETTERS]):
        if letter not in ALPHABET:
            raise _refused(f"Group {at // GROUP + 1} holds “{letter}”, which no code has.")
    if len(letters) != LETTERS:
        raise _refused(
            f"A recovery code has {LETTERS} letters and digits; this has {len(letters)}."
        )
    key = _key_of(letters)
    if key is not None:
        return key
    groups = sorted({at // GROUP + 1 for at in _suspects(letters)})
    if groups:
        raise _refused(f"There is a typing error in group {' or '.join(map(str, groups))}.")
    raise _refused("The recovery code has more than one typing error.")


def _key_of(letters: str) -> bytes | None:
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    raw = number.to_bytes(KEY_BYTES + CHECK_BYTES, "big")
    key = raw[:KEY_BYTES]
    return key if raw[KEY_BYTES:] == _check(key) else None


def _suspects(letters: str) -> Iterator[int]:
    """Yield each place where one other letter, or a swap with the next, makes a sound code."""
    for at in range(LETTERS):
        head, tail = letters[:at], letters[at + 1 :]
        if any(_key_of(head + other + tail) for other in ALPHABET):
            yield at
        if tail and _key_of(head + tail[0] + letters[at] + tail[1:]):
            yield at


def _check(key: bytes) -> bytes:
    return hashlib.sha256(b"atom recovery code" + key).digest()[:CHECK_BYTES]


def _refused(message: str) -> UserError:
    return UserError(message, _HINT, "wrong-recovery-code")
