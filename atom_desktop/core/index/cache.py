"""Keeping the index between two starts: sealed, and only as good as the position it names."""

import struct
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Final

import msgspec

from atom_desktop.core.index.columns import FORMATS, Columns, Interned
from atom_desktop.core.index.names import Directory, Named
from atom_desktop.core.index.text_index import TextIndex
from atom_desktop.store.sealed_folder import SealedFolder
from atom_desktop.store.store import Position

COLUMNS: Final = "columns"
TEXT: Final = "text"
VERSION: Final = 1
_LENGTH: Final = struct.Struct("<Q")


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The first part of a kept index: all that is small, and how long the buffers are."""

    version: int
    position: Position
    zone: str
    count: int
    lengths: tuple[tuple[str, int], ...]
    projects: list[str] = []
    sections: list[str] = []
    label_sets: list[str] = []
    parents: dict[int, str] = {}
    depends: dict[int, tuple[str, ...]] = {}
    names: dict[str, list[Named]] = {}
    first: list[int] = []
    """The rows at the top of the usual list, for a first page without sorting."""
    total: int = 0


_decode = msgspec.json.Decoder(Head).decode


def save_columns(
    folder: SealedFolder, columns: Columns, names: Directory, head: Head, extra: Mapping[str, bytes]
) -> None:
    """Keep the columns and names; `extra` holds sorted_ids and sorted_rows."""
    count = columns.count
    buffers: dict[str, bytes | bytearray | memoryview] = {
        name: memoryview(columns.raw[name])[: count * struct.calcsize(code)]
        for name, code in FORMATS.items()
    }
    buffers["ids"] = memoryview(columns.ids)[: count * 16]
    buffers["titles"] = columns.titles
    buffers.update(extra)
    full = msgspec.structs.replace(
        head,
        count=count,
        lengths=tuple((name, len(buffer)) for name, buffer in buffers.items()),
        projects=columns.projects.texts,
        sections=columns.sections.texts,
        label_sets=columns.label_sets.texts,
        parents=columns.parents,
        depends=columns.depends,
        names={kind: list(entries) for kind, entries in names.kept().items()},
    )
    _write(folder, COLUMNS, full, list(buffers.values()))


def load_columns(folder: SealedFolder, home: tzinfo) -> tuple[Head, Columns, Directory] | None:
    """Take the columns and names back, or None if there are none of this version and zone."""
    found = _read(folder, COLUMNS)
    if found is None or found[0].zone != zone_name(home):
        return None
    head, buffers = found
    columns = Columns(home)
    columns.projects = Interned.of(head.projects)
    columns.sections = Interned.of(head.sections)
    columns.label_sets = Interned.of(head.label_sets)
    columns.parents, columns.depends = head.parents, head.depends
    columns.adopt(head.count, buffers)
    names = Directory()
    names.adopt(head.names)
    return head, columns, names


def save_text(folder: SealedFolder, text: TextIndex, position: Position) -> None:
    """Keep the full-text table."""
    image, row_of, document_of = text.kept()
    lengths = (("image", len(image)), ("row_of", len(row_of)), ("document_of", len(document_of)))
    head = Head(version=VERSION, position=position, zone="", count=0, lengths=lengths)
    _write(folder, TEXT, head, [image, row_of, document_of])


def load_text(folder: SealedFolder, text: TextIndex) -> Position | None:
    """Take the full-text table back; return how far it reaches, None if there is none."""
    found = _read(folder, TEXT)
    if found is None:
        return None
    head, buffers = found
    text.adopt(bytes(buffers["image"]), bytes(buffers["row_of"]), bytes(buffers["document_of"]))
    return head.position


def zone_name(home: tzinfo) -> str:
    """Return how a zone is called in a cache."""
    return str(getattr(home, "key", home))


def _write(
    folder: SealedFolder, name: str, head: Head, buffers: Sequence[bytes | bytearray | memoryview]
) -> None:
    encoded = msgspec.json.encode(head)
    folder.write(name, [_LENGTH.pack(len(encoded)), encoded, *buffers])


def _read(folder: SealedFolder, name: str) -> tuple[Head, dict[str, bytearray]] | None:
    content = folder.read(name)
    if content is None or len(content) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack_from(content)
    start = _LENGTH.size + length
    try:
        head = _decode(memoryview(content)[_LENGTH.size : start])
    except msgspec.DecodeError:
        return None
    if head.version != VERSION or start + sum(size for _, size in head.lengths) != len(content):
        return None
    buffers = {}
    view = memoryview(content)
    for buffer, size in head.lengths:
        buffers[buffer] = bytearray(view[start : start + size])
        start += size
    return head, buffers
