"""How long whole commands take, how much memory an owner needs, how soon a window is there."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

import atom_desktop
from atom_desktop.cli.bench.baselines import (
    Times,
    bare_python,
    bare_window_ms,
    failed,
    outcome,
    process_times,
)
from atom_desktop.cli.bench.figures import Figure, Unit
from atom_desktop.cli.bench.place import BenchPlace
from atom_desktop.model.errors import Unavailable

BIG: Final = 400_000
PROGRAM: Final = (sys.executable, "-P", "-m", "atom_desktop")
PATIENCE: Final = 120.0
KDF: Final = (
    "import os, time; from atom_desktop.store.crypto import FLOOR, stretch; "
    "s = time.perf_counter(); stretch(b'bench', os.urandom(16), FLOOR); "
    "print((time.perf_counter() - s) * 1000)"
)


def commands(place: BenchPlace) -> list[Figure]:
    """Measure whole commands, with an owner that holds the key and without."""
    environ = place.environ()
    _compile(environ)
    bare = bare_python()

    def took(*words: str) -> Times:
        return process_times([*PROGRAM, *words], environ=environ)

    derivation = float(outcome([sys.executable, "-c", KDF], environ))
    add, found = ("add", "Buy milk tomorrow"), ("list", "@phone and p1", "--limit", "50")
    rows = [
        ("atom --help", took("--help"), 120.0),
        ("atom add, alone", took(*add), 250.0 + derivation),
        ("atom list QUERY, alone", took(*found), 250.0 + derivation),
    ]
    outcome([*PROGRAM, "vault", "unlock"], environ)
    try:
        rows += [
            ("atom add, with an owner", took(*add), 120.0),
            ("atom list QUERY, with an owner", took(*found), 120.0),
        ]
    finally:
        outcome([*PROGRAM, "vault", "lock"], environ)
    return [_whole(name, times, limit, bare) for name, times, limit in rows]


def _compile(environ: Mapping[str, str]) -> None:
    """Have the bytecode written, as an installer does: what is measured is no first start."""
    folder = str(Path(atom_desktop.__file__).parent)
    outcome([sys.executable, "-m", "compileall", "-q", folder], environ)


def _whole(name: str, times: Times, limit: float, bare: Times) -> Figure:
    """Return the wall time of a whole process; on a busy computer its CPU time says more."""
    detail = f"CPU {times.cpu:.0f} ms, of which a bare process {bare.cpu:.0f} ms"
    figure = _figure(name, times.wall, limit, "a bare Python process", bare.wall)
    return msgspec.structs.replace(figure, detail=detail)


def memory(place: BenchPlace) -> list[Figure]:
    """Measure the resident memory of a process without a window, when the text is indexed."""
    with _headless(place) as process:
        _settle(process.pid)
        used = resident_mb(process.pid)
    code = "import sys; sys.stdout.write('x'); sys.stdout.flush(); sys.stdin.read()"
    bare = subprocess.Popen(  # noqa: S603 -- as above
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with bare:
        if bare.stdout is not None:
            bare.stdout.read(1)
        least = resident_mb(bare.pid)
        if bare.stdin is not None:
            bare.stdin.close()
    limit = 350.0 if place.count > BIG else 120.0
    figure = Figure(
        name="memory of a process without a window",
        value=used,
        unit=Unit.MEGABYTES,
        limit=limit,
        baseline_name="a bare Python process",
        baseline=least,
    )
    return [figure]


def window(place: BenchPlace) -> list[Figure]:
    """Measure how soon a window is painted and filled, and how it feels to scroll and type."""
    bare = bare_window_ms(environ=place.environ())
    told = outcome([sys.executable, "-P", "-m", "atom_desktop.app.measuring"], place.environ())
    measured = json.loads(told)
    empty = "a bare PySide6 window"
    rows = [
        _figure("window painted", measured["painted"], 1.5 * bare, empty, bare),
        _figure("first rows after the key", measured["first_rows"], 60.0, empty, bare),
        _figure("filter usable after the key", measured["usable"], 500.0, empty, bare),
        _figure("scrolling, median frame", measured["scroll_median"], 8.0, empty, bare),
        _figure("scrolling, longest frame", measured["scroll_longest"], 33.0, empty, bare),
        _figure("typing in the filter, median turn", measured["type_median"], 8.0, empty, bare),
        _figure("typing in the filter, longest turn", measured["type_longest"], 33.0, empty, bare),
    ]
    used = Figure(
        name="memory with a window",
        value=measured["memory"],
        unit=Unit.MEGABYTES,
        limit=200.0,
        baseline_name="itself",
        baseline=measured["memory"],
    )
    return [*rows, used]


def resident_mb(pid: int) -> float:
    """Return the resident memory of a process in MB; raises `Unavailable` outside of Linux."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:  # noqa: PTH123 -- no real file
            line = next(line for line in file if line.startswith("VmRSS"))
    except (OSError, StopIteration) as error:
        message = "The memory of a process can be read on Linux only."
        raise Unavailable(message, "Run this benchmark there.", "no-proc") from error
    return int(line.split()[1]) / 1024


@contextmanager
def _headless(place: BenchPlace) -> Iterator["subprocess.Popen[bytes]"]:
    """Run an owner without a window until the end of the block."""
    process = subprocess.Popen(  # noqa: S603 -- as above
        [*PROGRAM, "--headless"], env=place.environ(), stderr=subprocess.PIPE
    )
    said = b""
    try:
        while b"Ctrl+C" not in said:
            line = process.stderr.readline() if process.stderr is not None else b""
            if not line:
                raise failed([*PROGRAM, "--headless"], "it ended at once", said)
            said += line
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def _settle(pid: int) -> None:
    """Wait until a process has used no processor for a second."""
    until = time.monotonic() + PATIENCE
    before = -1
    while time.monotonic() < until:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:  # noqa: PTH123 -- no real file
            fields = file.read().rpartition(")")[2].split()
        now = int(fields[11]) + int(fields[12])
        if now == before:
            return
        before = now
        threading.Event().wait(1.0)


def _figure(name: str, value: float, limit: float, baseline_name: str, baseline: float) -> Figure:
    return Figure(
        name=name,
        value=value,
        unit=Unit.MILLISECONDS,
        limit=limit,
        baseline_name=baseline_name,
        baseline=baseline,
    )
