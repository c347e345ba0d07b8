"""A clone of ATOM with nothing but its lock files, and a computer that can make a .venv."""

import sys
from pathlib import Path

import pytest

from tests.fakes.machine import FakeMachine

VERSION = "{}.{}".format(*sys.version_info[:2])


def make_venv(folder: Path) -> None:
    """Lay out what `python -m venv` would make."""
    (folder / "bin").mkdir(parents=True, exist_ok=True)
    (folder / "bin" / "python").write_text("", "utf-8")
    (folder / "lib" / f"python{VERSION}" / "site-packages").mkdir(parents=True, exist_ok=True)
    (folder / "pyvenv.cfg").write_text("", "utf-8")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    root = tmp_path / "a folder of Zoë's"
    (root / "packaging").mkdir(parents=True)
    (root / "packaging" / "requirements.lock").write_text("one==1 \\\n    --hash=sha256:0\n")
    (root / "packaging" / "requirements-test.lock").write_text("two==2 \\\n    --hash=sha256:0\n")
    return root


@pytest.fixture
def machine() -> FakeMachine:
    """Return a computer whose venv and pip leave behind what the real ones would."""
    fake = FakeMachine()

    def act(line: str) -> None:
        python, _, options = line.partition(" -m pip install ")
        packages = Path(python).parent.parent / "lib" / f"python{VERSION}" / "site-packages"
        if " -m venv " in line:
            make_venv(Path(line.partition(" -m venv ")[2]))
        if "requirements.lock" in options:
            (packages / "one-1.dist-info").mkdir(exist_ok=True)
        if "requirements-test.lock" in options:
            (packages / "two-2.dist-info").mkdir(exist_ok=True)

    fake.on_call = act
    return fake
