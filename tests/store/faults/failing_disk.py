"""The harness of the failing disk: trouble at one call, once or for ever, and what comes of it."""

import contextlib
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from atom_desktop.model.errors import AtomError
from atom_desktop.store.problem import Gravity
from atom_desktop.store.store import Store
from tests.fakes.disk import Call, Fault, MemoryDisk, Trouble
from tests.fakes.disk_crash import CrashDisk, Data, Names, Wreckage
from tests.fakes.disk_store import Home, everything
from tests.store.faults.power_loss import Judge, Promises
from tests.store.faults.workload import DOINGS, Work, replayed

CODES = {"full-disk", "io-error", "read-only", "no-permission", "closed"}


@dataclass
class Struggle:
    """A person at work while the disk fails. `wrong` is the first thing that should not be."""

    person: Work
    store: Store | None = None
    here: set[str] = field(default_factory=set)
    """The steps that were there when the store was opened."""
    wrong: str = ""

    @property
    def disk(self) -> MemoryDisk:
        return self.person.disk

    def run(self, length: int, *, reopen: float = 0.1) -> None:
        doings, weights = zip(*DOINGS, strict=True)
        for _ in range(length):
            if self.store is None:
                self.open()
            elif self.person.choices.random() < reopen:
                self.close()
            else:
                do = self.person.choices.choices(doings, weights)[0]
                with contextlib.suppress(AtomError):
                    do(self.person, self.store)
                self.look()
            if self.wrong:
                return

    def open(self) -> None:
        with contextlib.suppress(AtomError):
            self.store = self.person.home.open_store()
            with self.calm():
                self.here = {step.id for step in self.store.history()}
            if self.here & self.person.refused.keys() and not cut_failed(self.disk):
                self.wrong = "a refused step came back at the next start"

    def close(self) -> None:
        if self.store is not None:
            self.store.close()
            self.store = None

    def look(self) -> None:
        """What is shown is what was acknowledged, and a refusal says why."""
        store = self.store
        assert store is not None
        for error in self.person.refused.values():
            if error.code not in CODES or not error.message or not error.hint:
                self.wrong = f"a refusal says {error!r}"
        if any(found.gravity is not Gravity.UNFINISHED for found in store.problems):
            return  # something could not be read, and that was said
        with self.calm():
            shown = self.here | (self.person.saved & {step.id for step in store.history()})
            if lost := self.person.saved - shown:
                self.wrong = f"{len(lost)} acknowledged steps are not in the history"
            expected = replayed([self.person.begun[step_id] for step_id in shown])
            if everything(store) != expected:
                self.wrong = "what is shown is not what was acknowledged"

    @contextlib.contextmanager
    def calm(self) -> Iterator[None]:
        """Look without trouble, and without being counted."""
        fault, calls = self.disk.fault, len(self.disk.log)
        self.disk.fault = None
        yield
        del self.disk.log[calls:]
        self.disk.fault = fault


def cut_failed(disk: MemoryDisk, *, durably: bool = False) -> bool:
    """Whether a refused step may still be there: the disk did not even cut it off (for good)."""
    calls = (disk.log[max(number - 2, 0) : number] for number in disk.struck)
    return any(
        made[-1] is Call.TRUNCATE or (durably and made == [Call.TRUNCATE, Call.SYNC])
        for made in calls
    )


def trial(
    seed: int,
    trouble: Trouble | None,
    at: int,
    *,
    lasting: bool = False,
    length: int = 14,
    calls: frozenset[Call] = frozenset(Call),
) -> tuple[str, int]:
    """Work with trouble at the call `at`; return what is wrong, and how many calls there were."""
    own = zlib.crc32(f"{seed} {trouble} {at} {lasting}".encode())  # no two trials share a nonce
    person = Work(Home(CrashDisk(), seed=own), random.Random(seed))
    struggle = Struggle(person)
    struggle.run(8, reopen=0.0)
    start = len(person.disk.log)
    if trouble is not None:
        person.disk.fault = Fault(trouble=trouble, at=start + at, lasting=lasting, calls=calls)
    struggle.run(length)
    made = len(person.disk.log) - start
    person.disk.fault = None
    wrong = struggle.wrong or _afterwards(struggle)
    struggle.close()
    return wrong or _in_the_end(person), made


def _afterwards(struggle: Struggle) -> str:
    """Once the trouble is over, the same store takes edits again."""
    if struggle.store is None:
        struggle.open()
    if struggle.store is None:
        return "the vault does not open although the disk works again"
    before = len(struggle.person.saved)
    struggle.person.edit(struggle.store)
    if len(struggle.person.saved) == before:
        return "an edit is refused although the disk works again"
    struggle.look()
    return struggle.wrong


def _in_the_end(person: Work) -> str:
    """The next start finds what was acknowledged, also after a power cut."""
    assert isinstance(person.disk, CrashDisk)
    promises = Promises(
        begun=set(person.begun) - _gone(person, durably=True),
        saved=set(person.saved),
        document_begun=len(person.documents) - 1,
        document_kept=person.kept,
    )
    wreckage = Wreckage(person.disk.root)
    for event in person.disk.events:
        wreckage.play(event)
    judge, choices = Judge(person), random.Random(0)
    for number, names in enumerate((Names.NONE, Names.ALL)):
        left = wreckage.left(choices, names, Data.NONE)
        wrong = judge.verdict(left, promises, number=number)
        if wrong:
            return f"{wrong} (after a power cut, names {names})"
    promises.begun = set(person.begun) - _gone(person)
    return judge.verdict(person.disk.root, promises, number=9)


def _gone(person: Work, *, durably: bool = False) -> set[str]:
    """Return the refused steps that must not come back."""
    return set() if cut_failed(person.disk, durably=durably) else set(person.refused)
