"""A terminal in memory, with everything that was printed on it."""

import io
from collections.abc import Mapping

from atom_desktop.cli.terminal import Streams, Terminal


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
        self._secrets = list(secrets)
        self.terminal = Terminal(
            Streams(self.read, self.out, self.err),
            environ or {},
            as_json=as_json,
            ask_secret=self._secret,
        )

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
