"""The sheet of keys names every key that is bound."""

import re

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.keys import bind_keys
from atom_desktop.gui.shell.keys_sheet import GROUPS, KeysSheet
from tests.gui.shell.test_keys import Page

OTHER_WORDS = {
    "Ctrl++": "Ctrl+Plus",
    "Ctrl+=": "Ctrl+Plus",
    "Ctrl+-": "Ctrl+Minus",
    "Ctrl+Y": "Ctrl+Z",
}


def test_every_bound_key_is_named(qtbot: QtBot) -> None:
    page = Page()
    qtbot.addWidget(page)
    bind_keys(page)  # type: ignore[arg-type]  # a stand-in
    named = " ".join(keys for _, group in GROUPS for keys, _ in group)
    for shortcut in page.findChildren(QShortcut):
        keys = shortcut.key().toString()
        if not re.fullmatch(r"Ctrl\+[2-8]", keys):
            assert OTHER_WORDS.get(keys, keys) in named


def test_the_sheet_shows_keys_and_meanings(qtbot: QtBot, appearance) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    sheet = KeysSheet(window, appearance)
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Ctrl+I, Ctrl+Shift+E", "Import, export", "Keys"} <= texts
    sheet.reject()
