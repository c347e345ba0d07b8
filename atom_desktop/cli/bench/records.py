"""How fast records are written, opened, filtered and searched."""

import os
import sqlite3
import time
from typing import Final

from atom_desktop.cli.bench.baselines import raw_append_ms
from atom_desktop.cli.bench.figures import Figure, Unit, median, timed
from atom_desktop.cli.bench.place import BenchPlace, create
from atom_desktop.cli.bench.sample import sample_tasks
from atom_desktop.core.index.index import USUAL
from atom_desktop.core.session import OpenVault
from atom_desktop.core.workspace import field_changes
from atom_desktop.model.query.nodes import Query, Text

EDITS: Final = 300
REPEATS: Final = 15
REPLAYED: Final = 5000
BIG: Final = 400_000
"""From this many tasks on the goals are those for a million."""


def edit(place: BenchPlace) -> list[Figure]:
    """Measure one durable edit through the workspace, beside a bare append and flush."""
    raw = raw_append_ms(place.root)
    vault = place.open()
    (task,) = create(vault, "task", [{"title": "Edited"}])
    walls, cpus = [], []
    for number in range(EDITS):
        wall, cpu = time.perf_counter(), time.process_time()
        record = vault.store.read("task", task)
        if record is None:
            message = "the task is gone"
            raise LookupError(message)
        changes = field_changes(record, {"title": f"Edited {number}"})
        vault.workspace.run("Edit", changes, command="bench", actor="bench").wait()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    vault.close()
    append = "bare append and flush"
    return [
        _ms("durable edit", median(walls), raw + 0.5, append, raw),
        _ms("durable edit, CPU", median(cpus), 0.3, append, raw),
    ]


def opening(place: BenchPlace) -> list[Figure]:
    """Measure opening with known keys and current caches, and what a replayed step costs."""
    place.tidy()
    raw = median(timed(lambda: _cache_bytes(place), 5, time.process_time))
    opened = _opening_ms(place, REPEATS)
    limit = 300.0 if place.count > BIG else 30.0
    read = "reading the kept columns from the disk"
    return [
        _ms("open, first page and all columns, CPU", opened, limit, read, raw),
        _replayed(place, opened),
    ]


def _replayed(place: BenchPlace, opened: float) -> Figure:
    """Measure what each step costs that no cache holds: nothing is kept at the close."""
    _edit_many(place, REPLAYED)
    steps = max(1000 * (_opening_ms(place, 5) - opened) / REPLAYED, 0.0)
    log = max(place.folders.data.rglob("log-*.atom"), key=lambda path: path.stat().st_size)
    raw = median(timed(log.read_bytes, 5, time.process_time))
    place.tidy()
    return Figure(
        name="replay after a kill, a step, CPU",
        value=steps,
        unit=Unit.MICROSECONDS,
        limit=5.0,
        baseline_name="reading its log",
        baseline=1000 * raw / REPLAYED,
        detail=f"{REPLAYED:,} steps",
    )


def _edit_many(place: BenchPlace, count: int) -> None:
    """Make steps of one change each, on as many tasks as there are."""
    vault, mark = place.open(), os.urandom(4).hex()
    index, last = vault.index, None
    for number in range(count):
        record = vault.store.read("task", index.columns.id_of(number % index.columns.count))
        changes = field_changes(record, {"title": f"Replayed {mark} {number}"}) if record else []
        last = vault.workspace.run("Edit", changes, command="bench", actor="bench")
    if last is not None:
        last.wait()
    vault.close()


def _opening_ms(place: BenchPlace, repeats: int) -> float:
    """Return the median CPU time of opening the vault."""

    def once() -> None:
        vaults.append(place.open())

    vaults: list[OpenVault] = []
    cpus = []
    for _ in range(repeats):
        cpus += timed(once, 1, time.process_time)
        vaults.pop().close()
    return median(cpus)


def filtering(place: BenchPlace) -> list[Figure]:
    """Measure a filtered and sorted list, beside sorting as many numbers."""
    import numpy as np  # noqa: PLC0415 -- only lists need it

    numbers = np.random.default_rng(1).integers(0, 1 << 40, place.count)
    raw = median(timed(lambda: np.sort(numbers), REPEATS, time.process_time))
    vault = place.open()
    vault.index.view(USUAL)
    cpus = timed(lambda: vault.index.view(USUAL), REPEATS, time.process_time)
    vault.close()
    limit = 60.0 if place.count > BIG else 3.0
    return [_ms("filter and sort, CPU", median(cpus), limit, "sorting as many numbers", raw)]


def text(place: BenchPlace) -> list[Figure]:
    """Measure words that few and that many tasks hold, beside the bare full-text table."""
    big = place.count > BIG
    vault = place.open()
    vault.index.load_text()
    found = []
    bare = _bare_table(place.count)
    for name, word, limit in (
        ("full text, few hits, CPU", "1234", 30.0 if big else 3.0),
        ("full text, any word, CPU", "finish", 200.0 if big else 20.0),
    ):
        match = f'"{word}" *'
        raw = median(timed(lambda match=match: _bare_rows(bare, match), 5, time.process_time))  # type: ignore[misc]  # mypy does not infer lambdas with defaults
        query = Query(where=Text((word,)))
        vault.index.view(query)
        cpus = timed(lambda query=query: vault.index.view(query), REPEATS, time.process_time)  # type: ignore[misc]  # the same
        hits = len(vault.index.view(query))
        found.append(
            _ms(name, median(cpus), limit, "the bare FTS5 table", raw, detail=f"{hits:,} hits")
        )
    vault.close()
    bare.close()
    return found


def _bare_table(count: int) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(title, notes, content='', detail=column)")
    rows = ((task["title"], task["notes"]) for task in sample_tasks(count, ["p"], ["a", "b"]))
    database.executemany("INSERT INTO t(title, notes) VALUES(?, ?)", rows)
    return database


def _bare_rows(database: sqlite3.Connection, match: str) -> int:
    return len(database.execute("SELECT rowid FROM t WHERE t MATCH ?", (match,)).fetchall())


def _cache_bytes(place: BenchPlace) -> int:
    return sum(len(file.read_bytes()) for file in place.folders.cache.rglob("columns-*.atom"))


def _ms(  # noqa: PLR0917 -- a row of a table
    name: str, value: float, limit: float, baseline_name: str, baseline: float, detail: str = ""
) -> Figure:
    return Figure(
        name=name,
        value=value,
        unit=Unit.MILLISECONDS,
        limit=limit,
        baseline_name=baseline_name,
        baseline=baseline,
        detail=detail,
    )
