"""Measures the real window on a vault: how soon it is there, and how it scrolls and types."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from atom_desktop.gui.first_picture import FirstPicture
from atom_desktop.gui.start import Start
from atom_desktop.model.errors import Unavailable

if TYPE_CHECKING:
    from atom_desktop.gui.desk import Desk
    from atom_desktop.gui.shell.main_page import MainPage
    from atom_desktop.store.crypto import Keys

FRAMES: Final = 150
WORDS: Final = "invoice p1"
PATIENCE: Final = 60.0
PAUSE: Final = 0.002
AFTER_A_KEY: Final = 0.1
"""Seconds until somebody who types presses the next key."""


@dataclass(slots=True)
class Marks:
    """When things happened, in seconds of `perf_counter`; 0 is not yet."""

    painted: float = 0.0
    key: float = 0.0
    first_rows: float = 0.0
    usable: float = 0.0


@dataclass(slots=True)
class Turns:
    """How long the window was busy at a time, in milliseconds."""

    frames: list[float] = field(default_factory=list)
    longest: float = 0.0


def measure(make_desk: "Callable[[], Desk]", passphrase: str) -> dict[str, float]:
    """Show the window on a vault, use it, and return milliseconds and megabytes by name."""
    application = QApplication.instance() or QApplication(["atom"])
    marks = Marks()
    desks: list[Desk] = []

    def watched() -> "Desk":
        desks.append(_watched(make_desk(), passphrase, marks))
        return desks[0]

    start = Start(_with_windows(application), watched)
    picture = FirstPicture(start.frame.page())

    def painted() -> None:
        marks.painted = time.perf_counter()

    picture.painted.connect(painted)
    try:
        start.begin()
        _until(lambda: marks.painted > 0)
        from atom_desktop.gui.shell.main_page import MainPage  # noqa: PLC0415 -- painted by now

        _until(lambda: isinstance(start.frame.page(), MainPage))
        page = start.frame.page()
        if not isinstance(page, MainPage):
            raise Unavailable("The window shows no tasks.", "Look at the passphrase.")
        figures = _figures(page, marks)
    finally:
        start.leave()
        for desk in desks:
            desk.ownership.close()
    return figures


def _figures(page: "MainPage", marks: Marks) -> dict[str, float]:
    answers: list[str] = []
    page.source.answered.connect(lambda answer: answers.append(answer.text))
    _watch_list(page, marks, answers)
    scrolled, typed = _scroll(page, answers), _type(page)
    return {
        "painted": (marks.painted - _process_start()) * 1000,
        "first_rows": (marks.first_rows - marks.key) * 1000,
        "usable": (marks.usable - marks.key) * 1000,
        "scroll_median": median(scrolled.frames),
        "scroll_longest": scrolled.longest,
        "type_median": median(typed.frames),
        "type_longest": typed.longest,
        "memory": _resident_mb(),
    }


def _with_windows(application: object) -> QApplication:
    if not isinstance(application, QApplication):
        raise TypeError("there is an application without windows in this process")
    return application


def _watched(desk: "Desk", passphrase: str, marks: Marks) -> "Desk":
    """Return a desk that opens with a passphrase and notes when its key is known."""
    opener = desk.ownership.opener

    def opened(keys: "Keys") -> object:
        marks.key = time.perf_counter()
        return opener(keys)

    desk.ownership.opener = opened  # type: ignore[assignment]  # what it returns is passed on
    return replace(desk, passphrase=passphrase)


def _watch_list(page: "MainPage", marks: Marks, answers: list[str]) -> None:
    """Wait until rows are on the screen, and until a query was answered."""
    _until(lambda: bool(page.model.id_at(0) or answers))
    page.list.viewport().repaint()
    marks.first_rows = time.perf_counter()
    _until(lambda: bool(answers))
    marks.usable = time.perf_counter()


def _scroll(page: "MainPage", answers: list[str]) -> Turns:
    """Go down the list of all tasks, by lines and by pages."""
    turns = Turns()
    page.side.go("all")
    _until(lambda: answers[-1] == "")
    bar = page.list.verticalScrollBar()
    for number in range(FRAMES):
        by = bar.pageStep() if number % 3 == 0 else bar.singleStep() * 3
        begin = time.perf_counter()
        bar.setValue(bar.value() + by)
        page.list.viewport().repaint()
        turns.frames.append((time.perf_counter() - begin) * 1000)
    turns.longest = max(turns.frames)
    return turns


def _type(page: "MainPage") -> Turns:
    """Type into the filter as somebody does, and follow what comes of it."""
    turns = Turns()
    line = page.header.filter
    line.setFocus(Qt.FocusReason.ShortcutFocusReason)
    for letter in WORDS:
        begin = time.perf_counter()
        press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(line, press)
        QApplication.processEvents()
        turns.frames.append((time.perf_counter() - begin) * 1000)
        until = time.perf_counter() + AFTER_A_KEY
        while time.perf_counter() < until:
            turns.longest = max(turns.longest, _turn())
    turns.longest = max(turns.longest, *turns.frames)
    return turns


def _turn() -> float:
    """Let the window do what is due; return how long it took."""
    begin = time.perf_counter()
    QApplication.processEvents()
    taken = (time.perf_counter() - begin) * 1000
    threading.Event().wait(PAUSE)
    return taken


def _until(there: Callable[[], bool]) -> None:
    end = time.perf_counter() + PATIENCE
    while not there():
        if time.perf_counter() > end:
            raise Unavailable("The window takes too long.", "Measure on a quieter computer.")
        _turn()


def _process_start() -> float:
    """Return when this process began, on the clock of `perf_counter`."""
    try:
        fields = Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()
        ticks = int(fields[19])
    except OSError as error:
        message = "When a process began can be read on Linux only."
        raise Unavailable(message, "Run this measurement there.", "no-proc") from error

    age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    return time.perf_counter() - age


def _resident_mb() -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    held = next(line for line in lines if line.startswith("VmRSS"))
    return int(held.split()[1]) / 1024
