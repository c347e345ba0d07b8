"""Keeps an open vault fast and small while nobody waits: full text, compaction, kept caches."""

import threading
import time
from collections.abc import Callable
from typing import Final

from atom_desktop.core.bus import Bus
from atom_desktop.core.index.index import Index, Indexing
from atom_desktop.core.jobs import Jobs, Progress
from atom_desktop.core.notices import Notices
from atom_desktop.model.change import Step
from atom_desktop.model.errors import AtomError
from atom_desktop.store.store import Store

SAVE_EVERY: Final = 5000
"""Steps after which the caches are kept, so that a kill costs a short replay."""


REST_SECONDS: Final = 600.0
"""How long no pass is tried after one that failed."""


class Upkeep:
    """Works on `jobs`, which nobody else uses, and tells `indexing` how far the full text is."""

    def __init__(
        self,
        store: Store,
        index: Index,
        *,
        jobs: Jobs,
        notices: Notices,
        indexing: Bus[Indexing],
        keep_days: Callable[[], int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the parts; `start` begins."""
        self._store = store
        self._index = index
        self._jobs = jobs
        self._notices = notices
        self._lock = threading.Lock()
        self._at_work = False
        self._again = False
        self._unsaved = SAVE_EVERY if index.read_anew else 0
        self._clock = clock
        self._compact_after = 0.0
        self._stop: Callable[[], None] = lambda: None
        self._indexing = indexing
        self._keep_days = keep_days

    def start(self, steps: Bus[Step]) -> None:
        """Do what is due, and from now on what each step of the bus makes due."""
        self._stop = steps.listen(self._follow)
        self._begin()

    def close(self) -> None:
        """End the work, and keep the caches if anything has changed since they were kept."""
        self._stop()
        self._jobs.close()
        if self._unsaved:
            self._save()

    def _follow(self, _step: Step) -> None:
        """Note a step; runs on the writer thread, so it only begins a job."""
        self._unsaved += 1
        self._begin()

    def _begin(self) -> None:
        with self._lock:
            self._again = True
            if self._at_work:
                return
            self._at_work = True
        self._jobs.start_quietly("upkeep", self._work)

    def _work(self, progress: Progress) -> None:
        try:
            while self._due(progress):
                self._round(progress)
        except BaseException:
            with self._lock:
                self._at_work = False
            raise

    def _round(self, progress: Progress) -> None:
        self._index.enter_texts(progress.cancelled, self._indexing.publish)
        if self._store.needs_compaction() and self._clock() >= self._compact_after:
            self._compact(progress)
        elif self._unsaved >= SAVE_EVERY and not progress.cancelled():
            self._save()

    def _due(self, progress: Progress) -> bool:
        """Tell whether there is more to do; if not, the next step begins a new job."""
        with self._lock:
            more = self._again and not progress.cancelled()
            self._again = False
            self._at_work = more
            return more

    def _compact(self, progress: Progress) -> None:
        try:
            days = self._keep_days()
            done = self._store.compact(progress, progress.cancelled, keep_days=days)
        except AtomError as error:
            # A disk without room for a pass may still have room for an edit: leave it alone.
            self._compact_after = self._clock() + REST_SECONDS
            self._notices.tell_error(error)
            return
        if done:
            self._unsaved += 1
            self._save()

    def _save(self) -> None:
        """Keep the caches; a disk that refuses only makes the next start slower."""
        before = self._unsaved
        try:
            kept = self._index.save(text=True)
        except OSError:
            return
        if kept:
            self._unsaved -= before
