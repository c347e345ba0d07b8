"""What is typed into a line is there again after a lock."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from atom_desktop.core.drafts import Drafts
from atom_desktop.gui.shell.kept_line import KeptLine
from tests.fakes.vault import VaultInUse, open_vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[VaultInUse]:
    with open_vault(tmp_path) as opened:
        yield opened


@pytest.fixture
def drafts(vault: VaultInUse) -> Drafts:
    return Drafts(vault.store.drafts, vault.session.jobs)


@pytest.fixture
def line(qtbot: QtBot) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    return made


def test_a_text_is_kept_after_a_pause(qtbot: QtBot, line: QLineEdit, drafts: Drafts) -> None:
    kept = KeptLine(line, drafts, "quick-add")
    qtbot.keyClicks(line, "Buy mi")
    qtbot.waitUntil(lambda: drafts.read("quick-add") == "Buy mi")
    kept.stop()


def test_it_is_there_when_the_vault_is_opened_again(
    qtbot: QtBot, line: QLineEdit, drafts: Drafts
) -> None:
    drafts.keep("quick-add", "Buy mi")
    drafts.settle()
    KeptLine(line, drafts, "quick-add").stop()
    assert line.text() == "Buy mi"


def test_what_stands_in_the_line_is_not_replaced(line: QLineEdit, drafts: Drafts) -> None:
    drafts.keep("quick-add", "Older")
    drafts.settle()
    line.setText("Newer")
    KeptLine(line, drafts, "quick-add").stop()
    assert line.text() == "Newer"


def test_stopping_keeps_the_last_letters(qtbot: QtBot, line: QLineEdit, drafts: Drafts) -> None:
    kept = KeptLine(line, drafts, "quick-add")
    qtbot.keyClicks(line, "Buy milk")
    kept.stop()
    line.clear()
    drafts.settle()
    assert drafts.read("quick-add") == "Buy milk"


def test_a_line_that_was_added_leaves_no_draft(
    qtbot: QtBot, line: QLineEdit, drafts: Drafts
) -> None:
    kept = KeptLine(line, drafts, "quick-add")
    qtbot.keyClicks(line, "Buy milk")
    line.clear()
    drafts.settle()
    assert drafts.read("quick-add") == ""
    kept.stop()
