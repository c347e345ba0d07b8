"""What is typed into a line is there again after a lock."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from atom_desktop.core.drafts import Drafts
from atom_desktop.gui.shell.kept_line import KeptLine
from atom_desktop.gui.shell.quick_add import QuickAdd
from atom_desktop.model.errors import Unavailable
from atom_desktop.model.quick_add.draft import Draft
from tests.fakes.vault import VaultInUse, open_vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[VaultInUse]:
    with open_vault(tmp_path) as opened:
        yield opened


@pytest.fixture
def drafts(vault: VaultInUse) -> Drafts:
    return Drafts(vault.store.drafts, vault.session.jobs)


@pytest.fixture
def entry(qtbot: QtBot, appearance, icons) -> QuickAdd:
    made = QuickAdd(appearance, icons, lambda text: Draft(text=text, title=text))
    qtbot.addWidget(made)
    return made


def test_a_text_is_kept_after_a_pause(qtbot: QtBot, entry: QuickAdd, drafts: Drafts) -> None:
    kept = KeptLine(entry, drafts, "quick-add")
    qtbot.keyClicks(entry.line, "Buy mi")
    qtbot.waitUntil(lambda: drafts.read("quick-add") == "Buy mi")
    kept.stop()


def test_it_is_there_when_the_vault_is_opened_again(
    qtbot: QtBot, entry: QuickAdd, drafts: Drafts
) -> None:
    drafts.keep("quick-add", "Buy mi")
    drafts.settle()
    KeptLine(entry, drafts, "quick-add").stop()
    assert entry.line.text() == "Buy mi"


def test_what_stands_in_the_line_is_not_replaced(entry: QuickAdd, drafts: Drafts) -> None:
    drafts.keep("quick-add", "Older")
    drafts.settle()
    entry.line.setText("Newer")
    KeptLine(entry, drafts, "quick-add").stop()
    assert entry.line.text() == "Newer"


def test_stopping_keeps_the_last_letters(qtbot: QtBot, entry: QuickAdd, drafts: Drafts) -> None:
    kept = KeptLine(entry, drafts, "quick-add")
    qtbot.keyClicks(entry.line, "Buy milk")
    kept.stop()
    entry.line.clear()
    drafts.settle()
    assert drafts.read("quick-add") == "Buy milk"


def finish(qtbot: QtBot, entry: QuickAdd, text: str) -> None:
    qtbot.keyClicks(entry.line, text)
    qtbot.keyClick(entry.line, Qt.Key.Key_Return)


def test_a_line_that_is_saved_leaves_no_draft(
    qtbot: QtBot, entry: QuickAdd, drafts: Drafts
) -> None:
    kept = KeptLine(entry, drafts, "quick-add")
    finish(qtbot, entry, "Buy milk")
    entry.outcome("Buy milk")(None)
    drafts.settle()
    assert drafts.read("quick-add") == ""
    kept.stop()


def test_a_line_stays_a_draft_until_it_is_known_to_be_saved(
    qtbot: QtBot, entry: QuickAdd, drafts: Drafts
) -> None:
    kept = KeptLine(entry, drafts, "quick-add")
    finish(qtbot, entry, "Buy milk")
    drafts.settle()
    assert drafts.read("quick-add") == "Buy milk"
    entry.outcome("Buy milk")(Unavailable("The disk is full."))
    kept.stop()
    drafts.settle()
    assert drafts.read("quick-add") == "Buy milk"


def test_several_lines_that_were_not_saved_come_back_one_by_one(
    qtbot: QtBot, entry: QuickAdd, drafts: Drafts
) -> None:
    kept = KeptLine(entry, drafts, "quick-add")
    finish(qtbot, entry, "Buy milk")
    finish(qtbot, entry, "Call Ann")
    kept.stop()
    entry.forget()
    KeptLine(entry, drafts, "quick-add").stop()
    assert entry.line.text() == "Buy milk"
    entry.line.clear()
    entry.open()
    assert entry.line.text() == "Call Ann"
