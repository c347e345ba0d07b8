"""A real vault in a temporary folder, with fixed keys, a clock that is set by hand, counted ids.

Every part is the real one but the clocks and the randomness. Use the builders as context managers,
so that no writer thread outlives its test::

    with open_store(tmp_path) as store: ...
    with open_vault(tmp_path) as vault:
        task = vault.add(title="Buy milk")
        vault.index.count(USUAL)
"""

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from atom_desktop.core.bus import Bus
from atom_desktop.core.commands import Context, Unattended
from atom_desktop.core.index.index import Index
from atom_desktop.core.jobs import Jobs
from atom_desktop.core.notices import Notice, Notices
from atom_desktop.core.opening import Opener
from atom_desktop.core.session import OpenVault, Session, VaultState
from atom_desktop.core.settings import Settings
from atom_desktop.core.workspace import Receipt, Workspace
from atom_desktop.model.change import Change, Op
from atom_desktop.model.ids import encode_id
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.record import Record
from atom_desktop.store.crypto import Keys
from atom_desktop.store.disk import Disk, RealDisk
from atom_desktop.store.place import Folders
from atom_desktop.store.store import Store, Surroundings

VAULT = bytes(range(16))
KEYS = Keys.from_root(b"r" * 32, VAULT)
BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 11, 24, 9, 30, tzinfo=BERLIN)
"""A Tuesday morning."""
ACTOR = "tester"


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, start: datetime = START) -> None:
        self.moment = start

    def forward(self, seconds: float) -> None:
        self.moment = datetime.fromtimestamp(self.moment.timestamp() + seconds, self.zone())

    def now_ms(self) -> int:
        return int(self.moment.timestamp() * 1000)

    def now(self) -> datetime:
        return self.moment

    def zone(self) -> ZoneInfo:
        return BERLIN

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def utc(self) -> str:
        """Return the stored form of now."""
        return self.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class CountedBytes:
    """Random-looking bytes that never repeat and are the same in every run."""

    def __init__(self, seed: str = "") -> None:
        self._seed = seed
        self._count = itertools.count()

    def __call__(self, length: int) -> bytes:
        return hashlib.shake_128(f"{self._seed}:{next(self._count)}".encode()).digest(length)


def counted_ids(seed: str = "id") -> "CountedIds":
    """Return a source of ids that are the same in every run."""
    return CountedIds(CountedBytes(seed))


@dataclass
class CountedIds:
    """A source of ids; `made` are the ones it has given, the newest last."""

    source: CountedBytes
    made: list[str] = field(default_factory=list)

    def __call__(self) -> str:
        self.made.append(encode_id(self.source(16)))
        return self.made[-1]


def folders_in(root: Path) -> Folders:
    """Return the folders of a person who keeps everything under `root`."""
    return Folders(
        data=root / "data",
        backups=root / "backups",
        cache=root / "cache",
        state=root / "state",
        runtime=root / "run",
    )


def surroundings(
    clock: HandClock, disk: Disk | None = None, random_bytes: CountedBytes | None = None
) -> Surroundings:
    """Return what a store takes from the outside: the real disk unless another one is given."""
    return Surroundings(
        disk=disk or RealDisk(),
        now_ms=clock.now_ms,
        monotonic=clock.monotonic,
        random_bytes=random_bytes or CountedBytes("store"),
        machine="machine",
    )


@contextmanager
def open_store(
    root: Path, *, clock: HandClock | None = None, disk: Disk | None = None, seed: str = "store"
) -> Iterator[Store]:
    """Open the store under `root`; give another `seed` to open the same one again."""
    around = surroundings(clock or HandClock(), disk, CountedBytes(seed))
    store = Store.open(folders_in(root).place(VAULT), KEYS, around)
    try:
        yield store
    finally:
        store.close()


@dataclass(kw_only=True)
class VaultInUse:
    """An open vault with everything around it, and short ways to fill it."""

    session: Session
    opener: Opener
    clock: HandClock
    ids: CountedIds
    bugs: list[BaseException]
    told: list[Notice]
    disk: Disk

    @property
    def store(self) -> Store:
        return self.session.store

    @property
    def index(self) -> Index:
        return self.session.index

    @property
    def workspace(self) -> Workspace:
        return self.session.workspace

    @property
    def settings(self) -> Settings:
        return self.session.settings

    def context(self, actor: str = ACTOR) -> Context:
        """Return what a command is run with."""
        return Context(self.session, actor, Unattended())

    def run(self, *changes: Change, title: str = "A change", actor: str = ACTOR) -> Receipt:
        """Run changes as one step and wait until it is durable."""
        receipt = self.workspace.run(title, changes, command="test", actor=actor)
        receipt.wait()
        return receipt

    def create(self, collection: str, fields: JsonObject, *, actor: str = ACTOR) -> Record:
        """Make a record."""
        change = Change(collection, self.ids(), Op.CREATE, "", None, fields)
        self.run(change, title=f"Add {collection}", actor=actor)
        return self.record(collection, change.id)

    def add(self, actor: str = ACTOR, **fields: Json) -> Record:
        """Make a task."""
        return self.create("task", {"title": "Task", **fields}, actor=actor)

    def add_many(self, tasks: Sequence[JsonObject]) -> list[str]:
        """Make many tasks in one step; return their ids."""
        made = [Change("task", self.ids(), Op.CREATE, "", None, fields) for fields in tasks]
        self.run(*made, title="Add many")
        return [change.id for change in made]

    def set(self, record: Record, *, actor: str = ACTOR, **fields: Json) -> Record:
        """Give fields of a record new values."""
        held = self.record(record.collection, record.id).fields
        self.run(
            *(
                Change(record.collection, record.id, Op.SET, name, held.get(name), value)
                for name, value in fields.items()
            ),
            title=f"Change {record.collection}",
            actor=actor,
        )
        return self.record(record.collection, record.id)

    def record(self, collection: str, record_id: str) -> Record:
        """Return a record that must be there."""
        found = self.workspace.read(collection, record_id)
        assert found is not None, f"there is no {collection} {record_id}"
        return found

    def lock(self) -> None:
        """Close the vault, as locking does."""
        self.session.give_up()

    def unlock(self) -> OpenVault:
        """Open the vault, again or for the first time."""
        vault = self.opener(KEYS)
        self.session.take(vault)
        return vault

    def reopen(self) -> None:
        """Close the vault and open it again, as two starts do."""
        self.lock()
        self.unlock()


def vault_in(
    root: Path, *, disk: Disk | None = None, seed: str = "vault", lasting: bool = False
) -> VaultInUse:
    """Build everything around a vault under `root`, still locked; prefer `open_vault`."""
    clock, bugs, told = HandClock(), list[BaseException](), list[Notice]()
    around = surroundings(clock, disk, CountedBytes(seed))
    notice_bus: Bus[Notice] = Bus(bugs.append)
    notice_bus.listen(told.append)
    state_bus: Bus[VaultState] = Bus(bugs.append)
    notices, ids = Notices(notice_bus), counted_ids(seed)
    opener = Opener(
        folders=folders_in(root),
        around=around,
        clock=clock,
        notices=notices,
        new_id=counted_ids(f"{seed}-step"),
        report=bugs.append,
        machine_mark=lambda vault: f"machine {vault.hex()}",
        lasting=lasting,
    )
    session = Session(
        folders=opener.folders,
        around=around,
        clock=clock,
        jobs=Jobs(bugs.append),
        notices=notices,
        new_id=ids,
        bus=state_bus,
    )
    return VaultInUse(
        session=session,
        opener=opener,
        clock=clock,
        ids=ids,
        bugs=bugs,
        told=told,
        disk=around.disk,
    )


@contextmanager
def open_vault(
    root: Path, *, disk: Disk | None = None, seed: str = "vault", lasting: bool = False
) -> Iterator[VaultInUse]:
    """Open a vault under `root`; everything is closed at the end, and no bug may be left over.

    A `lasting` vault is looked after in the background. Give another `seed` to open a vault that an
    earlier `open_vault` has filled.
    """
    vault = vault_in(root, disk=disk, seed=seed, lasting=lasting)
    vault.unlock()
    try:
        yield vault
    finally:
        vault.session.jobs.close()
        vault.lock()
    assert not vault.bugs, vault.bugs
