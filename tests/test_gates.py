"""The gates themselves: each is shown something wrong and must refuse it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"

# The smallest house in which every contract has something to look at.
HOUSE = {
    "__init__": "",
    "app": "import atom_desktop.gui.window\nimport atom_desktop.core.bus\n",
    "gui/__init__": "",
    "gui/window": "import PySide6.QtCore\nimport atom_desktop.core.bus\n",
    "core/__init__": "",
    "core/bus": "import atom_desktop.store.crypto\n",
    "store/__init__": "",
    "store/crypto": "import cryptography\nimport keyring\nimport atom_desktop.model.task\n",
    "model/__init__": "",
    "model/task": "",
}


def build(folder: Path, **changed: str) -> None:
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, text in {**HOUSE, **changed}.items():
        file = folder / "atom_desktop" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-c", LINT_IMPORTS, "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_house_in_order_passes_the_import_contracts(tmp_path: Path) -> None:
    build(tmp_path)
    done = lint_imports(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("changed", "contract"),
    [
        ({"model/task": "import atom_desktop.store.crypto\n"}, "Imports only go down"),
        ({"core/bus": "import atom_desktop.gui.window\n"}, "Imports only go down"),
        ({"gui/window": "import PySide6\nimport atom_desktop.app\n"}, "Imports only go down"),
        ({"cellar/__init__": ""}, "Imports only go down"),
        ({"core/bus": "import PySide6.QtCore\n"}, "Qt lives in gui alone"),
        ({"app": "from PySide6 import QtWidgets\n"}, "Qt lives in gui alone"),
        ({"core/bus": "import keyring\n"}, "touched by the store alone"),
        (
            {
                "model/task": "import atom_desktop.model.label\n",
                "model/label": "import atom_desktop.model.task\n",
            },
            "No cycle",
        ),
    ],
    ids=[
        "up-to-store",
        "up-to-gui",
        "up-to-app",
        "new-room",
        "qt",
        "qt-in-app",
        "keyring",
        "cycle",
    ],
)
def test_an_import_that_breaks_a_contract_is_refused(
    tmp_path: Path, changed: dict[str, str], contract: str
) -> None:
    build(tmp_path, **changed)
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    broken = [line for line in done.stdout.splitlines() if "BROKEN" in line]
    assert [line for line in broken if contract in line], done.stdout


def ruff(code: str, path: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ruff", "check", "--output-format=concise", "--no-cache"]
    return subprocess.run(
        [*command, "--stdin-filename", path, "-"],
        cwd=ROOT,
        input=f'"""A module."""\n\n{code}\n',
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("import pickle", "pickle"),
        ("import requests", "requests"),
        ("import httpx", "httpx"),
        ("from threading import Thread\n\nTHREAD = Thread()", "threading.Thread"),
        ("from PySide6.QtCore import QThread", "PySide6.QtCore.QThread"),
        ("import time\n\ntime.sleep(1)", "time.sleep"),
        ("print(1)", "print"),
        ("def run(a: int, b: int, c: int, d: int, e: int, f: int) -> None: ...", "positional"),
        ("try:\n    X = 1\nexcept Exception:\n    pass", "Exception"),
        ("from .model import task", "relative"),
        ("# TODO: later", "TODO"),
    ],
)
def test_what_the_house_forbids_is_refused(code: str, finding: str) -> None:
    done = ruff(code, "atom_desktop/core/example.py")
    assert done.returncode == 1
    assert finding in done.stdout


def test_the_one_module_that_may_start_a_thread_may() -> None:
    code = "from threading import Thread\n\nTHREAD = Thread()"
    assert "threading.Thread" not in ruff(code, "atom_desktop/core/loop.py").stdout


def test_nothing_wrong_is_nothing_found() -> None:
    done = ruff("ANSWER = 42", "atom_desktop/core/example.py")
    assert done.returncode == 0, done.stdout


PYTEST_PROJECT = """
import warnings, pytest

def test_a_warning_fails(): warnings.warn("old", DeprecationWarning)

@pytest.mark.nightly
def test_nightly(): raise AssertionError

@pytest.mark.real
def test_real(): raise AssertionError

def test_a_warning_of_qt_fails():
    from PySide6.QtCore import qWarning
    qWarning("something of Qt's")
"""


def test_warnings_fail_and_what_is_left_out_is_named(tmp_path: Path) -> None:
    """Run under the same settings as every other test."""
    sample = tmp_path / "test_sample.py"
    sample.write_text(PYTEST_PROJECT, "utf-8")
    settings = [
        "-c",
        str(ROOT / "pyproject.toml"),
        "--rootdir",
        str(tmp_path),
        "-p",
        "tests.conftest",
    ]
    command = [sys.executable, "-m", "pytest", *settings, "-p", "no:cacheprovider", str(sample)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "2 failed, 2 skipped" in done.stdout
    assert "run with --nightly" in done.stdout
    assert "run with --real" in done.stdout
