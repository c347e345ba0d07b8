"""A file is looked into first; then it is brought in, in one step that can be undone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.import_sheet import ImportSheet
from atom_desktop.model.errors import UserError
from tests.fakes.deeds import House

TODO = "(A) Call Ann @phone +Home due:2026-11-25\nBuy paper\n"


def opened(house: House, path: Path, appearance) -> ImportSheet:
    parent = house.toasts.parentWidget()
    assert parent is not None
    sheet = ImportSheet(parent, appearance, runner=house.runner, deeds=house.deeds, path=path)
    sheet.open()
    return sheet


def texts(sheet: ImportSheet) -> str:
    return "\n".join(label.text() for label in sheet.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "todo.txt"
    path.write_text(TODO)
    return path


def test_what_was_found_is_shown_before_anything_changes(
    qtbot: QtBot, house: House, file: Path, appearance
) -> None:
    sheet = opened(house, file, appearance)
    qtbot.waitUntil(sheet.go.isEnabled, timeout=10_000)
    said = texts(sheet)
    assert "todo.txt file: 2 new." in said
    assert "Call Ann" in said
    assert "Nothing is changed yet." in said
    assert sheet.go.text() == "Import 2"
    assert house.vault.index.columns.count == 0
    sheet.reject()


def test_the_import_is_said_and_can_be_undone(
    qtbot: QtBot, house: House, file: Path, appearance
) -> None:
    sheet = opened(house, file, appearance)
    qtbot.waitUntil(sheet.go.isEnabled, timeout=10_000)
    qtbot.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sheet.over, timeout=10_000)
    assert house.vault.index.columns.count == 2
    said = [toast.text for toast in house.toasts.held]
    assert said == ["Imported todo.txt: 2 new, 0 updated"]


def test_a_file_that_is_not_there_is_explained(
    qtbot: QtBot, house: House, tmp_path: Path, appearance
) -> None:
    sheet = opened(house, tmp_path / "missing.txt", appearance)
    qtbot.waitUntil(lambda: "There is no file" in texts(sheet), timeout=10_000)
    assert not sheet.go.isEnabled()
    sheet.reject()


def test_lines_that_cannot_be_read_are_named(
    qtbot: QtBot, house: House, tmp_path: Path, appearance
) -> None:
    path = tmp_path / "tasks.json"
    path.write_text('[\n{"description": "One", "status": "pending"},\n{"description": \n')
    sheet = opened(house, path, appearance)
    qtbot.waitUntil(lambda: "What could not be read" in texts(sheet), timeout=10_000)
    assert "Line" in texts(sheet)
    assert not sheet.go.isEnabled()
    sheet.reject()


def test_where_the_format_cannot_be_told_it_is_asked(
    qtbot: QtBot, house: House, tmp_path: Path, appearance
) -> None:
    path = tmp_path / "tasks"
    path.write_bytes(b"\x00\x01 odd")
    sheet = opened(house, path, appearance)
    qtbot.waitUntil(lambda: bool(sheet.findChildren(QComboBox)), timeout=10_000)
    path.write_text(TODO)
    choice = sheet.findChild(QComboBox)
    assert choice is not None
    choice.activated.emit(2)
    qtbot.waitUntil(sheet.go.isEnabled, timeout=10_000)
    sheet.reject()


def test_progress_is_shown_while_it_takes(
    qtbot: QtBot, house: House, file: Path, appearance
) -> None:
    sheet = opened(house, file, appearance)
    sheet._told({"done": 1, "total": 4, "text": "Reading todo.txt"})
    assert (sheet.share.value(), sheet.far.text()) == (250, "Reading todo.txt")
    sheet._told({"text": "Saving"})
    assert sheet.far.text() == "Saving"
    sheet.reject()


def test_a_sheet_that_was_closed_has_what_became_of_it_said_elsewhere(
    qtbot: QtBot, house: House, file: Path, appearance
) -> None:
    sheet = opened(house, file, appearance)
    sheet.reject()
    sheet._failed(UserError("It was cancelled.", "Nothing was changed.", "cancelled"))
    assert "It was cancelled. Nothing was changed." in [one.text for one in house.toasts.held]
    sheet._imported({"counts": {"new": 2, "updated": 0}})
    assert house.toasts.held[-1].text == "Imported todo.txt: 2 new, 0 updated"
