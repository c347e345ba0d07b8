"""A store on a disk in memory, opened in a millisecond: fixed keys, a clock set by hand.

home = Home()
with home.open() as store:
    home.save(store, home.step(new_task("a", title="Buy milk")))
"""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from atom_desktop.model.change import Change, Op, Step
from atom_desktop.model.ids import encode_id
from atom_desktop.model.json import Json
from atom_desktop.model.record import Record
from atom_desktop.model.stamp import HybridClock
from atom_desktop.store.commit import Commit
from atom_desktop.store.crypto import Keys
from atom_desktop.store.place import Place
from atom_desktop.store.sealed import Identity
from atom_desktop.store.store import Store, Surroundings
from tests.fakes.disk import MemoryDisk

VAULT = bytes(range(16))
KEYS = Keys.from_root(b"r" * 32, VAULT)
OTHER_KEYS = Keys.from_root(b"o" * 32, VAULT)
START_MS = 1_795_000_000_000
TOP = Path("/home")
PLACE = Place(
    vault=VAULT,
    profile="profile",
    data=TOP / "data",
    backups=TOP / "data-backups",
    cache=TOP / "cache",
    state=TOP / "state",
    runtime=TOP / "run",
)


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.ms = START_MS

    def now_ms(self) -> int:
        return self.ms

    def monotonic(self) -> float:
        return self.ms / 1000

    def forward(self, ms: int) -> None:
        self.ms += ms


@dataclass
class Home:
    """A vault on a disk in memory, and the short way to fill it."""

    disk: MemoryDisk = field(default_factory=MemoryDisk)
    seed: int | None = None
    """Makes two homes alike; without one no two files of a test are sealed alike."""
    place: Place = PLACE
    machine: str = "machine"
    keys: Keys = KEYS
    clock: Hand = field(default_factory=Hand)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.made = random.Random(None if self.seed is None else self.seed + 1_000_003)
        self.stamps = HybridClock(self.clock.now_ms)
        if not self.disk.root.entries:
            self.disk.mkdir(TOP)
            self.disk.sync_dir(TOP.parent)

    def around(self) -> Surroundings:
        return Surroundings(
            disk=self.disk,
            now_ms=self.clock.now_ms,
            monotonic=self.clock.monotonic,
            random_bytes=self.random.randbytes,
            machine=self.machine,
        )

    def open_store(self) -> Store:
        """Open the store; whoever calls this closes it."""
        store = Store.open(self.place, self.keys, self.around())
        self.stamps.witness(store.last_hlc)
        return store

    @contextmanager
    def open(self) -> Iterator[Store]:
        store = self.open_store()
        try:
            yield store
        finally:
            store.close()

    def new_id(self) -> str:
        return encode_id(self.made.randbytes(16))

    def step(self, *changes: Change, actor: str = "me", undoes: str = "", redoes: str = "") -> Step:
        """Return a step without a device; `save` fills that in."""
        return Step(
            id=self.new_id(),
            hlc=self.stamps.tick(),
            actor=actor,
            command="test",
            title="A change",
            changes=changes,
            undoes=undoes,
            redoes=redoes,
        )

    def begin(self, store: Store, step: Step) -> Commit:
        """Commit a step on this device, without waiting."""
        return store.commit(on(store, step))

    def save(self, store: Store, *changes: Change, actor: str = "me") -> Step:
        """Commit changes as one step and wait until it is durable."""
        commit = self.begin(store, self.step(*changes, actor=actor))
        commit.wait(10)
        return commit.step


def on(store: Store, step: Step) -> Step:
    """Return a step as made on the device of a store."""
    return msgspec.structs.replace(step, device=store.device_id)


def task_id(name: str) -> str:
    """Return a whole id for a short name."""
    return encode_id(name.encode().rjust(16, b"\0"))


def new_task(name: str, **fields: Json) -> Change:
    return Change("task", task_id(name), Op.CREATE, "", None, {"title": name, **fields})


def set_task(name: str, field: str, value: Json, before: Json = None) -> Change:
    return Change("task", task_id(name), Op.SET, field, before, value)


def add_label(name: str, label: str) -> Change:
    return Change("task", task_id(name), Op.ADD, "labels", None, label)


def everything(store: Store) -> dict[str, Record]:
    """Return every task by its id, alive or erased."""
    return {record.id: record for record in store.scan("task")}


def titles(store: Store) -> list[str]:
    """Return the sorted titles of the tasks that are alive."""
    return sorted(str(r.fields.get("title")) for r in store.scan("task") if r.alive)


def identity(device: bytes = b"d" * 16) -> Identity:
    """Return who writes; really random, so that no two files of a test are sealed alike."""
    return Identity(vault=VAULT, device=device, random_bytes=os.urandom)


def own_folder(home: Home) -> Path:
    """Return the folder of the only device of a vault."""
    (device,) = home.disk.list(home.place.devices)
    return home.place.devices / device


def own_files(home: Home, prefix: str = "") -> list[Path]:
    """Return the files of the only device, in the order of their names."""
    folder = own_folder(home)
    return [folder / name for name in home.disk.list(folder) if name.startswith(prefix)]


def spoil(home: Home, path: Path, at: int = -1) -> None:
    """Change a bit of a file, in its last byte or at `at`."""
    content = bytearray(home.disk.read(path))
    content[at] ^= 1
    home.disk.put(path, bytes(content))


def moved_in(home: Home) -> Home:
    """Return the same folder as another computer finds it: without what this one remembers."""
    disk = MemoryDisk()
    for path, content in home.disk.files().items():
        if path.startswith(str(home.place.data)):
            disk.put(path, content)
    return Home(disk, machine="another machine")
