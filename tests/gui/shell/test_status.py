"""The bar at the bottom tells the truth about saving, and locks."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.status import StatusBar


def test_everything_is_saved_unless_something_says_otherwise(
    qtbot: QtBot, appearance, icons
) -> None:
    bar = StatusBar(appearance, icons)
    qtbot.addWidget(bar)
    assert bar.saved.text() == "Saved, encrypted on this computer"


def test_the_vault_can_be_locked(qtbot: QtBot, appearance, icons) -> None:
    bar = StatusBar(appearance, icons)
    qtbot.addWidget(bar)
    bar.show()
    with qtbot.waitSignal(bar.lock):
        qtbot.mouseClick(bar.lock_button, Qt.MouseButton.LeftButton)
    assert bar.lock_button.accessibleName() == "Lock now"


def test_a_change_that_was_not_saved_is_said(qtbot: QtBot, appearance, icons) -> None:
    bar = StatusBar(appearance, icons)
    qtbot.addWidget(bar)
    bar.show_unsaved()
    assert bar.saved.text() == "Not saved"
    bar.show_saved()
    assert bar.saved.text() == "Saved, encrypted on this computer"
