"""Lines from a stream that may hold anything: bounded, and each bad one told by itself."""

from collections.abc import Iterator
from typing import BinaryIO, Final, TextIO

from atom_desktop.model.errors import UserError

LONGEST: Final = 1 << 20
_CHUNK: Final = 1 << 16

Line = str | UserError
"""A line without its end, or what is wrong with it."""


def read_lines(stream: TextIO) -> Iterator[Line]:
    """Yield each line as it arrives; at most 1 MiB and a chunk are held."""
    for batch in read_batches(stream):
        yield from batch


def read_batches(stream: TextIO) -> Iterator[list[Line]]:
    """Yield the lines that have arrived together, without waiting for more to come."""
    raw: BinaryIO | None = getattr(stream, "buffer", None)
    if raw is None:
        for line in stream:
            yield [line.rstrip("\r\n")]
        return
    rest, too_long = b"", False
    while chunk := raw.read1(_CHUNK):  # type: ignore[attr-defined]  # a buffered stream has it
        *whole, rest = (rest + chunk).split(b"\n")
        if too_long and whole:
            whole[0], too_long = bytes(LONGEST + 1), False
        if whole:
            yield [_line(line) for line in whole]
        if too_long or len(rest) > LONGEST:
            rest, too_long = b"", True
    if too_long:
        yield [_too_long()]
    elif rest:
        yield [_line(rest)]


def _line(line: bytes) -> Line:
    if len(line) > LONGEST:
        return _too_long()
    try:
        return line.decode("utf-8").rstrip("\r\n").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return UserError("The line is not UTF-8.", "Convert it, with iconv for one.", "encoding")


def _too_long() -> UserError:
    return UserError("The line is longer than 1 MiB.", "Shorten it.", "line-too-long")
