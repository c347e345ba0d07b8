"""How many tasks are in the places of the side bar, counted on a worker after changes."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from atom_desktop.core.bus import Post
from atom_desktop.core.index.index import Index
from atom_desktop.core.jobs import Job, Jobs
from atom_desktop.gui.shell.places import FIXED
from atom_desktop.model.query.nodes import Query

PAUSE: Final = 250
"""Milliseconds without another change before the tasks are counted."""
COUNTED: Final = ("inbox", "today", "upcoming")
Read = Callable[[str], Query]


class Counting(QObject):
    """`counted` carries the numbers by the keys of places. One count at a time."""

    counted = Signal(object)

    def __init__(self, index: Index, read: Read, *, jobs: Jobs, post: Post) -> None:
        """Read queries with `read`."""
        super().__init__()
        self._index = index
        self._read = read
        self._jobs = jobs
        self._post = post
        self._running = self._closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._begin)

    def soon(self) -> None:
        """Count when nothing has changed for a moment."""
        if not self._closed and not self._timer.isActive():
            self._timer.start()

    def close(self) -> None:
        """Count no more."""
        self._closed = True
        self._timer.stop()

    def _begin(self) -> None:
        if self._running:
            self._timer.start()
            return
        self._running = True
        job = self._jobs.start("counts", lambda _progress: self._counts())
        job.when_done(self._ended, self._post)

    def _counts(self) -> dict[str, int]:
        queries = {one.key: one.query for one in FIXED if one.key in COUNTED}
        return {key: len(self._index.view(self._read(text))) for key, text in queries.items()}

    def _ended(self, job: Job[dict[str, int]]) -> None:
        self._running = False
        if not self._closed:
            self.counted.emit(job.result(0))
