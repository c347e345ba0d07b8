"""An appearance for the pages under test, and a window that runs commands."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget

from atom_desktop.gui.shell.toasts import Toasts
from atom_desktop.gui.theme.appearance import Appearance, Scheme
from tests.fakes.deeds import House
from tests.fakes.vault import open_vault


@pytest.fixture
def appearance(qapp, tokens):
    return Appearance(qapp, tokens, scheme=Scheme.LIGHT)


@pytest.fixture
def house(tmp_path, qtbot, appearance, icons) -> Iterator[House]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(900, 600)
    parent.show()
    with open_vault(tmp_path) as vault:
        made = House(vault, Toasts(parent, appearance, icons))
        yield made
        made.bridge.close()
