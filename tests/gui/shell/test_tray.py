"""The tray offers what can be done, and knows when there is no tray."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.tray import Tray
from atom_desktop.gui.theme.appearance import Scheme


@pytest.fixture
def tray(qapp, appearance, icons):
    parent = QObject()
    made = Tray(parent, appearance, icons)
    yield made
    made.hide()


@pytest.mark.parametrize(
    ("entry", "signal"),
    [("quick_add", "quick_add"), ("open", "opened"), ("quit", "quit")],
)
def test_each_entry_asks_for_its_thing(qtbot: QtBot, tray: Tray, entry: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(tray, signal)):
        tray.actions()[entry].trigger()


def test_a_locked_vault_cannot_be_locked_again(tray: Tray) -> None:
    assert not tray.actions()["lock"].isEnabled()


def test_an_open_vault_can_be_locked(qtbot: QtBot, tray: Tray) -> None:
    tray.set_locked(locked=False)
    with qtbot.waitSignal(tray.lock):
        tray.actions()["lock"].trigger()


def test_a_click_on_the_icon_opens_the_window(qtbot: QtBot, tray: Tray) -> None:
    with qtbot.waitSignal(tray.opened):
        tray._activated(QSystemTrayIcon.ActivationReason.Trigger)


def test_a_right_click_opens_nothing_but_the_menu(qtbot: QtBot, tray: Tray) -> None:
    with qtbot.assertNotEmitted(tray.opened):
        tray._activated(QSystemTrayIcon.ActivationReason.Context)


def test_without_a_tray_nobody_is_sent_there(tray: Tray, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    tray.show()
    assert not tray.is_there()


def test_the_icon_follows_the_theme_and_the_lock(tray: Tray, appearance) -> None:
    locked = tray._icon.icon().cacheKey()
    tray.set_locked(locked=False)
    opened = tray._icon.icon().cacheKey()
    appearance.choose(Scheme.DARK, 1.0)
    assert len({locked, opened, tray._icon.icon().cacheKey()}) == 3
    assert tray._icon.toolTip() == "ATOM"
