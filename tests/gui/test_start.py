"""The window is painted before what stands behind it is built, and that happens elsewhere."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from atom_desktop.gui.desk import Desk
from atom_desktop.gui.shell.frame import MarkPage
from atom_desktop.gui.shell.welcome_page import WelcomePage
from atom_desktop.gui.start import Start
from tests.fakes.desks import office

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = ("numpy", "cryptography", "keyring", "asyncio", "sqlite3", "zstandard", "openai")


def test_the_desk_is_made_off_the_window_and_followed_by_a_page(
    qtbot: QtBot, tmp_path: Path
) -> None:
    made = office(tmp_path)
    threads: list[int] = []

    def make() -> Desk:
        threads.append(threading.get_ident())
        return made.desk

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    start = Start(application, make)
    start.begin()
    assert isinstance(start.frame.page(), MarkPage)
    qtbot.waitUntil(lambda: isinstance(start.frame.page(), WelcomePage), timeout=15_000)
    assert threads != [threading.get_ident()]
    start.leave()
    made.house.ownership.close()


def test_a_start_that_fails_is_told_and_ends_the_program(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: list[int] = []
    monkeypatch.setattr(QApplication, "exit", codes.append)

    def fail() -> Desk:
        raise ZeroDivisionError

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    start = Start(application, fail)
    with qtbot.capture_exceptions() as told:
        start.begin()
        qtbot.waitUntil(lambda: codes == [1], timeout=15_000)
    assert [kind for kind, _, _ in told] == [ZeroDivisionError]
    start.leave()


@pytest.mark.parametrize("heavy", HEAVY)
def test_nothing_heavy_is_imported_for_the_first_picture(heavy: str) -> None:
    code = f"import sys, atom_desktop.gui.start; print({heavy!r} in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
