"""The keys of a vault, and how they come from one root.

The primitives are those of `cryptography`: HKDF-SHA256 (RFC 5869), AES-256-GCM and Argon2id
(RFC 9106).
"""

import hmac
import os
import time
from collections.abc import Callable
from typing import Final, Self

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from atom_desktop.model.errors import Damaged
from atom_desktop.model.ids import encode_id

KEY_BYTES: Final = 32
MIB: Final = 1024
"""One MiB in the unit of Argon2id, KiB."""
LEAST_MEMORY: Final = 64 * MIB
MOST_MEMORY: Final = 2048 * MIB
MOST_PASSES: Final = 64
MOST_LANES: Final = 64


class Cost(msgspec.Struct, frozen=True):
    """What a passphrase guess costs: Argon2id `memory` in KiB, `passes`, `lanes`."""

    memory: int = LEAST_MEMORY
    passes: int = 3
    lanes: int = 4

    def check(self) -> None:
        """Raise `Damaged` for parameters that ATOM never writes."""
        sound = (
            LEAST_MEMORY <= self.memory <= MOST_MEMORY
            and 1 <= self.passes <= MOST_PASSES
            and 1 <= self.lanes <= MOST_LANES
        )
        if not sound:
            message = "A key file asks for an impossible key derivation."
            raise Damaged(message, "It is damaged; use another key slot or the recovery code.")


FLOOR: Final = Cost()


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """The sub-keys of an open vault, 32 bytes each; the root itself is not kept."""

    vault: bytes
    epoch: int
    content: bytes
    secrets: bytes
    settings: bytes
    history: bytes
    index: bytes
    anchor: bytes
    backup: bytes
    ids: bytes

    @classmethod
    def from_root(cls, root: bytes, vault: bytes, epoch: int = 1) -> Self:
        """Derive every sub-key from the root."""
        names = [name for name in cls.__struct_fields__ if name not in {"vault", "epoch"}]
        derived = {name: derive(root, b"atom " + name.encode(), salt=vault) for name in names}
        return cls(vault=vault, epoch=epoch, **derived)

    def record_id(self, source: str, account: str, remote: str) -> str:
        """Return the id of an imported or synced record: the same for the same origin."""
        text = f"{source}\0{account}\0{remote}".encode()
        return encode_id(hmac.digest(self.ids, text, "sha256")[:16])

    def __repr__(self) -> str:
        """Show nothing that is secret."""
        return f"Keys(vault={self.vault.hex()}, epoch={self.epoch})"


def derive(key: bytes, info: bytes, *, salt: bytes = b"", length: int = KEY_BYTES) -> bytes:
    """HKDF-SHA256."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(key)


def commitment(key: bytes) -> bytes:
    """Return 32 bytes that only this key gives: a wrapped root opens under one key alone."""
    return hmac.digest(key, b"atom key commitment", "sha256")


def stretch(passphrase: bytes, salt: bytes, cost: Cost) -> bytes:
    """Turn a passphrase into a key, at the price that `cost` sets; releases the GIL."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415 -- when used

    cost.check()
    lanes, memory = cost.lanes, cost.memory
    kdf = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=lanes, memory_cost=memory
    )
    return kdf.derive(passphrase)


def calibrated(clock: Callable[[], float] = time.process_time, wanted: float = 1.0) -> Cost:
    """Return the cost that takes about `wanted` seconds of CPU on this computer."""
    start = clock()
    stretch(b"calibration", os.urandom(16), FLOOR)
    taken = max(clock() - start, 1e-3)
    memory = int(FLOOR.memory * wanted / taken) // MIB * MIB
    return Cost(memory=min(max(memory, LEAST_MEMORY), MOST_MEMORY // 2))
