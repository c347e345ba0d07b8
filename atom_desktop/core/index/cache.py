"""Keeping the index between two starts: sealed, and only as good as the position it names."""

import struct
from collections.abc import Mapping
from datetime import tzinfo
from typing import Final

import msgspec

from atom_desktop.core.index.columns import FORMATS, ID_BYTES, Columns, Interned
from atom_desktop.core.index.names import Directory, Named
from atom_desktop.core.index.text_index import TextIndex
from atom_desktop.store.sealed_folder import SealedFolder
from atom_desktop.store.store import Position

COLUMNS: Final = "columns"
TEXT: Final = "text"
VERSION: Final = 3
ALIGNED: Final = 8
FEW_GONE: Final = 1000
_LENGTH: Final = struct.Struct("<Q")


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The first part of a kept index: all that is small, and how long the buffers are."""

    position: Position
    zone: str
    numbering: str
    """Names the numbering of the rows: the same in all that was kept of one."""
    version: int = VERSION
    count: int = 0
    lengths: tuple[tuple[str, int], ...] = ()
    projects: list[str] = []
    sections: list[str] = []
    label_sets: list[str] = []
    parents: dict[int, str] = {}
    depends: dict[int, tuple[str, ...]] = {}
    names: dict[str, list[Named]] = {}
    first: list[int] = []
    """The rows at the top of the usual list, for a first page without sorting."""
    total: int = 0
    gone: int = 0
    """How many rows have no task any more."""
    pending: list[int] = []
    """The rows whose text has changed since it was entered."""

    @property
    def mostly_gone(self) -> bool:
        """Whether numbering the rows anew pays."""
        return self.gone > FEW_GONE and 2 * self.gone > self.count


_decode = msgspec.json.Decoder(Head).decode


def columns_now(columns: Columns, names: Directory, head: Head) -> tuple[Head, dict[str, bytes]]:
    """Return a copy of columns and names as of this moment; the caller holds their lock."""
    count = columns.count
    buffers = {
        name: bytes(memoryview(columns.raw[name])[: count * struct.calcsize(code)])
        for name, code in sorted(FORMATS.items(), key=lambda entry: -struct.calcsize(entry[1]))
    }
    buffers["ids"] = bytes(memoryview(columns.ids)[: count * ID_BYTES])
    buffers["titles"] = bytes(columns.titles)
    full = msgspec.structs.replace(
        head,
        count=count,
        projects=list(columns.projects.texts),
        sections=list(columns.sections.texts),
        label_sets=list(columns.label_sets.texts),
        parents=dict(columns.parents),
        depends=dict(columns.depends),
        names={kind: list(entries) for kind, entries in names.kept().items()},
    )
    return full, buffers


def save_columns(folder: SealedFolder, head: Head, buffers: Mapping[str, bytes]) -> None:
    """Keep what `columns_now` has returned, with sorted_ids and sorted_rows beside it."""
    _write(folder, COLUMNS, head, buffers)


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


def text_now(text: TextIndex, head: Head) -> tuple[Head, dict[str, bytes]]:
    """Return a copy of the full-text table as of this moment."""
    image, row_of, document_of, pending = text.kept()
    buffers = {"image": image, "row_of": row_of, "document_of": document_of}
    return msgspec.structs.replace(head, pending=pending), buffers


def save_text(folder: SealedFolder, head: Head, buffers: Mapping[str, bytes]) -> None:
    """Keep what `text_now` has returned."""
    _write(folder, TEXT, head, buffers)


def load_text(folder: SealedFolder, text: TextIndex, numbering: str) -> Position | None:
    """Take the full-text table back; return how far it reaches, None if there is none that fits."""
    found = _read(folder, TEXT)
    if found is None or found[0].numbering != numbering:
        return None
    head, buffers = found
    text.adopt(buffers["image"], buffers["row_of"], buffers["document_of"])
    text.mark(head.pending)
    return head.position


def zone_name(home: tzinfo) -> str:
    """Return how a zone is called in a cache."""
    return str(getattr(home, "key", home))


def _write(folder: SealedFolder, name: str, head: Head, buffers: Mapping[str, bytes]) -> None:
    lengths = tuple((buffer, len(content)) for buffer, content in buffers.items())
    encoded = msgspec.json.encode(msgspec.structs.replace(head, lengths=lengths))
    encoded += b" " * (-len(encoded) % ALIGNED)  # numpy likes numbers at whole places
    folder.write(name, [_LENGTH.pack(len(encoded)), encoded, *buffers.values()])


def _read(folder: SealedFolder, name: str) -> tuple[Head, dict[str, memoryview]] | None:
    content = folder.read(name)
    if content is None or len(content) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack_from(content)
    start = _LENGTH.size + length
    view = memoryview(content)
    try:
        head = _decode(view[_LENGTH.size : start])
    except msgspec.DecodeError:
        return None
    if head.version != VERSION or start + sum(size for _, size in head.lengths) != len(content):
        return None
    buffers = {}
    for buffer, size in head.lengths:
        buffers[buffer] = view[start : start + size]
        start += size
    return head, buffers
