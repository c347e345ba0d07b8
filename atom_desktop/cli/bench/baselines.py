"""What the machine itself can do, measured beside each figure."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from atom_desktop.cli.bench.figures import median
from atom_desktop.model.errors import Unavailable

PATIENCE: Final = 300.0
SAID: Final = 12
"""So many lines of what a program said before it failed are told."""
_SYNC: Final = getattr(os, "fdatasync", os.fsync)
_BARE_WINDOW: Final = """
import sys, time
start = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)
app = QApplication(sys.argv)
window = Window()
window.resize(1280, 820)
window.show()
app.exec()
"""


def raw_append_ms(folder: Path, size: int = 600, repeats: int = 400) -> float:
    """Return the median time of one append of `size` bytes with fdatasync, in ms."""
    path = folder / "baseline-append"
    payload = os.urandom(size)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    taken = []
    try:
        for _ in range(repeats):
            start = time.perf_counter()
            os.write(handle, payload)
            _SYNC(handle)
            taken.append((time.perf_counter() - start) * 1000)
    finally:
        os.close(handle)
        path.unlink()
    return median(taken)


class Times(NamedTuple):
    """What a whole process took, in ms: on the wall, and of a processor (0 where unknown)."""

    wall: float
    cpu: float


def outcome(
    arguments: Sequence[str],
    environ: Mapping[str, str] | None = None,
    seconds: float = PATIENCE,
) -> bytes:
    """Run a program and return what it printed; raises `Unavailable` with what it complained of."""
    try:
        done = subprocess.run(  # noqa: S603 -- the arguments are this program's own
            arguments,
            check=False,
            capture_output=True,
            env=environ,
            stdin=subprocess.DEVNULL,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise failed(arguments, f"not done after {seconds:.0f} seconds", error.stderr) from error
    if done.returncode:
        raise failed(arguments, f"exit code {done.returncode}", done.stderr)
    return done.stdout


def failed(arguments: Sequence[str], how: str, complaint: bytes | None) -> Unavailable:
    """Return what to say of a program that could not be measured."""
    lines = (complaint or b"").decode("utf-8", "replace").splitlines()[-SAID:]
    message = "\n".join([f"`{' '.join(arguments)[:200]}` failed: {how}.", *lines])
    return Unavailable(message, "What it says stands above.", "bench-failed")


def process_times(
    arguments: Sequence[str], repeats: int = 7, environ: Mapping[str, str] | None = None
) -> Times:
    """Return the median times of a whole process; raises `Unavailable` if it fails."""
    walls, cpus = [], []
    for _ in range(repeats):
        start, spent = time.perf_counter(), _children_cpu_ms()
        outcome(arguments, environ)
        walls.append((time.perf_counter() - start) * 1000)
        cpus.append(_children_cpu_ms() - spent)
    return Times(median(walls), median(cpus))


def _children_cpu_ms() -> float:
    """Return the CPU time of all processes that this one has started and that have ended."""
    if sys.platform == "win32":
        return 0.0
    import resource  # noqa: PLC0415 -- not on Windows

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def bare_python() -> Times:
    """Return what a Python process takes that does nothing."""
    return process_times([sys.executable, "-c", "pass"])


def bare_window_ms(repeats: int = 7, environ: Mapping[str, str] | None = None) -> float:
    """Return the wall time of a process that paints one empty PySide6 window and ends, in ms."""
    return process_times([sys.executable, "-c", _BARE_WINDOW], repeats, environ).wall


def import_cpu_ms(module: str) -> float:
    """Return the CPU time that importing `module` costs in a fresh process, in ms."""
    code = (
        "import time; s = time.process_time(); "
        f"import {module}; print((time.process_time() - s) * 1000)"
    )
    return median([float(outcome([sys.executable, "-c", code])) for _ in range(5)])
