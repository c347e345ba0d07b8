"""Everything is written to a readable file, and what could not be carried is told."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from atom_desktop.gui.shell.export_sheet import ExportSheet
from tests.fakes.deeds import House


@pytest.fixture
def sheet(house: House, appearance) -> ExportSheet:
    parent = house.toasts.parentWidget()
    assert parent is not None
    house.vault.add(title="Buy milk", notes="two litres")
    made = ExportSheet(parent, appearance, house.runner)
    made.open()
    return made


def texts(sheet: ExportSheet) -> str:
    return "\n".join(label.text() for label in sheet.findChildren(QLabel) if label.isVisible())


def choose(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    answer = (str(path) if path else "", "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answer)


def test_the_file_holds_the_tasks(
    qtbot: QtBot, sheet: ExportSheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.json"
    choose(monkeypatch, path)
    sheet.go.click()
    qtbot.waitUntil(lambda: "records were written" in texts(sheet), timeout=10_000)
    assert "Everything was carried." in texts(sheet)
    assert json.loads(path.read_text())["format"] == "atom"
    assert sheet.cancel.text() == "Close"
    sheet.reject()


def test_what_a_format_has_no_place_for_is_told(
    qtbot: QtBot, sheet: ExportSheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "out.txt")
    sheet.choice.setCurrentIndex(sheet.choice.findData("todotxt"))
    sheet.go.click()
    qtbot.waitUntil(lambda: "What does not fit:" in texts(sheet), timeout=10_000)
    assert "notes" in texts(sheet)
    sheet.reject()


def test_without_a_file_nothing_is_written(
    sheet: ExportSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, None)
    sheet.go.click()
    assert sheet.go.isEnabled()
    sheet.reject()


def test_a_folder_that_does_not_exist_is_said(
    qtbot: QtBot, sheet: ExportSheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "nowhere" / "out.json")
    sheet.go.click()
    qtbot.waitUntil(lambda: "There is no folder" in texts(sheet), timeout=10_000)
    assert sheet.go.isEnabled()
    sheet.reject()


def test_progress_is_shown_and_can_be_stopped(sheet: ExportSheet, tmp_path: Path) -> None:
    sheet._export(tmp_path / "out.json", "atom")
    sheet._told({"done": 1, "total": 2, "text": "Writing"})
    assert (sheet.share.value(), sheet.far.text()) == (500, "Writing")
    sheet._told({"text": "Writing"})
    sheet.reject()
    assert sheet.over
