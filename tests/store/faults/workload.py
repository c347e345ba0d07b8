"""Work as a person does it, with a record of what was begun, acknowledged and refused."""

import contextlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
import pytest

from atom_desktop.model.change import Change, Op, Step, inverse
from atom_desktop.model.errors import AtomError
from atom_desktop.model.record import Record, apply, seen_tags
from atom_desktop.model.stamp import make_stamp
from atom_desktop.store.commit import Commit
from atom_desktop.store.store import Store
from tests.fakes.disk import MemoryDisk
from tests.fakes.disk_crash import CrashDisk
from tests.fakes.disk_store import Home, on, task_id

NAMES = "abcdefgh"
SMALL_SIZES = {
    "atom_desktop.store.commit.PART_CHANGES": 4,
    "atom_desktop.store.journal.BLOCK_BYTES": 700,
    "atom_desktop.store.segment.BLOCK_BYTES": 400,
    "atom_desktop.store.compaction.SEGMENT_BYTES": 1500,
    "atom_desktop.store.compaction.SMALL": 1200,
    "atom_desktop.store.compaction.REPORT_EVERY": 3,
    "atom_desktop.store.reserve.SIZE": 4096,
}


@contextlib.contextmanager
def small_sizes() -> Iterator[pytest.MonkeyPatch]:
    """Make blocks, parts and segments so small that a short piece of work has all of them."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SMALL_SIZES.items():
            patch.setattr(name, value)
        yield patch


@dataclass
class Work:
    """A person at work on a vault. `begun` are all steps by id, `saved` the acknowledged ones."""

    home: Home
    choices: random.Random
    begun: dict[str, Step] = field(default_factory=dict)
    saved: set[str] = field(default_factory=set)
    refused: dict[str, AtomError] = field(default_factory=dict)
    documents: list[bytes] = field(default_factory=list)
    """Every content of the one settings document, the oldest first."""
    kept: int = -1
    """The number of the newest of them that was acknowledged."""

    @property
    def disk(self) -> MemoryDisk:
        return self.home.disk

    def mark(self, what: str, about: str | int) -> None:
        if isinstance(self.disk, CrashDisk):
            self.disk.mark(what, about)

    def begin(self, store: Store, step: Step) -> Commit | None:
        """Hand a step to the store; None if it is refused at once."""
        step = on(store, step)
        self.begun[step.id] = step
        self.mark("begun", step.id)
        try:
            commit = store.commit(step)
        except AtomError as error:
            self.refused[step.id] = error
            return None
        commit.when_done(self._answered)
        return commit

    def _answered(self, commit: Commit) -> None:
        if commit.error is not None:
            self.refused[commit.step.id] = commit.error
            return
        self.saved.add(commit.step.id)
        self.mark("saved", commit.step.id)

    def wait(self, *commits: Commit | None) -> None:
        for commit in commits:
            if commit is not None:
                with contextlib.suppress(AtomError):
                    commit.wait(10)

    # --- what a person does -----------------------------------------------------------------

    def edit(self, store: Store) -> None:
        self.wait(self.begin(store, self._some_step(store)))

    def burst(self, store: Store) -> None:
        """Several steps that are written as one group."""
        with store._journal._changed:
            commits = [self.begin(store, self._some_step(store)) for _ in range(3)]
        self.wait(*commits)

    def many_changes(self, store: Store) -> None:
        """One step that is written in parts."""
        changes = [self._change(store, name) for name in self.choices.sample(NAMES, 6)]
        self.wait(self.begin(store, self.home.step(*changes)))

    def undo(self, store: Store) -> None:
        done = store.undo_stacks("me").done
        step = store.step(done[-1]) if done else None
        if step is None:
            return
        changes = [self._filled(store, inverse(change)) for change in reversed(step.changes)]
        self.wait(self.begin(store, self.home.step(*changes, undoes=step.id)))

    def compact(self, store: Store) -> None:
        """Tidy up, with an edit while it is under way."""
        busy = self.choices.random() < 0.7

        def progress(_done: int, _total: int) -> None:
            nonlocal busy
            if busy:
                busy = False
                self.edit(store)

        with contextlib.suppress(AtomError):
            store.compact(progress)

    def cancel(self, store: Store) -> None:
        with contextlib.suppress(AtomError):
            store.compact(cancelled=lambda: True)

    def keep_document(self, store: Store) -> None:
        content = b"settings %d " % len(self.documents) * self.choices.randrange(1, 60)
        self.documents.append(content)
        number = len(self.documents) - 1
        self.mark("document begun", number)
        with contextlib.suppress(OSError):
            store.settings.write("window", [content])
            self.kept = number
            self.mark("document kept", number)

    def pause(self, _store: Store) -> None:
        self.home.clock.forward(self.choices.choice((1, 400, 2000)))

    # ----------------------------------------------------------------------------------------

    def _some_step(self, store: Store) -> Step:
        name = self.choices.choice(NAMES)
        actor = self.choices.choice(("me", "me", "robot"))
        return self.home.step(self._change(store, name), actor=actor)

    def _change(self, store: Store, name: str) -> Change:
        record = store.read("task", task_id(name))
        number = len(self.begun)
        if record is None or (not record.alive and self.choices.random() < 0.5):
            fields = {"title": f"Task {name} {number}", "labels": ["new"], "notes": "n" * 40}
            return Change("task", task_id(name), Op.CREATE, "", None, fields)
        way = self.choices.randrange(6)
        if way == 0:
            return Change("task", record.id, Op.ADD, "labels", None, f"l{number % 3}")
        if way == 1:
            element = self.choices.choice(("new", "l0", "l1"))
            tags = seen_tags(record, "labels", element)
            return Change("task", record.id, Op.REMOVE, "labels", element, tags)
        if way == 2 and record.alive:
            return Change("task", record.id, Op.ERASE, "", dict(record.fields), None)
        title = f"Task {name} {number}"
        return Change("task", record.id, Op.SET, "title", record.fields.get("title"), title)

    def _filled(self, store: Store, change: Change) -> Change:
        record = store.read(change.collection, change.id)
        if change.op is not Op.REMOVE or record is None:
            return change
        tags = seen_tags(record, change.field, change.before)
        return msgspec.structs.replace(change, after=tags)


DOINGS = (
    (Work.edit, 10),
    (Work.burst, 3),
    (Work.many_changes, 2),
    (Work.undo, 3),
    (Work.compact, 2),
    (Work.cancel, 1),
    (Work.keep_document, 2),
    (Work.pause, 3),
)


def work(person: Work, length: int, *, reopen: float = 0.06) -> None:
    """Do random things, closing and opening now and then; ends with edits, not with a repair."""
    doings, weights = zip(*DOINGS, strict=True)
    store = person.home.open_store()
    try:
        for number in range(length):
            if person.choices.random() < reopen:
                store.close()
                store = person.home.open_store()
            late = number > length - 3
            do = Work.edit if late else person.choices.choices(doings, weights)[0]
            do(person, store)
    finally:
        store.close()


def replayed(steps: list[Step]) -> dict[str, Record]:
    """Return the records that steps make, whatever the store does."""
    records: dict[str, Record] = {}
    for step in steps:
        stamp = make_stamp(step.hlc, step.device)
        for change in step.changes:
            records[change.id] = apply(records.get(change.id), change, stamp)
    return records
