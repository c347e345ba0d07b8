"""What works on this computer and what does not, each with what to do about it."""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Final, NamedTuple

import atom_desktop
from atom_desktop.cli.display import has_display
from atom_desktop.cli.terminal import Terminal
from atom_desktop.cli.text import harmless
from atom_desktop.model.json import Json, JsonObject

_PACKAGES: Final = ("cryptography", "keyring", "msgspec", "numpy", "platformdirs", "zstandard")
_QT: Final = "pyside6-essentials"
_CHILD_SECONDS: Final = 30
_SYNCS: Final = 9
_SLOW_SYNC_MS: Final = 50.0
_LOW_SPACE: Final = 256 << 20
_FIRST_DAY: Final = 1_760_000_000
"""A clock before October 2025, when there was no ATOM, is wrong."""


class State(StrEnum):
    """How a thing stands."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


class Finding(NamedTuple):
    """One thing that was looked at."""

    name: str
    state: State
    text: str
    hint: str = ""


_MARKS: Final = {State.GOOD: "ok", State.NOTE: "--", State.BAD: "!!"}
_COLOURS: Final = {State.GOOD: "green", State.NOTE: "yellow", State.BAD: "red"}


def report(terminal: Terminal, findings: Iterable[Finding]) -> bool:
    """Print findings as they come; tell whether none is bad."""
    found: list[Finding] = []
    for finding in findings:
        found.append(finding)
        if not terminal.as_json:
            _print(terminal, finding)
    good = all(finding.state is not State.BAD for finding in found)
    if terminal.as_json:
        rows: list[Json] = [_as_json(finding) for finding in found]
        terminal.document({"good": good, "findings": rows})
    return good


def program() -> Iterable[Finding]:
    """Look at the versions of ATOM, Python and what they need."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("atom", State.GOOD, f"{atom_desktop.__version__} on Python {python}")
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        yield Finding("python", State.NOTE, f"{python} is untested", "Use Python 3.11 to 3.14.")
    yield Finding("system", State.GOOD, _system())
    for name in _PACKAGES:
        yield _package(name)


def window(environ: Mapping[str, str]) -> Iterable[Finding]:
    """Look whether a window can be opened: the library, in a process of its own, and a display."""
    found = _package(_QT)
    yield found
    if found.state is State.GOOD:
        yield _loads_qt()
    if has_display(environ):
        yield Finding("display", State.GOOD, "found")
    else:
        hint = "Set DISPLAY or WAYLAND_DISPLAY; without one ATOM runs headless."
        yield Finding("display", State.NOTE, "none", hint)


def folders(
    named: Sequence[tuple[str, Path]], private: Collection[str] = ("data", "runtime")
) -> Iterable[Finding]:
    """Look whether each folder, or the first one above that exists, can be written.

    Those called `private` must be closed to others; the rest hold private folders only.
    """
    for name, folder in named:
        there = next((path for path in (folder, *folder.parents) if path.exists()), folder)
        if not os.access(there, os.W_OK | os.X_OK):
            hint = f"Allow your account to write to {there}."
            yield Finding(name, State.BAD, f"{folder} cannot be written", hint)
            continue
        new = there != folder or os.name == "nt"
        if name in private and not new and folder.stat().st_mode & 0o077:
            hint = f"Run: chmod go-rwx '{folder}'"
            yield Finding(name, State.NOTE, f"{folder} can be opened by others", hint)
            continue
        yield _space(name, folder, there)


def clock(now: float, newest: float | None) -> Finding:
    """Look whether the clock can be right; `newest` is the last moment that the vault knows."""
    shown = time.strftime("%Y-%m-%d %H:%M:%S %z", time.localtime(now))
    hint = "Set the clock, or let the system do it."
    if now < _FIRST_DAY:
        return Finding("clock", State.BAD, f"{shown} is in the past", hint)
    if newest is not None and now < newest - 86_400:
        return Finding("clock", State.BAD, f"{shown} is before the last change in the vault", hint)
    return Finding("clock", State.GOOD, shown)


def disk_speed(folder: Path, timer: Callable[[], float]) -> Finding:
    """Measure how long the disk takes to make an edit safe."""
    there = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    probe = there / f".atom-doctor-{os.getpid()}"
    taken: list[float] = []
    try:
        handle = os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        try:
            for _ in range(_SYNCS):
                start = timer()
                os.write(handle, bytes(600))
                os.fsync(handle)
                taken.append((timer() - start) * 1000)
        finally:
            os.close(handle)
            probe.unlink()
    except OSError as error:
        return Finding(
            "disk", State.BAD, f"cannot be written ({error.strerror})", "See the folders."
        )
    middle = sorted(taken)[len(taken) // 2]
    state = State.GOOD if middle < _SLOW_SYNC_MS else State.NOTE
    return Finding("disk", state, f"{middle:.1f} ms to make an edit safe")


def words(environ: Mapping[str, str], encoding: str) -> Finding:
    """Look whether the terminal can show every letter."""
    name = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "C"
    if encoding.lower().replace("-", "") == "utf8":
        return Finding("locale", State.GOOD, f"{name}, UTF-8")
    hint = "Set LANG to a UTF-8 locale, such as C.UTF-8."
    return Finding("locale", State.NOTE, f"{name}, {encoding}: some letters print as ?", hint)


def _package(name: str) -> Finding:
    try:
        return Finding(name, State.GOOD, metadata.version(name))
    except metadata.PackageNotFoundError:
        hint = "Set ATOM up again: python3 packaging/bootstrap.py"
        return Finding(name, State.BAD, "is not installed", hint)


def _loads_qt() -> Finding:
    """Load the window's library in another process: a missing system library would end this one."""
    load = [sys.executable, "-c", "from PySide6.QtWidgets import QApplication"]
    try:
        ran = subprocess.run(  # noqa: S603 -- this Python, with a fixed text
            load, capture_output=True, text=True, timeout=_CHILD_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return Finding("qt", State.BAD, "does not load", "Set ATOM up again.")
    if ran.returncode == 0:
        return Finding("qt", State.GOOD, "loads")
    lines = ran.stderr.strip().splitlines()
    reason = lines[-1].removeprefix("ImportError: ") if lines else f"exit {ran.returncode}"
    hint = "Run python3 packaging/bootstrap.py: it installs missing system libraries."
    return Finding("qt", State.BAD, reason[:200], hint)


def _space(name: str, folder: Path, there: Path) -> Finding:
    free = None
    with suppress(OSError, AttributeError):
        found = os.statvfs(there)
        free = found.f_bavail * found.f_frsize
    if free is None:
        return Finding(name, State.GOOD, f"{folder}")
    text = f"{folder}, {free / 1e9:.1f} GB free"
    if free < _LOW_SPACE:
        return Finding(name, State.NOTE, text, "Free some space: a full disk refuses edits.")
    return Finding(name, State.GOOD, text)


def _system() -> str:
    with suppress(OSError):
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    return platform.platform()


def _print(terminal: Terminal, finding: Finding) -> None:
    mark = terminal.paint(_MARKS[finding.state], _COLOURS[finding.state])
    terminal.line(f"{mark}  {finding.name:<20}{harmless(finding.text)}")
    if finding.hint:
        terminal.line(f"{'':24}{harmless(finding.hint)}")
    terminal.flush()


def _as_json(finding: Finding) -> JsonObject:
    return {
        "name": finding.name,
        "state": finding.state.value,
        "text": finding.text,
        "hint": finding.hint,
    }
