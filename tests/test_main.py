"""`atom` and `python -m atom_desktop` are the same, and start no more than they need."""

import subprocess
import sys
from pathlib import Path

import pytest

from atom_desktop import __main__ as program
from atom_desktop.core.background import WORD

ROOT = Path(__file__).resolve().parent.parent


def test_words_go_to_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[list[str]] = []
    monkeypatch.setattr(sys, "argv", ["atom", "list", "--json"])
    monkeypatch.setattr("atom_desktop.app.start.start", lambda words: heard.append(words) or 7)
    assert program.main() == 7
    assert heard == [["list", "--json"]]


def test_the_word_of_a_background_owner_starts_one(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setattr(sys, "argv", ["atom", WORD])
    monkeypatch.setattr(
        "atom_desktop.app.headless.run_background", lambda environ: heard.append(environ) or 0
    )
    assert program.main() == 0
    assert len(heard) == 1


def test_it_can_be_run_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "atom_desktop", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("atom ")
