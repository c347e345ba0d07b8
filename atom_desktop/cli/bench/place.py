"""A throw-away vault with many tasks, on the disk that is measured."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from atom_desktop.cli.bench.sample import sample_tasks
from atom_desktop.core.bus import Bus
from atom_desktop.core.clock import SystemClock, home_zone
from atom_desktop.core.notices import Notice, Notices
from atom_desktop.core.opening import Opener
from atom_desktop.core.session import OpenVault
from atom_desktop.model.change import Change, Op
from atom_desktop.model.ids import id_maker
from atom_desktop.model.json import JsonObject
from atom_desktop.store.crypto import Keys
from atom_desktop.store.device import machine_mark
from atom_desktop.store.disk import RealDisk
from atom_desktop.store.place import Folders
from atom_desktop.store.slots import KdfChoice
from atom_desktop.store.store import Surroundings
from atom_desktop.store.vault import create_vault

PASSPHRASE: Final = "bench"  # noqa: S105 -- no secret: the vault is thrown away
PROJECTS: Final = ("Home", "Work", "Release 2.0", "Reading", "Travel")
LABELS: Final = ("phone", "errand", "computer", "deep-work", "waiting")
STEP: Final = 5000


@dataclass(frozen=True, slots=True)
class BenchPlace:
    """The folders of the vault, its keys, and how many tasks it has."""

    root: Path
    folders: Folders
    keys: Keys
    count: int

    def open(self, *, lasting: bool = False) -> OpenVault:
        """Open the vault in this process."""
        return opener(self.folders, lasting=lasting)(self.keys)

    def tidy(self) -> None:
        """Put everything into a snapshot, and keep current caches of it."""
        vault = self.open()
        vault.store.compact()
        vault.index.enter_texts(lambda: False, lambda _: None)
        vault.index.save(text=True)
        vault.close()

    def environ(self) -> dict[str, str]:
        """Return an environment in which the program finds this vault, and nothing else."""
        return {
            **os.environ,
            "ATOM_DATA_DIR": os.fspath(self.folders.data),
            "ATOM_PASSPHRASE_FILE": os.fspath(self.root / "passphrase"),
            "XDG_CACHE_HOME": os.fspath(self.root / "cache"),
            "XDG_STATE_HOME": os.fspath(self.root / "state"),
            "XDG_RUNTIME_DIR": os.fspath(self.root),
            "QT_QPA_PLATFORM": "offscreen",
        }


@contextmanager
def bench_place(count: int) -> Iterator[BenchPlace]:
    """Make a vault of `count` tasks with current caches, and remove it in the end."""
    root = Path(tempfile.mkdtemp(prefix="atom-bench-"))
    try:
        (root / "passphrase").write_text(PASSPHRASE, "utf-8")
        folders = Folders(
            data=root / "data",
            backups=root / "backups",
            cache=root / "cache" / "ATOM",
            state=root / "state" / "ATOM",
            runtime=root,
        )
        made = create_vault(
            RealDisk(),
            folders,
            passphrase=PASSPHRASE,
            keyring=None,
            kdf=KdfChoice.FLOOR,
            random_bytes=os.urandom,
        )
        place = BenchPlace(root, folders, made.keys, count)
        _fill(place)
        yield place
    finally:
        shutil.rmtree(root, ignore_errors=True)


def opener(folders: Folders, *, lasting: bool) -> Opener:
    """Return what opens a vault in these folders on this computer's disk and clock."""
    clock = SystemClock(home_zone(os.environ))

    def report(error: BaseException) -> None:
        raise error

    around = Surroundings(
        disk=RealDisk(),
        now_ms=clock.now_ms,
        monotonic=time.monotonic,
        random_bytes=os.urandom,
        machine="",
    )
    return Opener(
        folders=folders,
        around=around,
        clock=clock,
        notices=Notices(Bus[Notice](report)),
        new_id=id_maker(os.urandom),
        report=report,
        machine_mark=machine_mark,
        lasting=lasting,
    )


def create(vault: OpenVault, collection: str, fields: list[JsonObject]) -> list[str]:
    """Make records in one step, which is durable when this returns; return their ids."""
    new_id = id_maker(os.urandom)
    changes = [Change(collection, new_id(), Op.CREATE, after=one) for one in fields]
    vault.workspace.run("Bench", changes, command="bench", actor="bench").wait()
    return [change.id for change in changes]


def _fill(place: BenchPlace) -> None:
    vault = place.open()
    projects = create(vault, "project", [{"name": name} for name in PROJECTS])
    labels = create(vault, "label", [{"name": name} for name in LABELS])
    tasks = sample_tasks(place.count, projects, labels)
    while batch := list(islice(tasks, STEP)):
        create(vault, "task", batch)
    vault.close()
    place.tidy()
