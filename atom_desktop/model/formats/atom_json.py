"""ATOM's own export: every record of every kind, without loss, and read back by id.

One JSON document with a record on each line, or the same without its frame as JSON lines::

    {"format":"atom","version":1,"records":[
    {"collection":"task","id":"...","fields":{...}},
    ...
    ],"count":2}

    {"format":"atom","version":1}
    {"collection":"task","id":"...","fields":{...}}
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from atom_desktop.model.formats.base import (
    Chunks,
    FormatError,
    ImportedRecord,
    MalformedError,
    storable,
)
from atom_desktop.model.formats.stream import Source, not_utf_8, read_objects
from atom_desktop.model.ids import is_id
from atom_desktop.model.json import JsonObject
from atom_desktop.model.record import Record

NAME: Final = "atom"
VERSION: Final = 1
_HEADER: Final = re.compile(
    rb'\s*\{\s*"format"\s*:\s*"atom"\s*,\s*"version"\s*:\s*(\d{1,9})\s*'
    rb'(?:(\})|,\s*"records"\s*:\s*\[)'
)
_FOOTER: Final = re.compile(rb'\]\s*,\s*"count"\s*:\s*(\d{1,18})\s*\}\s*')
_SEPARATORS: Final = re.compile(rb"[\s,]*+")
_COLLECTION: Final = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_HEADER_LENGTH: Final = 4096


class _Stored(msgspec.Struct, forbid_unknown_fields=True):
    collection: str
    id: str
    fields: JsonObject


_decode = msgspec.json.Decoder(_Stored).decode
_encode = msgspec.json.Encoder().encode


def read(chunks: Chunks) -> Iterator[ImportedRecord]:
    """Yield each record; raises `FormatError` if one is malformed, or the end is missing."""
    source = Source(chunks)
    framed = _read_header(source)
    count = 0
    for place, piece in read_objects(source, _SEPARATORS):
        yield _record(piece, source, place)
        count += 1
    if framed:
        _read_footer(source, count)
    elif source.buffer:
        raise FormatError("something else stands where a record should.", source.line)


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """Yield one JSON document with every record that is alive."""
    count = 0
    lead = f'{{"format":"{NAME}","version":{VERSION},"records":[\n'.encode()
    for record in records:
        if record.alive:
            yield lead + _line(record)
            lead = b",\n"
            count += 1
    yield (b"\n" if count else lead) + f'],"count":{count}}}\n'.encode()


def write_lines(records: Iterable[Record]) -> Iterator[bytes]:
    """Yield a header and then a line for every record that is alive."""
    yield f'{{"format":"{NAME}","version":{VERSION}}}\n'.encode()
    for record in records:
        if record.alive:
            yield _line(record) + b"\n"


def _line(record: Record) -> bytes:
    return _encode({"collection": record.collection, "id": record.id, "fields": record.fields})


def _read_header(source: Source) -> bool:
    """Move behind the header; tell whether a frame has to be closed at the end."""
    while (found := _HEADER.match(source.buffer)) is None:
        if len(source.buffer) > _HEADER_LENGTH or not source.more():
            raise FormatError("this is no export of ATOM.", 1, "Name its format with --format.")
    version = int(found[1])
    if version > VERSION:
        raise FormatError(
            f"this export has version {version}; this ATOM reads up to {VERSION}.",
            1,
            "Update ATOM and try again. Nothing was imported.",
        )
    source.drop(found.end())
    return found[2] is None


def _record(piece: bytes, source: Source, place: int) -> ImportedRecord:
    try:
        stored = _decode(piece)
    except (msgspec.DecodeError, RecursionError) as error:
        message = f"this is no record: {error}."
        raise FormatError(message, source.line_at(place)) from error
    except UnicodeDecodeError as error:
        raise not_utf_8(piece, source.line_at(place)) from error
    if not is_id(stored.id):
        raise FormatError(f"“{stored.id[:40]}” is not an id.", source.line_at(place))
    if _COLLECTION.fullmatch(stored.collection) is None:
        message = f"“{stored.collection[:40]}” is not a kind of record."
        raise FormatError(message, source.line_at(place))
    try:
        storable(stored.fields)
    except MalformedError as error:
        raise FormatError(str(error), source.line_at(place)) from error
    return ImportedRecord(collection=stored.collection, id=stored.id, fields=stored.fields)


def _read_footer(source: Source, count: int) -> None:
    """Check that the frame is closed and that nothing is missing."""
    while source.more():
        if len(source.buffer) > _HEADER_LENGTH:
            break
    found = _FOOTER.fullmatch(source.buffer)
    if found is None or int(found[1]) != count:
        said = f"it names {int(found[1])} records and holds {count}" if found else "it has no end"
        hint = "The file may have been cut short. Nothing was imported."
        raise FormatError(f"the export is not whole: {said}.", source.line, hint)
