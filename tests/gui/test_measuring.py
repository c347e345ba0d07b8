"""What is measured is the window that everybody uses, and it says when that cannot be."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from atom_desktop.gui import measuring
from atom_desktop.gui.measuring import measure
from atom_desktop.model.errors import Unavailable
from tests.fakes.desks import office
from tests.fakes.ownerships import PASSPHRASE


def test_the_figures_come_from_a_window_on_the_vault(tmp_path: Path, qtbot: QtBot) -> None:
    made = office(tmp_path)
    made.house.create()
    made.house.vault.add(title="Send the invoice", due={"date": "2026-11-24"}, priority=1)
    made.house.ownership.lock()
    figures = measure(lambda: made.desk, PASSPHRASE)
    assert figures["first_rows"] <= figures["usable"]
    assert figures["memory"] > 20
    assert not made.house.vault.bugs


def test_a_window_that_does_not_open_the_vault_is_no_measurement(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "PATIENCE", 0.5)
    made = office(tmp_path)
    made.house.create()
    made.house.ownership.lock()
    with pytest.raises(Unavailable):
        measure(lambda: made.desk, "wrong")
