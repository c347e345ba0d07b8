"""What every test of the store is held to: no key ever seals twice with the same nonce."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import atom_desktop.store

STORE: Final = Path(atom_desktop.store.__file__).parent


class NonceReusedError(AssertionError):
    """A key and a nonce were used together a second time."""


@dataclass
class Watch:
    """The pairs of key and nonce of one test, and those that came again."""

    used: set[tuple[bytes, bytes]] = field(default_factory=set)
    again: list[str] = field(default_factory=list)

    def see(self, key: bytes, nonce: bytes) -> None:
        if (key, nonce) in self.used:
            self.again.append(nonce.hex())
            raise NonceReusedError(nonce.hex())
        self.used.add((key, nonce))


class WatchedAesGcm:
    """AES-GCM that shows its watch every key and nonce."""

    def __init__(self, watch: Watch, key: bytes) -> None:
        self._watch = watch
        self._key = bytes(key)
        self._aead = AESGCM(key)
        self.decrypt = self._aead.decrypt

    def encrypt(self, nonce: bytes, content: bytes, place: bytes | None) -> bytes:
        self._watch.see(self._key, bytes(nonce))
        return self._aead.encrypt(nonce, content, place)


@pytest.fixture(autouse=True)
def sealed_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Fail the test where a key meets a nonce again, and at its end if that was swallowed."""
    watch = Watch()
    for path in STORE.glob("*.py"):
        if "import AESGCM" in path.read_text("utf-8"):
            module = importlib.import_module(f"atom_desktop.store.{path.stem}")
            monkeypatch.setattr(module, "AESGCM", partial(WatchedAesGcm, watch))
    yield watch
    assert not watch.again
