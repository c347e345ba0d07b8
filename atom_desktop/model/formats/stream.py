"""Cuts a stream of bytes into lines or JSON objects, with bounded memory and line numbers."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from atom_desktop.model.formats.base import RECORD_LIMIT, FormatError

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_STRING: Final = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_BRACE: Final = ord("{")
DEEPEST_NESTING: Final = 8

_decode_list = msgspec.json.Decoder(list[dict[str, object]]).decode
_decode_lines = msgspec.json.Decoder(dict[str, object]).decode_lines


class Source:
    """A stream that is read as it is needed.

    `line` is the number of the line at which `buffer` starts, `closed` whether a ``]`` came behind
    the last object.
    """

    def __init__(self, chunks: Iterable[bytes], limit: int = RECORD_LIMIT) -> None:
        """Read nothing yet but the byte order mark."""
        self._chunks = iter(chunks)
        self.limit = limit
        self.buffer = b""
        self.line = 1
        self.closed = False
        self.more()
        _refuse_utf_16(self.buffer)
        self.buffer = self.buffer.removeprefix(codecs.BOM_UTF8)

    def more(self, at_least: int = 1) -> bool:
        """Read on, by `at_least` bytes if there are so many; False at the end of the stream."""
        parts = [self.buffer]
        wanted = max(at_least, 4 - len(self.buffer))
        while wanted > 0:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            parts.append(chunk)
            wanted -= len(chunk)
        grown = len(parts) > 1
        self.buffer = b"".join(parts)
        return grown

    def drop(self, count: int) -> None:
        """Forget the first `count` bytes of the buffer, counting their lines."""
        self.line += self.buffer.count(b"\n", 0, count)
        self.buffer = self.buffer[count:]

    def line_at(self, place: int) -> int:
        """Return the number of the line at a place of the buffer."""
        return self.line + self.buffer.count(b"\n", 0, place)

    def too_long(self, line: int) -> FormatError:
        """Return the error about a record that starts at a line and does not end."""
        size = self.limit >> 20
        return FormatError(
            f"one line or record is longer than {size} MiB.",
            line,
            "Is this the right file and format? Nothing was imported.",
        )


def read_lines(chunks: Iterable[bytes], limit: int = RECORD_LIMIT) -> Iterator[tuple[int, str]]:
    """Yield the number and text of each line, without its end."""
    source = Source(chunks, limit)
    while True:
        end = source.buffer.rfind(b"\n") + 1
        yield from _whole_lines(source, end)
        source.drop(end)
        if len(source.buffer) > limit:
            raise source.too_long(source.line)
        if not source.more(len(source.buffer)):
            break
    if source.buffer:
        yield source.line, decoded(source.buffer, source.line)


def _whole_lines(source: Source, end: int) -> Iterator[tuple[int, str]]:
    number = source.line
    for line in source.buffer[:end].split(b"\n")[:-1]:
        if len(line) > source.limit:
            raise source.too_long(number)
        yield number, decoded(line, number).removesuffix("\r")
        number += 1


def read_batches(source: Source) -> Iterator[list[dict[str, object]]]:
    """Yield the objects of many lines at once, as long as each line holds one object.

    This is four times as fast as one object after the other. It stops where the layout is another
    or something is wrong, with the buffer as it was, so that `read_objects` can go on from there.
    """
    while True:
        end = source.buffer.rfind(b"\n") + 1
        piece = source.buffer[:end].strip()
        if piece.endswith((b"},", b"}")):
            batch = _batch(piece)
            if batch is None:
                return
            yield batch
            source.drop(end)
        elif piece or len(source.buffer) > source.limit:
            return
        if not source.more(len(source.buffer)):
            return


def _batch(piece: bytes) -> list[dict[str, object]] | None:
    try:
        if piece.endswith(b","):
            return _decode_list(b"[" + piece[:-1] + b"]")
        return _decode_lines(piece)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def read_objects(source: Source, separators: re.Pattern[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the place and bytes of each JSON object; stop at what is neither object nor separator.

    What stopped it is at the start of the buffer then. Places hold until the next object is asked
    for.
    """
    place = 0
    while True:
        gap = separators.match(source.buffer, place)
        begin = gap.end() if gap else place
        source.closed |= gap is not None and b"]" in gap[0]
        if begin == len(source.buffer):
            source.drop(begin)
            place = 0
            if not source.more():
                return
            continue
        if source.buffer[begin] != _BRACE:
            source.drop(begin)
            return
        found = _OBJECT.match(source.buffer, begin)
        if found is not None:
            place = found.end()
            source.closed = False
            yield begin, found[0]
            continue
        source.drop(begin)
        place = 0
        if len(source.buffer) > source.limit:
            raise source.too_long(source.line)
        if not source.more(len(source.buffer)):
            raise _unfinished(source)


def place_of_object(buffer: bytes, number: int) -> int:
    """Return where the object of that number (from 0) starts in a batch."""
    place = buffer.find(b"{")
    for _ in range(number):
        found = _OBJECT.match(buffer, place)
        place = buffer.find(b"{", found.end() if found else place + 1)
    return place


def decoded(line: bytes, number: int) -> str:
    """Return the text of a line in UTF-8, or say which encoding it seems to be in."""
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise not_utf_8(line, number) from error


def not_utf_8(piece: bytes, number: int) -> FormatError:
    """Return the error about bytes that are not UTF-8, naming the likely encoding."""
    likely = "UTF-16" if piece.count(0) * 4 > len(piece) else "Latin-1 or Windows-1252"
    return FormatError(
        f"this is not UTF-8 (it may be {likely}).",
        number,
        "Save the file as UTF-8 and try again. Nothing was imported.",
    )


def _refuse_utf_16(start: bytes) -> None:
    if start.startswith(_UTF_16):
        raise FormatError(
            "this file is UTF-16, not UTF-8.",
            1,
            "Save the file as UTF-8 and try again. Nothing was imported.",
        )


def _unfinished(source: Source) -> FormatError:
    return FormatError(
        "this record does not end, or is nested too deeply.",
        source.line,
        "The file may have been cut short. Nothing was imported.",
    )


def _object_pattern(depth: int) -> re.Pattern[bytes]:
    """Match one whole JSON object with up to `depth` objects inside each other, in linear time."""
    pattern = rb'\{[^{}"]*+(?:' + _STRING + rb'[^{}"]*+)*+\}'
    for _ in range(depth):
        pattern = rb'\{[^{}"]*+(?:(?:' + _STRING + rb"|" + pattern + rb')[^{}"]*+)*+\}'
    return re.compile(pattern, re.DOTALL)


_OBJECT: Final = _object_pattern(DEEPEST_NESTING)
