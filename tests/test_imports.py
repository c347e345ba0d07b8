"""What must be importable without a window, and what a light start must not import."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from atom_desktop.app.build import Parts, build
from atom_desktop.core.ownership import Kind
from atom_desktop.store.place import find_folders
from atom_desktop.store.slots import KdfChoice

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


SPEAK = """
import sys
from atom_desktop.app.start import start
assert start(sys.argv[1:]) == 0
print("\\0", *sys.modules)
"""
HEAVY = frozenset(
    [
        "PySide6",
        "asyncio",
        "concurrent",
        "dataclasses",
        "difflib",
        "email",
        "keyring",
        "logging",
        "multiprocessing",
        "numpy",
        "platformdirs",
        "random",
        "shutil",
        "sqlite3",
        "subprocess",
        "tempfile",
        "zstandard",
    ]
)
HEAVIER = HEAVY | frozenset(["cryptography", "inspect", "msgspec", "threading", "uuid"])
"""What a command has no use for either when another process has the vault open."""


@pytest.fixture
def environ(tmp_path: Path) -> Mapping[str, str]:
    (tmp_path / "passphrase").write_text("open sesame", encoding="utf-8")
    named = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CACHE", "STATE")}
    named |= {"ATOM_DATA_DIR": str(tmp_path / "data"), "XDG_RUNTIME_DIR": str(tmp_path)}
    return named | {"ATOM_PASSPHRASE_FILE": str(tmp_path / "passphrase"), "TZ": "UTC"}


@pytest.fixture
def owner(environ: Mapping[str, str]) -> Iterator[Parts]:
    """This process, which has made a vault and answers others."""
    parts = build(find_folders(environ), Kind.HEADLESS, environ)
    parts.ownership.create(passphrase="open sesame", keyring=False, kdf=KdfChoice.FLOOR)
    yield parts
    parts.ownership.close()


def imported_by(words: list[str], environ: Mapping[str, str]) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SPEAK, *words],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in done.stdout.partition("\0")[2].split()}


@pytest.mark.parametrize("words", [["--help"], ["add", "Buy milk"], ["list", "@phone"]])
def test_a_command_that_an_owner_carries_out_imports_next_to_nothing(
    words: list[str], owner: Parts, environ: Mapping[str, str]
) -> None:
    assert imported_by(words, environ) & HEAVIER == set()
    assert owner.session.index.columns.count == (words[0] == "add")


@pytest.mark.parametrize("words", [["add", "Buy milk tomorrow"], ["list", "p1 and @phone"]])
def test_a_command_that_opens_the_vault_itself_imports_only_what_it_uses(
    words: list[str], owner: Parts, environ: Mapping[str, str]
) -> None:
    owner.ownership.close()
    imported = imported_by(words, environ)
    assert imported & HEAVY == set()
    assert "cryptography" in imported
