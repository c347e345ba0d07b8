"""The harness of damage: a small vault whose bytes are changed, and what may be made of it."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from atom_desktop.model.change import Step
from atom_desktop.model.errors import AtomError
from atom_desktop.model.record import Record
from atom_desktop.store.sealed import FRAME, HEADER
from atom_desktop.store.store import Store
from tests.fakes.disk import MemoryDisk
from tests.fakes.disk_store import (
    Home,
    add_label,
    everything,
    new_task,
    own_files,
    own_folder,
    set_task,
    task_id,
)
from tests.store.faults.workload import replayed

Files = dict[str, bytes]
DOCUMENT = b"the settings of this device " * 12


@dataclass
class Vault:
    """A vault with two snapshots, segments, histories, two logs and a document, as it was left."""

    files: Files
    steps: list[Step]
    records: dict[str, Record]
    folder: str
    logs: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """log -> (where its block ends, the id of the step in it)."""

    @property
    def own(self) -> list[str]:
        """The files that this device wrote into the folder of its journal."""
        return [path for path in self.files if path.startswith(self.folder)]

    def states_of(self, record_id: str) -> list[Record]:
        """Return everything that some of the steps could have made of a record."""
        mine = [step for step in self.steps if any(c.id == record_id for c in step.changes)]
        sizes = range(1, len(mine) + 1)
        some = itertools.chain.from_iterable(itertools.combinations(mine, n) for n in sizes)
        return [replayed(list(steps))[record_id] for steps in some]

    def safe(self, changed: str, at: int) -> set[str]:
        """Return the steps that a change at one place of one file must leave alone."""
        lost = {step_id for end, step_id in self.logs.get(changed, ()) if end > at}
        return {step.id for step in self.steps} - lost


def build() -> Vault:
    """Make the vault; call it with small sizes."""
    home = Home()
    steps: list[Step] = []
    with home.open() as store:
        steps.append(home.save(store, *(new_task(name, labels=["x"]) for name in "abcdef")))
        store.compact()
        steps.append(home.save(store, set_task("a", "title", "A", "a"), add_label("a", "y")))
        store.compact()
        store.settings.write("window", [DOCUMENT])
        steps.append(home.save(store, set_task("b", "title", "B", "b")))
        steps.append(home.save(store, new_task("g")))
    with home.open() as store:
        steps.append(home.save(store, set_task("c", "title", "C", "c")))
        records = everything(store)
        assert records == replayed(steps)
    files = {path: content for path, content in home.disk.files().items() if "reserve" not in path}
    vault = Vault(files, steps, records, str(own_folder(home)))
    uncovered = [str(path) for path in own_files(home, "log-")[-2:]]
    ids = iter(step.id for step in steps[2:])
    for path in uncovered:
        vault.logs[path] = [(end, next(ids)) for end in _block_ends(files[path])]
    return vault


def _block_ends(content: bytes) -> Iterator[int]:
    at = HEADER.size
    while at < len(content):
        at += FRAME.size + int.from_bytes(content[at : at + 4], "big")
        yield at


def opened(files: Files) -> Home:
    """Return a home whose disk holds these files."""
    disk = MemoryDisk()
    for path, content in files.items():
        disk.put(path, content)
    return Home(disk)


def look(vault: Vault, files: Files, safe: set[str]) -> str:
    """Open what these files are, and return what is wrong with the answer, empty if nothing is.

    `safe` are the steps that must be there whatever was done.
    """
    home = opened(files)
    try:
        with home.open() as store:
            shown = everything(store)
            wrong = _judged(vault, store, shown, safe) or _quarantined(home, store, files)
            if wrong:
                return wrong
            later = home.save(store, new_task("z"))
        with home.open() as again:
            now = everything(again)
            if now.pop(task_id("z"), None) != replayed([later])[task_id("z")]:
                return "a later edit is lost"
            return "" if now == shown else "opening twice gives other records"
    except AtomError as error:
        return f"it does not open: {error.message}"


def _judged(vault: Vault, store: Store, shown: dict[str, Record], safe: set[str]) -> str:
    if shown != vault.records and not store.problems:
        return "something is missing and nobody says so"
    for record_id, record in shown.items():
        if record != vault.records.get(record_id) and record not in vault.states_of(record_id):
            return f"a record holds what nobody wrote: {record.fields}"
    least = replayed([step for step in vault.steps if step.id in safe])
    if safe == {step.id for step in vault.steps} and shown != vault.records:
        return "something is missing that could be read"
    if not least.keys() <= shown.keys():
        return "a record is missing that could be read"
    document = store.settings.read("window")
    if document is not None and document != DOCUMENT:
        return "the document holds what nobody wrote"
    return ""


def _quarantined(home: Home, store: Store, files: Files) -> str:
    """Each damaged file that is there has its copy, byte for byte."""
    kept = {
        home.disk.read(home.place.quarantine / name)
        for name in home.disk.list(home.place.quarantine)
    }
    for problem in store.problems:
        source = store._state.own / problem.file
        if str(source) in files and files[str(source)] not in kept and not _healed(store, problem):
            return f"{problem.file} is not in quarantine"
    return ""


def _healed(store: Store, problem: object) -> bool:
    """Blocks that were found broken since the opening are copied before anything is removed."""
    segments = {s.described.name for s in store._state.segments if s.broken}
    return getattr(problem, "file", "") in segments


# --- what can be done to a vault ------------------------------------------------------------


def flipped(files: Files, path: str, bit: int) -> Files:
    content = bytearray(files[path])
    content[bit // 8] ^= 1 << bit % 8
    return {**files, path: bytes(content)}


def cut(files: Files, path: str, length: int) -> Files:
    return {**files, path: files[path][:length]}


def without(files: Files, path: str) -> Files:
    return {name: content for name, content in files.items() if name != path}


def renamed(files: Files, path: str, new: str) -> Files:
    return {(new if name == path else name): content for name, content in files.items()}


def turmoil(vault: Vault) -> Iterator[tuple[str, Files, set[str]]]:
    """Yield every removal, duplication, exchange and renaming of a file, with what stays safe."""
    files = vault.files
    for path in files:
        safe = vault.safe(path, 0)
        name = Path(path).name
        kind, _, rest = name.partition("-")
        yield f"{name} gone", without(files, path), safe
        yield f"{name} emptied", {**files, path: b""}, safe
        yield f"{name} doubled", {**files, path: files[path] * 2}, vault.safe(path, 1 << 40)
        other_id = f"{path[: -len(rest)]}{rest[:-37]}{'ab' * 16}.atom"
        if path.endswith(".atom"):
            yield f"{name} under another name", renamed(files, path, other_id), safe
            yield f"a copy of {name}", {**files, other_id: files[path]}, vault.safe("", 0)
        for prefix in ("log", "seg", "hist", "snap"):
            if prefix != kind and path in vault.own:
                new = str(Path(path).with_name(f"{prefix}-{rest}"))
                yield f"{name} as {prefix}", renamed(files, path, new), safe
    for one, other in itertools.combinations(vault.own, 2):
        exchanged = {**files, one: files[other], other: files[one]}
        safe = vault.safe(one, 0) & vault.safe(other, 0)
        yield f"{Path(one).name} exchanged with {Path(other).name}", exchanged, safe


def flips(vault: Vault, stride: int) -> Iterator[tuple[str, Files, set[str]]]:
    """Yield every `stride`-th bit of every file changed."""
    for number, path in enumerate(vault.files):
        for bit in range(number % stride, len(vault.files[path]) * 8, stride):
            where = f"bit {bit} of {Path(path).name}"
            yield where, flipped(vault.files, path, bit), vault.safe(path, bit // 8)


def cuts(vault: Vault, stride: int, *, only: str = "") -> Iterator[tuple[str, Files, set[str]]]:
    """Yield every file, or those with `only` in their name, cut at every `stride`-th length."""
    for number, path in enumerate(path for path in vault.files if only in path):
        for length in range(number % stride, len(vault.files[path]), stride):
            where = f"{Path(path).name} cut to {length}"
            yield where, cut(vault.files, path, length), vault.safe(path, length)


def hunt(vault: Vault, cases: Iterator[tuple[str, Files, set[str]]]) -> tuple[str, int]:
    """Try the cases; return the first fault and how many were tried."""
    tried = 0
    for where, files, safe in cases:
        tried += 1
        wrong = look(vault, files, safe)
        if wrong:
            return f"{wrong} ({where})", tried
    return "", tried


def pairs(vault: Vault, count: int, seed: int = 1) -> Iterator[tuple[str, Files, set[str]]]:
    """Yield one journal file cut and another one with a bit changed."""
    choices = random.Random(seed)
    for _ in range(count):
        one, other = choices.sample(vault.own, 2)
        length, bit = choices.randrange(len(vault.files[one])), len(vault.files[other]) * 8
        files = flipped(cut(vault.files, one, length), other, choices.randrange(bit))
        yield f"{Path(one).name} cut to {length}, {Path(other).name} changed", files, set()
