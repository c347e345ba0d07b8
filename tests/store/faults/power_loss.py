"""The power-loss harness: work, then every power cut, then a look at what is left."""

import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from atom_desktop.model.change import Step
from atom_desktop.model.errors import AtomError
from atom_desktop.model.record import Record
from atom_desktop.store.problem import Gravity
from atom_desktop.store.store import Store
from tests.fakes.disk import Folder, MemoryDisk
from tests.fakes.disk_crash import CrashDisk, Data, Mark, Names, Wreckage
from tests.fakes.disk_store import Home, everything, new_task, task_id
from tests.store.faults.workload import Work, replayed, work

VARIANTS = (
    (Names.ALL, Data.NONE),
    (Names.NONE, Data.ALL),
    (Names.ALL, Data.ZEROS),
    (Names.PREFIX, Data.CUT),
    (Names.SUBSET, Data.TORN),
    (Names.ALL, Data.TORN),
    (Names.SUBSET, Data.ALL),
    (Names.PREFIX, Data.ALL),
)


@dataclass
class Promises:
    """What was begun and acknowledged up to the power cut."""

    begun: set[str] = field(default_factory=set)
    saved: set[str] = field(default_factory=set)
    document_begun: int = -1
    document_kept: int = -1

    def note(self, mark: Mark) -> None:
        match mark:
            case Mark("begun", str(step_id)):
                self.begun.add(step_id)
            case Mark("saved", str(step_id)):
                self.saved.add(step_id)
            case Mark("document begun", int(number)):
                self.document_begun = number
            case Mark("document kept", int(number)):
                self.document_kept = number


@dataclass
class Judge:
    """Opens what is left and compares it with what was promised."""

    person: Work
    seen: dict[frozenset[str], dict[str, Record]] = field(default_factory=dict)
    states: int = 0

    def verdict(self, left: Folder, promises: Promises, *, number: int) -> str:
        """Return what is wrong, empty if nothing is."""
        self.states += 1
        own = zlib.crc32(f"{self.person.home.seed} after {number}".encode())
        home = Home(MemoryDisk(left), seed=own)
        try:
            with home.open() as store:
                present = {step.id for step in store.history()}
                wrong = self._first_look(store, present, promises)
                if wrong:
                    return wrong
                later = home.save(store, new_task("z", title="After the cut"))
            return self._second_look(home, present, later)
        except AtomError as error:
            return f"it does not open: {error.message}"

    def _first_look(self, store: Store, present: set[str], promises: Promises) -> str:
        if lost := promises.saved - present:
            return f"lost {len(lost)} acknowledged steps"
        if invented := present - promises.begun:
            return f"{len(invented)} steps from nowhere"
        if everything(store) != self._expected(frozenset(present)):
            return "the records are not those of the steps in the history"
        grave = [found for found in store.problems if found.gravity is not Gravity.UNFINISHED]
        if grave:
            return f"a false alarm: {grave[0].message}"
        done = {step_id for actor in ("me", "robot") for step_id in store.undo_stacks(actor).done}
        if not done <= present:
            return "the undo list names steps that are not there"
        return self._document(store, promises)

    def _second_look(self, home: Home, present: set[str], later: Step) -> str:
        with home.open() as again:
            found = {step.id for step in again.history()}
            if found != present | {later.id}:
                return "opening twice gives other steps"
            expected = dict(self._expected(frozenset(present)))
            expected[task_id("z")] = replayed([later])[task_id("z")]
            return "" if everything(again) == expected else "opening twice gives other records"

    def _expected(self, present: frozenset[str]) -> dict[str, Record]:
        if present not in self.seen:
            self.seen[present] = replayed([self.person.begun[step_id] for step_id in present])
        return self.seen[present]

    def _document(self, store: Store, promises: Promises) -> str:
        found = store.settings.read("window")
        wanted = range(promises.document_kept, promises.document_begun + 1)
        sound = [bytes(self.person.documents[number]) for number in wanted if number >= 0]
        if found is None:
            return "" if promises.document_kept < 0 else "an acknowledged document is gone"
        return "" if bytes(found) in sound else "a document went back to an older one"


def wrecks(
    person: Work, seed: int, variants: int
) -> Iterator[tuple[Folder, Promises, tuple[int, Names, Data]]]:
    """Yield what may be left after a power cut at every call, different states only."""
    assert isinstance(person.disk, CrashDisk)
    choices = random.Random(seed)
    wreckage, promises = Wreckage(person.disk.root), Promises()
    fresh: set[int] = set()
    for at, event in enumerate(person.disk.events):
        if isinstance(event, Mark):
            promises.note(event)
            fresh.clear()
        else:
            wreckage.play(event)
        for _ in range(1 if wreckage.certain else variants):
            names, data = choices.choice(VARIANTS)
            left = wreckage.left(choices, names, data)
            print_of = hash(tuple(MemoryDisk(left).files().items()))
            if print_of not in fresh:
                fresh.add(print_of)
                yield left, promises, (at, names, data)


def hunt(
    seed: int, *, length: int = 30, variants: int = 3, limit: int = 1 << 60
) -> tuple[str, int]:
    """Work, cut the power everywhere, and look; return the first fault and the states tried."""
    person = Work(Home(CrashDisk(), seed=seed), random.Random(seed))
    work(person, length)
    judge = Judge(person)
    for left, promises, (at, names, data) in wrecks(person, seed, variants):
        if judge.states >= limit:
            break
        wrong = judge.verdict(left, promises, number=judge.states)
        if wrong:
            where = f"workload {seed}, after event {at}, names {names}, data {data}"
            return f"{wrong} ({where})", judge.states
    return "", judge.states
