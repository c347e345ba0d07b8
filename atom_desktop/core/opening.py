"""Opens a vault: builds its store, index, workspace and settings, and takes them down again."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

import msgspec

from atom_desktop.core.audit import MOST_FILES, Audit
from atom_desktop.core.bus import Bus, Report
from atom_desktop.core.clock_watch import ClockWatch
from atom_desktop.core.index.index import Index, Indexing
from atom_desktop.core.jobs import Jobs
from atom_desktop.core.notices import Level, Notices
from atom_desktop.core.session import Clock, OpenVault
from atom_desktop.core.settings import Settings
from atom_desktop.core.trail import Trail
from atom_desktop.core.upkeep import Upkeep
from atom_desktop.core.vault_settings import VaultSettings
from atom_desktop.core.workspace import Workspace
from atom_desktop.model.change import Step
from atom_desktop.model.errors import AtomError
from atom_desktop.model.ids import NewId, decode_id
from atom_desktop.model.stamp import HybridClock
from atom_desktop.store.crypto import Keys
from atom_desktop.store.place import Folders
from atom_desktop.store.problem import Gravity, Problem
from atom_desktop.store.sealed import Identity
from atom_desktop.store.store import Store, Surroundings

MOST_BRIEF_FILES: Final = 256
"""Files of the audit list from which one command puts them into one."""
_LEVELS: Final = {
    Gravity.UNFINISHED: Level.INFO,
    Gravity.DAMAGED: Level.ERROR,
    Gravity.MISSING: Level.ERROR,
}


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let no cycles be looked for in this block.

    Thousands of records that stay are made while a vault is opened; looking through them again and
    again costs a quarter of the time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Opener(msgspec.Struct, frozen=True, kw_only=True):
    """What an open vault is made from. `lasting` processes look after it while nobody waits."""

    folders: Folders
    around: Surroundings
    clock: Clock
    notices: Notices
    new_id: NewId
    report: Report
    machine_mark: Callable[[bytes], str]
    """Tells this machine from others, given the id of a vault."""
    lasting: bool

    def __call__(self, keys: Keys) -> OpenVault:
        """Open the vault that these keys are for; what does not verify becomes notices."""
        around = msgspec.structs.replace(self.around, machine=self.machine_mark(keys.vault))
        with without_collecting():
            store = Store.open(self.folders.place(keys.vault), keys, around)
            index = Index.open(store, self.clock.zone(), self.clock.now)
        workspace = self._workspace(store, index)
        values = VaultSettings(store, workspace)
        settings = Settings(store.settings, values.read, values.write)
        self._tell_problems(store, settings)
        indexing: Bus[Indexing] = Bus(self.report)
        trail = self._trail(store)
        if self.lasting:
            close = self._looked_after(store, index, workspace.bus, indexing, settings=settings)
        else:
            close = _brief(store, index, settings)
        return OpenVault(
            store=store,
            index=index,
            workspace=workspace,
            settings=settings,
            indexing=indexing,
            trail=trail,
            close=self._closing(trail, close),
        )

    def _trail(self, store: Store) -> Trail:
        """Open the audit list of this device, which lies in its state folder."""
        disk, folder = self.around.disk, store.place.state / "audit"
        who = Identity(
            vault=store.keys.vault,
            device=decode_id(store.device_id),
            random_bytes=self.around.random_bytes,
            epoch=store.keys.epoch,
        )
        keys, now_ms = store.keys, self.around.now_ms
        return Trail(lambda: Audit.open(disk, folder, keys=keys, who=who, now_ms=now_ms))

    def _closing(self, trail: Trail, close: Callable[[], None]) -> Callable[[], None]:
        """Return what closes the audit list and then the rest."""

        def closed() -> None:
            try:
                trail.close(most_files=MOST_FILES if self.lasting else MOST_BRIEF_FILES)
            except OSError as error:
                self.report(error)
            finally:
                close()

        return closed

    def _workspace(self, store: Store, index: Index) -> Workspace:
        bus: Bus[Step] = Bus(self.report)

        def failed(error: AtomError) -> None:
            index.note_refusal()
            self.notices.tell_error(error)

        clock = HybridClock(self.around.now_ms, store.last_hlc)
        watch = ClockWatch(self.around.now_ms, self.around.monotonic)
        return Workspace(
            store, index, bus, clock=clock, new_id=self.new_id, watch=watch, failed=failed
        )

    def _looked_after(
        self,
        store: Store,
        index: Index,
        steps: Bus[Step],
        indexing: Bus[Indexing],
        *,
        settings: Settings,
    ) -> Callable[[], None]:
        jobs = Jobs(self.report)
        upkeep = Upkeep(
            store,
            index,
            jobs=jobs,
            notices=self.notices,
            indexing=indexing,
            keep_days=settings.days_of_history,
        )
        upkeep.start(steps)

        def close() -> None:
            upkeep.close()
            store.close()

        return close

    def _tell_problems(self, store: Store, settings: Settings) -> None:
        for problem in store.problems:
            self._tell(problem)
        if settings.held_back is not None:
            self.notices.tell_error(settings.held_back)

    def _tell(self, problem: Problem) -> None:
        level = _LEVELS[problem.gravity]
        self.notices.tell(level, problem.message, problem.hint, f"vault-{problem.gravity}")


def _brief(store: Store, index: Index, settings: Settings) -> Callable[[], None]:
    """Return how a process closes that opened the vault for one command."""

    def close() -> None:
        try:
            # Tidying up must not make a command fail that has done its work.
            with suppress(AtomError, OSError):
                if store.needs_compaction() and store.compact(keep_days=settings.days_of_history()):
                    index.save(text=False)
        finally:
            store.close()

    return close
