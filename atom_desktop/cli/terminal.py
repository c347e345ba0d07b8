"""The terminal a command line speaks to: plain lines, colours, JSON, progress and questions."""

import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final, Literal, NamedTuple, TextIO

from atom_desktop.cli.text import cells, cut, harmless
from atom_desktop.model.errors import AtomError, Unavailable
from atom_desktop.model.json import Json, JsonObject

COLOURS: Final = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
}
PLAIN_WIDTH: Final = 80
PIPE_WIDTH: Final = 1000
"""A pipe has no width; this is only so wide that no title makes every line endless."""
_COMMANDING: Final = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What JSON would let through and a terminal could obey, or no encoding can carry."""
_BAR: Final = 24


class Streams(NamedTuple):
    """Where a terminal reads and writes."""

    read: TextIO
    write: TextIO
    error: TextIO


class Terminal:
    """What a verb prints to and asks; `as_json` turns every result into one JSON document."""

    def __init__(
        self,
        streams: Streams,
        environ: Mapping[str, str],
        *,
        as_json: bool,
        ask_secret: Callable[[str], str],
    ) -> None:
        """Look at the streams to see what they can show."""
        self._streams = streams
        self._ask_secret = ask_secret
        self._progress_shown = False
        self.as_json = as_json
        self.interactive = _is_tty(streams.read) and _is_tty(streams.error)
        self.on_screen = _is_tty(streams.write)
        self.colourful = _colourful(streams.write, environ)
        self.width = _width(streams.write, environ)
        for stream in (streams.write, streams.error):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace", newline="\n")

    @property
    def read(self) -> TextIO:
        """Where lines are read from."""
        return self._streams.read

    def line(self, text: str = "") -> None:
        """Print one line of harmless text."""
        self._print(text + "\n")

    def document(self, value: Json) -> None:
        """Print one JSON document on one line, and let it go at once."""
        self._print(_json_text(value) + "\n")
        self.flush()

    def note(self, text: str) -> None:
        """Tell the person something that is not part of the result."""
        self.clear_progress()
        self._tell(harmless(text, lines=True) + "\n")

    def failure(self, error: AtomError) -> None:
        """Say what went wrong and what to do, as text or as JSON."""
        self.clear_progress()
        if self.as_json:
            self._tell(_json_text({"error": _told(error)}) + "\n")
            return
        hints = harmless(error.hint, lines=True).splitlines()
        lines = [f"atom: {harmless(error.message, lines=True)}", *(f"      {one}" for one in hints)]
        self._tell("\n".join(lines) + "\n")

    def interrupted(self, text: str) -> None:
        """Say what Ctrl-C has left undone, on a line of its own below the `^C`."""
        self._progress_shown = False
        below = "\n" if self.interactive else ""
        told: JsonObject = {"code": "interrupted", "message": text, "hint": ""}
        said = _json_text({"error": told}) if self.as_json else harmless(text)
        self._tell(f"{below}{said}\n")

    def bad_line(self, number: int, error: AtomError) -> None:
        """Say what is wrong with one line of the input, while the others go on."""
        if self.as_json:
            self.document({"error": _told(error), "line": number})
        else:
            self.flush()
            self.note(f"line {number}: {error.message}")

    def paint(self, text: str, colour: str) -> str:
        """Return `text` in a colour where colours are wanted."""
        if not self.colourful or not text or not colour:
            return text
        return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m"

    def progress(self, report: JsonObject) -> None:
        """Show how far a long command has come: `done`, `total` and `text`, as far as known."""
        if self.as_json or not _is_tty(self._streams.error):
            return
        done, total, text = report.get("done"), report.get("total"), report.get("text")
        parts = [harmless(str(text))] if text else []
        if isinstance(done, int | float) and isinstance(total, int | float) and total > 0:
            share = max(0.0, min(1.0, done / total))
            filled = int(share * _BAR)
            parts.insert(0, f"[{'#' * filled}{'.' * (_BAR - filled)}] {share:4.0%}")
        elif isinstance(done, int):
            parts.insert(0, f"{done:,}")
        line = cut("  ".join(parts), self.width - 1)
        self._tell(f"\r{line}\x1b[K")
        self._progress_shown = cells(line) > 0

    def clear_progress(self) -> None:
        """Take the progress line away."""
        if self._progress_shown:
            self._progress_shown = False
            self._tell("\r\x1b[K")

    def secret(self, question: str) -> str:
        """Ask for a secret without showing it."""
        self.clear_progress()
        return self._ask_secret(question)

    def confirmed(self, question: str) -> bool:
        """Ask a question that is answered with yes or no; no is the default."""
        self.clear_progress()
        self._tell(f"{harmless(question)} [y/N] ")
        return self._streams.read.readline().strip().lower() in {"y", "yes"}

    def flush(self) -> None:
        """Let everything printed so far go."""
        self._print("", flush=True)

    def reader_left(self) -> None:
        """Keep quiet from now on: whoever read the output has gone."""
        _silence(self._streams.write)

    def _print(self, text: str, *, flush: bool = False) -> None:
        """Write to stdout; raises `BrokenPipeError`, or `Unavailable` when it cannot be written."""
        try:
            self._streams.write.write(text)
            if flush:
                self._streams.write.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            _silence(self._streams.write)
            message = f"The output could not be written: {error.strerror}."
            raise Unavailable(message, "Look where it goes to.", "output") from error

    def _tell(self, text: str) -> None:
        """Write to stderr; what nobody can read there stops no work."""
        try:
            self._streams.error.write(text)
            self._streams.error.flush()
        except OSError:
            _silence(self._streams.error)


def ask_secret(question: str) -> str:
    """Ask on the terminal itself, without an echo; raises `EOFError` at its end."""
    from getpass import getpass  # noqa: PLC0415 -- few commands ask

    return getpass(question)


def system_terminal(*, as_json: bool) -> Terminal:
    """Return the terminal of this process."""
    streams = Streams(
        sys.stdin or _nowhere("r"), sys.stdout or _nowhere("w"), sys.stderr or _nowhere("w")
    )
    return Terminal(streams, os.environ, as_json=as_json, ask_secret=ask_secret)


def _nowhere(mode: Literal["r", "w"]) -> TextIO:
    """Stand in for a stream that whoever started the process has closed.

    It takes the free number, so that no file of the vault gets it.
    """
    number = os.open(os.devnull, os.O_RDONLY if mode == "r" else os.O_WRONLY)
    return os.fdopen(number, mode, encoding="utf-8", closefd=False)


def _silence(stream: TextIO) -> None:
    """Let nothing more go out, so that the end of the process finds nothing left to fail."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _told(error: AtomError) -> JsonObject:
    return {"code": error.code, "message": error.message, "hint": error.hint}


def _json_text(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _COMMANDING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _is_tty(stream: TextIO) -> bool:
    with suppress(ValueError, AttributeError):
        return stream.isatty()
    return False


def _colourful(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Follow https://no-color.org: any non-empty NO_COLOR turns colours off."""
    return _is_tty(stream) and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def _width(stream: TextIO, environ: Mapping[str, str]) -> int:
    told = environ.get("COLUMNS", "")
    if told.isdigit() and int(told) > 0:
        return int(told)
    if not _is_tty(stream):
        return PIPE_WIDTH
    try:
        return os.get_terminal_size(stream.fileno()).columns or PLAIN_WIDTH
    except (OSError, ValueError):
        return PLAIN_WIDTH
