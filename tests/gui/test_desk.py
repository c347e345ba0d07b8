"""What the window works with cannot be changed under its hands."""

import dataclasses

import pytest

from atom_desktop.gui.desk import Summons
from tests.fakes.desks import office


def test_a_desk_stays_as_it_was_made(tmp_path) -> None:
    made = office(tmp_path)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.desk.version = "other"  # type: ignore[misc]  # that is the point
    made.house.ownership.close()


def test_a_desk_of_an_ordinary_vault_knows_no_passphrase(tmp_path) -> None:
    made = office(tmp_path)
    assert made.desk.passphrase == ""
    made.house.ownership.close()


def test_there_are_three_ways_to_call_the_window() -> None:
    assert set(Summons) == {"show", "quick-add", "quit"}
