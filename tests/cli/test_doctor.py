import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from atom_desktop.cli import doctor
from atom_desktop.cli.doctor import Finding, State
from tests.cli.desk import Desk

GOOD = Finding("atom", State.GOOD, "0.1")
BAD = Finding("disk", State.BAD, "no \x1b room", "Free some.")


def test_findings_are_printed_with_their_hints() -> None:
    desk = Desk()
    assert not doctor.report(desk.terminal, [GOOD, BAD])
    assert desk.printed.splitlines() == [
        "ok  atom                0.1",
        "!!  disk                no ␛ room",
        "                        Free some.",
    ]


def test_findings_in_json_are_one_document() -> None:
    desk = Desk(as_json=True)
    assert doctor.report(desk.terminal, [GOOD, Finding("x", State.NOTE, "y")])
    found = json.loads(desk.printed)
    assert found["good"] is True
    assert found["findings"][1] == {"name": "x", "state": "note", "text": "y", "hint": ""}


def test_everything_atom_needs_is_installed_here() -> None:
    findings = list(doctor.program())
    assert {finding.name for finding in findings} >= {"atom", "system", "cryptography", "numpy"}
    assert {finding.state for finding in findings} == {State.GOOD}


def test_an_untested_python_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 19, 0))
    assert [f.state for f in doctor.program() if f.name == "python"] == [State.NOTE]


def test_a_package_that_is_missing_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", version)
    findings = {finding.name: finding for finding in doctor.program()}
    assert findings["numpy"].state is State.BAD
    assert findings["numpy"].hint


def test_the_window_is_tried_in_a_process_of_its_own() -> None:
    findings = {f.name: f for f in doctor.window({"DISPLAY": ":0"})}
    assert findings["qt"].state is State.GOOD
    assert findings["display"].state is State.GOOD


@pytest.mark.parametrize(
    ("ran", "text"),
    [
        (
            subprocess.CompletedProcess([], 1, "", "x\nImportError: libEGL.so.1: cannot open\n"),
            "libEGL.so.1: cannot open",
        ),
        (subprocess.CompletedProcess([], -11, "", ""), "exit -11"),
    ],
)
def test_a_window_library_that_does_not_load_is_bad(
    monkeypatch: pytest.MonkeyPatch, ran: subprocess.CompletedProcess[str], text: str
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: ran)
    finding = doctor._loads_qt()
    assert (finding.state, finding.text) == (State.BAD, text)
    assert "bootstrap" in finding.hint


def test_a_window_library_that_hangs_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*args, **kwargs):
        raise subprocess.TimeoutExpired("python", 30)

    monkeypatch.setattr(subprocess, "run", run)
    assert doctor._loads_qt().state is State.BAD


def test_no_display_is_worth_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    (finding,) = [f for f in doctor.window({}) if f.name == "display"]
    assert finding.state is State.NOTE


def test_a_private_folder_is_good_and_one_not_made_yet_too(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    new = tmp_path / "a" / "b"
    here, later = doctor.folders([("data", tmp_path), ("cache", new)])
    assert here.state is later.state is State.GOOD
    assert "GB free" in here.text
    assert not new.exists()


def test_a_folder_open_to_others_is_worth_a_note(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (finding,) = doctor.folders([("data", tmp_path)])
    assert finding.state is State.NOTE
    assert "chmod" in finding.hint


def test_a_folder_that_cannot_be_written_is_bad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    (finding,) = doctor.folders([("data", tmp_path)])
    assert finding.state is State.BAD


def test_a_disk_almost_full_is_worth_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_LOW_SPACE", 1 << 62)
    tmp_path.chmod(0o700)
    (finding,) = doctor.folders([("data", tmp_path)])
    assert finding.state is State.NOTE


@pytest.mark.parametrize(
    ("now", "newest", "state"),
    [
        (1_795_000_000, None, State.GOOD),
        (1_795_000_000, 1_795_000_100, State.GOOD),
        (1_795_000_000, 1_795_100_000, State.BAD),
        (0, None, State.BAD),
    ],
)
def test_a_clock_that_cannot_be_right_is_bad(
    now: float, newest: float | None, state: State
) -> None:
    assert doctor.clock(now, newest).state is state


def test_the_speed_of_the_disk_is_measured_and_nothing_left_behind(tmp_path: Path) -> None:
    ticks = iter(range(100))
    finding = doctor.disk_speed(tmp_path / "later", lambda: next(ticks) / 1000)
    assert finding == Finding("disk", State.GOOD, "1.0 ms to make an edit safe")
    assert list(tmp_path.iterdir()) == []


def test_a_slow_disk_is_worth_a_note(tmp_path: Path) -> None:
    ticks = iter(range(100))
    assert doctor.disk_speed(tmp_path, lambda: float(next(ticks))).state is State.NOTE


def test_a_disk_that_refuses_is_bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "open", refuse)
    finding = doctor.disk_speed(tmp_path, float)
    assert finding.state is State.BAD
    assert "Read-only" in finding.text


@pytest.mark.parametrize(
    ("environ", "encoding", "state"),
    [
        ({"LANG": "de_DE.UTF-8"}, "UTF-8", State.GOOD),
        ({}, "utf8", State.GOOD),
        ({"LC_ALL": "C"}, "ANSI_X3.4-1968", State.NOTE),
    ],
)
def test_a_terminal_that_cannot_show_every_letter_is_worth_a_note(
    environ: dict[str, str], encoding: str, state: State
) -> None:
    assert doctor.words(environ, encoding).state is state


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_folder_of_private_folders_may_be_seen(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (state,) = doctor.folders([("state", tmp_path)])
    (data,) = doctor.folders([("data", tmp_path)])
    assert (state.state, data.state) == (State.GOOD, State.NOTE)
