"""Notes in the audit list which command changed something, for whom, and how it ended."""

import threading
from collections.abc import Callable, Iterator

from atom_desktop.core.audit import Audit, Entry
from atom_desktop.model.errors import AtomError
from atom_desktop.model.json import Json


class Trail:
    """The audit list of an open vault, looked for at the first note. For any thread."""

    def __init__(self, find: Callable[[], Audit]) -> None:
        """Write to the list that `find` returns, which nobody else uses."""
        self._find = find
        self._audit: Audit | None = None
        self._lock = threading.Lock()
        self.unfound = 0
        """Notes that were lost because the list could not be looked for."""

    def note(self, actor: str, command: str, outcome: Json | AtomError) -> None:
        """Note a command that has ended, by what it returned or what it raised."""
        step, code = "", ""
        if isinstance(outcome, AtomError):
            code = outcome.code
        elif isinstance(outcome, dict) and isinstance(found := outcome.get("step"), str):
            step = found
        with self._lock:
            try:
                audit = self._opened()
            except OSError:
                self.unfound += 1
                return
            audit.lost += self.unfound
            self.unfound = 0
            audit.note(actor, command, step, code)

    def entries(self) -> Iterator[Entry]:
        """Yield what was noted, the oldest first."""
        with self._lock:
            return iter(list(self._opened().entries()))

    def problems(self) -> list[str]:
        """Return what is wrong with the list, in words."""
        with self._lock:
            return self._opened().verify()

    def close(self, *, most_files: int) -> None:
        """Let the notes reach the disk; more files than that are put into one."""
        with self._lock:
            if self._audit is not None:
                self._audit.close()
                self._audit.merge(most_files)

    def _opened(self) -> Audit:
        """Return the list; raises `OSError` while it cannot be looked for."""
        if self._audit is None:
            self._audit = self._find()
        return self._audit
