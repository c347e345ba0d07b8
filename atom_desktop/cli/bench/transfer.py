"""How fast many tasks are imported, durable and listed, while the full text follows."""

import json
import os
import time
from collections.abc import Iterator
from typing import Final

from atom_desktop.cli.bench.figures import Figure, Unit
from atom_desktop.cli.bench.place import BenchPlace, opener
from atom_desktop.cli.bench.sample import sample_tasks
from atom_desktop.core.actions.registry import all_commands
from atom_desktop.core.bus import Bus
from atom_desktop.core.clock import SystemClock, home_zone
from atom_desktop.core.commands import Context, Unattended
from atom_desktop.core.jobs import Jobs
from atom_desktop.core.notices import Notice, Notices
from atom_desktop.core.session import Session, VaultState
from atom_desktop.model.ids import id_maker

GOAL: Final = 30_000.0


def bulk_import(place: BenchPlace) -> list[Figure]:
    """Measure the import of as many tasks of another program as the vault has."""
    file = place.root / "tasks.json"
    file.write_text("\n".join(_lines(place.count)), "utf-8")
    cpu = time.process_time()
    decoded = sum(1 for line in file.read_text("utf-8").splitlines() if json.loads(line))
    bare = decoded / (time.process_time() - cpu)
    session = _session(place)
    session.take(place.open())
    commands = all_commands()
    cpu = time.process_time()
    commands.run("file.import", {"path": str(file)}, Context(session, "bench", Unattended()))
    rate = place.count / (time.process_time() - cpu)
    session.give_up()
    session.jobs.close()
    return [
        Figure(
            name="bulk import, tasks a second of CPU",
            value=rate,
            unit=Unit.PER_SECOND,
            limit=GOAL,
            baseline_name="decoding the file with json",
            baseline=bare,
        )
    ]


def _lines(count: int) -> Iterator[str]:
    for number, task in enumerate(sample_tasks(count, ["Home", "Work"], ["phone", "errand"])):
        yield json.dumps(
            {
                "uuid": f"{number:08x}-0000-4000-8000-{number:012x}",
                "description": task["title"],
                "entry": "20260101T080000Z",
                "status": "pending",
                "project": task["project"],
                "tags": task.get("labels", []),
                "annotations": [{"entry": "20260101T090000Z", "description": task["notes"]}],
            }
        )


def _session(place: BenchPlace) -> Session:
    clock = SystemClock(home_zone(os.environ))
    around = opener(place.folders, lasting=False).around

    def report(error: BaseException) -> None:
        raise error

    return Session(
        folders=place.folders,
        around=around,
        clock=clock,
        jobs=Jobs(report),
        notices=Notices(Bus[Notice](report)),
        new_id=id_maker(os.urandom),
        bus=Bus[VaultState](report),
    )
