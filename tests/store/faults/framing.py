"""The harness of framing: files made by hand, after docs/format.md, right ones and wrong ones.

Nothing of `store/sealed.py` is used to make them. The reader must take the right file and refuse
every other one; the writer must make what this reads.
"""

import os
import struct
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from atom_desktop.model.errors import Damaged
from atom_desktop.store.sealed import FileKind, SealedReader, SealedWriter
from tests.fakes.disk import MemoryDisk
from tests.fakes.disk_store import TOP, VAULT, identity

KEY = b"k" * 32
FILE_ID = b"\xab" * 16
PATH = TOP / f"log-0-{FILE_ID.hex()}.atom"
CONTENTS = (b"one", b"two", b"three", b"")
LOG = 1


@dataclass(frozen=True)
class Place:
    """What a block says of its place; a forged one says something else than the file."""

    kind: int = LOG
    vault: bytes = VAULT
    device: bytes = b"d" * 16
    file: bytes = FILE_ID
    epoch: int = 1
    sequence: int = 0
    final: int = 0
    previous: bytes = bytes(16)

    def header(self, salt: bytes) -> bytes:
        ids = (self.vault, self.device, self.file, salt)
        return struct.pack(">4sHH16s16s16s32sI4x", b"ATOM", 1, self.kind, *ids, self.epoch)

    def aad(self, salt: bytes) -> bytes:
        return self.header(salt) + struct.pack(">QB16s", self.sequence, self.final, self.previous)


FORGERIES = {
    "type": {"kind": 2},
    "vault": {"vault": VAULT[::-1]},
    "device": {"device": b"e" * 16},
    "file id": {"file": b"\xcd" * 16},
    "epoch": {"epoch": 2},
    "sequence": {"sequence": 7},
    "final flag": {"final": 1},
    "previous tag": {"previous": b"\x01" * 16},
}


def file_key(salt: bytes) -> bytes:
    info = b"atom file %d" % LOG
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(KEY)


def by_hand(**wrong: object) -> bytes:
    """Return a file of four blocks; the third one says `wrong` things of its place."""
    salt = os.urandom(32)
    aead, previous = AESGCM(file_key(salt)), bytes(16)
    made = Place().header(salt)
    for number, content in enumerate(CONTENTS):
        final = int(number == len(CONTENTS) - 1)
        place = Place(sequence=number, final=final, previous=previous)
        said = replace(place, **wrong) if number == 2 else place
        nonce = os.urandom(12)
        sealed = aead.encrypt(nonce, content, said.aad(salt))
        made += struct.pack(">IB12s", len(sealed), final, nonce) + sealed
        previous = sealed[-16:]
    return made


def read_by_hand(made: bytes) -> list[bytes]:
    """Return the contents of a file; raises `InvalidTag` where it is not what it should be."""
    salt, at, previous = made[56:88], 96, bytes(16)
    found: list[bytes] = []
    aead = AESGCM(file_key(salt))
    while at < len(made):
        length, final, nonce = struct.unpack_from(">IB12s", made, at)
        sealed = made[at + 17 : at + 17 + length]
        place = Place(sequence=len(found), final=final, previous=previous)
        found.append(aead.decrypt(nonce, sealed, place.aad(salt)))
        previous, at = sealed[-16:], at + 17 + length
    return found


def hunt() -> str:
    """Return what reader or writer do wrong, empty if nothing."""
    if _read(by_hand()) != (list(CONTENTS), True):
        return "a file made after the document is refused"
    for what, wrong in FORGERIES.items():
        found, whole = _read(by_hand(**wrong))
        if whole or found != list(CONTENTS[:2]):
            return f"a block with another {what} passes"
    return _written()


def _read(made: bytes) -> tuple[list[bytes], bool]:
    disk = MemoryDisk()
    disk.put(PATH, made)
    try:
        reader = SealedReader.open(disk, PATH, FileKind.LOG, KEY, VAULT)
        found = [content for _, content in reader.blocks()]
    except Damaged:
        return [], False
    return found, reader.finished and not reader.problem


def _written() -> str:
    disk = MemoryDisk()
    disk.mkdir(TOP)
    writer = SealedWriter.create(disk, PATH, FileKind.LOG, KEY, identity())
    for number, content in enumerate(CONTENTS):
        writer.append(content, final=number == len(CONTENTS) - 1)
    writer.sync()
    made = disk.read(PATH)
    try:
        found = read_by_hand(made)
    except InvalidTag:
        return "a file is not what the document says"
    return "" if found == list(CONTENTS) else "a file holds something else"


def nonces_of(files: dict[str, bytes]) -> list[tuple[bytes, bytes]]:
    """Return (salt, nonce) of every block in sealed files: the salt stands for the key."""
    pairs: list[tuple[bytes, bytes]] = []
    for content in files.values():
        at = 96
        while content[:4] == b"ATOM" and at + 17 <= len(content):
            length, _, nonce = struct.unpack_from(">IB12s", content, at)
            pairs.append((content[56:88], nonce))
            at += 17 + length
    return pairs
