"""What was typed and not finished: kept sealed on this device until it is added or taken back."""

import threading
from typing import Final

from atom_desktop.core.jobs import Jobs, Progress
from atom_desktop.model.errors import AtomError, Busy
from atom_desktop.store.faults import explained
from atom_desktop.store.sealed_folder import SealedFolder

LONGEST: Final = 1 << 20
"""Bytes of one draft; nobody types a megabyte into a line."""


class Drafts:
    """The drafts of an open vault. `keep` may be called at every letter, from any thread.

    Texts are written by a job, the newest of each name; a disk that refuses one is told by the
    next `settle`, because a draft that is lost must not pass in silence.
    """

    def __init__(self, folder: SealedFolder, jobs: Jobs) -> None:
        """Write into `folder` on `jobs`."""
        self._folder = folder
        self._jobs = jobs
        self._lock = threading.Lock()
        self._waiting: dict[str, str] = {}
        self._writing = False
        self._refused: AtomError | None = None
        self._settled = threading.Condition(self._lock)

    def read(self, name: str) -> str:
        """Return a draft, "" if there is none that verifies."""
        with self._lock:
            waiting = self._waiting.get(name)
        if waiting is not None:
            return waiting
        content = self._folder.read(name)
        return content.decode(errors="replace") if content is not None else ""

    def keep(self, name: str, text: str) -> None:
        """Keep a draft; an empty one is removed."""
        with self._lock:
            self._waiting[name] = text
            if self._writing:
                return
            self._writing = True
        try:
            self._jobs.start_quietly("drafts", self._write)
        except RuntimeError:  # the jobs have just been closed: the process is ending
            self._write(Progress())

    def settle(self, seconds: float = 5.0) -> None:
        """Return when everything kept is on the disk; raises what kept a draft from it."""
        with self._settled:
            done = self._settled.wait_for(lambda: not self._writing, seconds)
            refused, self._refused = self._refused, None
        if refused is not None:
            raise refused
        if not done:
            raise Busy("A draft is not on the disk yet.", "Wait a moment; it is being written.")

    def _write(self, _progress: Progress) -> None:
        try:
            while (next_one := self._next()) is not None:
                self._try(*next_one)
        except BaseException:
            with self._settled:
                self._writing = False
                self._settled.notify_all()
            raise

    def _try(self, name: str, text: str) -> None:
        """Write one draft; it counts as waiting until it is on the disk or refused."""
        refused: AtomError | None = None
        try:
            self._put(name, text)
        except OSError as error:
            refused = explained(error, self._folder.path)
        with self._lock:
            self._refused = refused or self._refused
            if self._waiting.get(name) == text:
                del self._waiting[name]

    def _next(self) -> tuple[str, str] | None:
        """Return the next text to write; None ends the job."""
        with self._settled:
            if not self._waiting:
                self._writing = False
                self._settled.notify_all()
                return None
            return next(iter(self._waiting.items()))

    def _put(self, name: str, text: str) -> None:
        if text:
            self._folder.write(name, [text.encode("utf-8", "replace")[:LONGEST]])
        else:
            self._folder.remove(name)
