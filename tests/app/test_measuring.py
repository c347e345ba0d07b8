"""The window is measured on a real vault, by opening it and using it."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from atom_desktop.app.build import build
from atom_desktop.app.measuring import main
from atom_desktop.core.ownership import Kind
from atom_desktop.store.slots import KdfChoice
from tests.fakes.vault import folders_in

ROOT = Path(__file__).resolve().parent.parent.parent
FIGURES = {
    "painted",
    "first_rows",
    "usable",
    "scroll_median",
    "scroll_longest",
    "type_median",
    "type_longest",
    "memory",
}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    folders = folders_in(tmp_path)
    parts = build(folders, Kind.COMMAND, {})
    parts.ownership.create(passphrase="bench", keyring=False, kdf=KdfChoice.FLOOR)
    from atom_desktop.core.commands import Context, Unattended

    lines = [f"Send invoice {number} today p1" for number in range(30)]
    context = Context(parts.session, "test", Unattended())
    parts.commands.run("task.add_many", {"lines": lines}, context)
    parts.ownership.close()
    (tmp_path / "passphrase").write_text("bench")
    return {
        **os.environ,
        "ATOM_DATA_DIR": str(folders.data),
        "ATOM_PASSPHRASE_FILE": str(tmp_path / "passphrase"),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "QT_QPA_PLATFORM": "offscreen",
    }


def test_it_prints_one_object_with_every_figure(environ: dict[str, str]) -> None:
    command = [sys.executable, "-P", "-m", "atom_desktop.app.measuring"]
    told = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, check=True)
    figures = json.loads(told.stdout)
    assert set(figures) == FIGURES
    assert all(value > 0 for value in figures.values())


def test_it_measures_within_a_process_that_has_windows(environ: dict[str, str], qapp) -> None:
    out = io.StringIO()
    assert main(environ, out) == 0
    assert set(json.loads(out.getvalue())) == FIGURES
