"""A terminal in memory, with everything that was printed on it."""

import datetime as dt
import io
import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.line import read_line
from atom_desktop.cli.main import run
from atom_desktop.cli.program import Call, Program
from atom_desktop.cli.terminal import Streams, Terminal
from atom_desktop.cli.verbs import VERBS
from tests.fakes.program import FakeProgram

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise io.UnsupportedOperation


class Desk:
    """A terminal with what was typed into it and what it printed."""

    def __init__(
        self,
        *,
        tty: bool = False,
        as_json: bool = False,
        environ: Mapping[str, str] | None = None,
        typed: str = "",
        secrets: tuple[str, ...] = ("hunter2",),
    ) -> None:
        make = Screen if tty else io.StringIO
        self.read, self.out, self.err = make(typed), make(), make()
        self.asked: list[str] = []
        self._environ = environ or {}
        self._secrets = list(secrets)
        self.terminal = Terminal(
            Streams(self.read, self.out, self.err),
            self._environ,
            as_json=as_json,
            ask_secret=self._secret,
        )

    def atom(self, program: Program, *words: str) -> Exit:
        """Type a command line, and return how it ended."""
        said = read_line(words, VERBS)
        return run(said, self.terminal, program, environ=self._environ, now=lambda: NOW)

    def call(self, *words: str, program: Program | None = None) -> Call:
        """Return a call of one verb, without what `run` does around it."""
        said = read_line(words, VERBS)
        return Call(said, self.terminal, program or FakeProgram(), self._environ, lambda: NOW)

    @property
    def document(self) -> Any:
        """Return the one JSON document that was printed."""
        return json.loads(self.printed)

    @property
    def failure(self) -> Any:
        """Return the one JSON document on stderr."""
        return json.loads(self.complained)["error"]

    @property
    def printed(self) -> str:
        return self.out.getvalue()

    @property
    def complained(self) -> str:
        return self.err.getvalue()

    def _secret(self, question: str) -> str:
        self.asked.append(question)
        if not self._secrets:
            raise EOFError
        return self._secrets.pop(0)
