"""Above the places stands whose vault it is."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.side_head import SideHead, SidePane
from atom_desktop.gui.shell.sidebar import SideBar


def test_the_name_of_the_vault_stands_there(qtbot: QtBot, appearance, icons) -> None:
    head = SideHead(appearance, icons, "Your vault")
    qtbot.addWidget(head)
    assert head.name.text() == "Your vault"


def test_the_side_bar_can_be_sent_away(qtbot: QtBot, appearance, icons) -> None:
    head = SideHead(appearance, icons, "Your vault")
    qtbot.addWidget(head)
    head.show()
    with qtbot.waitSignal(head.hide_side):
        qtbot.mouseClick(head.panel, Qt.MouseButton.LeftButton)
    assert head.panel.accessibleName() == "Hide the side bar"


def test_the_focus_goes_to_the_places(qtbot: QtBot, appearance, icons, theme) -> None:
    side = SideBar(theme, icons)
    pane = SidePane(appearance, SideHead(appearance, icons, "Your vault"), side)
    qtbot.addWidget(pane)
    assert pane.focusProxy() is side
