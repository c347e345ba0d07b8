"""What the machine itself can do, measured beside each figure."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from atom_desktop.cli.bench.figures import median

_SYNC = getattr(os, "fdatasync", os.fsync)
_BARE_WINDOW = """
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


def process_ms(
    arguments: list[str], repeats: int = 7, environ: Mapping[str, str] | None = None
) -> float:
    """Return the median wall time of a whole process, in ms; raises if it fails."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run(  # noqa: S603 -- the arguments are this program's own
            arguments, check=True, capture_output=True, env=environ, stdin=subprocess.DEVNULL
        )
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


def bare_python_ms() -> float:
    """Return the wall time of a Python process that does nothing, in ms."""
    return process_ms([sys.executable, "-c", "pass"])


def bare_window_ms(repeats: int = 7) -> float:
    """Return the wall time of a process that paints one empty PySide6 window and ends, in ms."""
    return process_ms([sys.executable, "-c", _BARE_WINDOW], repeats)


def import_cpu_ms(module: str) -> float:
    """Return the CPU time that importing `module` costs in a fresh process, in ms."""
    code = (
        "import time; s = time.process_time(); "
        f"import {module}; print((time.process_time() - s) * 1000)"
    )
    taken = []
    for _ in range(5):
        answer = subprocess.run(  # noqa: S603 -- as above
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        )
        taken.append(float(answer.stdout))
    return median(taken)
