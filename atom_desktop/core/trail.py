"""Notes in the audit list which command changed something, for whom, and how it ended."""

import threading
from collections.abc import Iterator

from atom_desktop.core.audit import Audit, Entry
from atom_desktop.model.errors import AtomError
from atom_desktop.model.json import Json


class Trail:
    """The audit list of an open vault. For any thread."""

    def __init__(self, audit: Audit) -> None:
        """Write to `audit`, which nobody else uses."""
        self._audit = audit
        self._lock = threading.Lock()

    def note(self, actor: str, command: str, outcome: Json | AtomError) -> None:
        """Note a command that has ended, by what it returned or what it raised."""
        step, code = "", ""
        if isinstance(outcome, AtomError):
            code = outcome.code
        elif isinstance(outcome, dict) and isinstance(found := outcome.get("step"), str):
            step = found
        with self._lock:
            self._audit.note(actor, command, step, code)

    def entries(self) -> Iterator[Entry]:
        """Yield what was noted, the oldest first."""
        with self._lock:
            return iter(list(self._audit.entries()))

    def problems(self) -> list[str]:
        """Return what is wrong with the list, in words."""
        with self._lock:
            return self._audit.verify()

    def close(self, *, merge: bool) -> None:
        """Let the notes reach the disk; `merge` puts many small files into one."""
        with self._lock:
            self._audit.close()
            if merge:
                self._audit.merge()
