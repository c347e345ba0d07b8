"""Themes, icons and a whole window for tests of the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from atom_desktop.gui.icons import Icons
from atom_desktop.gui.resources import find_resources
from atom_desktop.gui.theme.theme import make_theme
from atom_desktop.gui.theme.tokens import read_tokens
from tests.fakes.desks import office
from tests.fakes.stages import Stage


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


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot, tokens, icons, monkeypatch) -> Iterator[Stage]:
    monkeypatch.setattr("atom_desktop.gui.conductor.KDF", "floor")
    made = Stage(office(tmp_path), qtbot, tokens, icons)
    yield made
    made.conductor.leave()
    made.bridge.close()
    made.frame.hide()
    made.frame.deleteLater()
    made.office.house.ownership.close()
    assert not made.vault.bugs
