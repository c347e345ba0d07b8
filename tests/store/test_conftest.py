"""The watch over keys and nonces must see what it is there for."""

import pytest

from atom_desktop.store import sealed
from tests.store.conftest import NonceReusedError, Watch


def test_a_nonce_that_meets_its_key_again_is_seen(sealed_once: Watch) -> None:
    aead = sealed.AESGCM(b"k" * 32)
    aead.encrypt(b"n" * 12, b"one", None)
    sealed.AESGCM(b"l" * 32).encrypt(b"n" * 12, b"another key", None)
    with pytest.raises(NonceReusedError):
        sealed.AESGCM(b"k" * 32).encrypt(b"n" * 12, b"two", None)
    assert sealed_once.again.pop() == (b"n" * 12).hex()
