"""Themes and icons for tests of the window."""

import pytest
from PySide6.QtGui import QFont

from atom_desktop.gui.icons import Icons
from atom_desktop.gui.resources import find_resources
from atom_desktop.gui.theme.theme import make_theme
from atom_desktop.gui.theme.tokens import read_tokens


@pytest.fixture(scope="session")
def tokens():
    return read_tokens(find_resources() / "tokens.json")


@pytest.fixture
def system_font(qapp):
    font = QFont()
    font.setPixelSize(13)
    return font


@pytest.fixture
def theme(qapp, tokens, system_font):
    return make_theme(tokens, dark=False, scale=1.0, system=system_font)


@pytest.fixture
def dark_theme(qapp, tokens, system_font):
    return make_theme(tokens, dark=True, scale=1.0, system=system_font)


@pytest.fixture
def icons(qapp):
    return Icons(find_resources())
