"""Lines from a stream that may hold anything: bounded, and each bad one told by itself."""

from collections.abc import Iterator
from typing import BinaryIO, Final, TextIO

from atom_desktop.model.errors import UserError

LONGEST: Final = 1 << 20


def read_lines(stream: TextIO) -> Iterator[str | UserError]:
    """Yield each line as it arrives, or what is wrong with it; at most 1 MiB is held."""
    raw: BinaryIO | None = getattr(stream, "buffer", None)
    if raw is None:
        yield from (line.rstrip("\r\n") for line in stream)
        return
    while line := raw.readline(LONGEST + 1):
        if len(line) > LONGEST:
            while line and not line.endswith(b"\n"):
                line = raw.readline(LONGEST)
            yield UserError("The line is longer than 1 MiB.", "Shorten it.", "line-too-long")
            continue
        try:
            yield line.decode("utf-8").rstrip("\r\n").removeprefix("\ufeff")
        except UnicodeDecodeError:
            yield UserError("The line is not UTF-8.", "Convert it, with iconv for one.", "encoding")
