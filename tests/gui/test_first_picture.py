"""The first picture of a window is told once, also if nobody ever sees it."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from atom_desktop.gui import first_picture as module
from atom_desktop.gui.first_picture import FirstPicture


def test_it_is_told_after_the_first_paint_and_never_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    picture = FirstPicture(widget)
    told: list[str] = []
    picture.painted.connect(lambda: told.append("painted"))
    widget.show()
    qtbot.waitUntil(lambda: told == ["painted"])
    widget.repaint()
    qtbot.wait(module.PATIENCE + 50)
    assert told == ["painted"]


def test_a_window_that_is_not_seen_holds_nothing_up(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 10)
    widget = QWidget()
    qtbot.addWidget(widget)
    picture = FirstPicture(widget)
    with qtbot.waitSignal(picture.painted):
        assert not widget.isVisible()
