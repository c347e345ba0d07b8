"""What must be importable without a window, and what a light start must not import."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

WITHOUT_QT = """
import importlib, pkgutil, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6"}:
            raise ModuleNotFoundError(f"{name} is not importable here", name=name)

sys.meta_path.insert(0, NoQt())
import atom_desktop

def fail(name):
    raise

names = [
    found.name
    for found in pkgutil.walk_packages(atom_desktop.__path__, "atom_desktop.", onerror=fail)
    if found.name.split(".")[1] != "gui"
]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_everything_outside_the_window_imports_without_qt() -> None:
    done = run(WITHOUT_QT)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10


def test_without_qt_the_window_really_cannot_be_imported() -> None:
    done = run(WITHOUT_QT + "\nimport PySide6.QtCore")
    assert done.returncode == 1
    assert "is not importable here" in done.stderr


@pytest.mark.parametrize("heavy", ["numpy", "keyring", "asyncio", "PySide6", "cryptography"])
@pytest.mark.parametrize("entry", ["atom_desktop.core.owner_client", "atom_desktop.__main__"])
def test_a_light_start_does_not_import_what_is_heavy(entry: str, heavy: str) -> None:
    done = run(f"import sys, {entry}; print({heavy!r} in sys.modules)")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "False"
