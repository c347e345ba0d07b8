"""Settings are read and changed by commands, one after the other, and count at once."""

import pytest
from pytestqt.qtbot import QtBot

from atom_desktop.gui.fields import Choice
from atom_desktop.gui.shell.preferences import Preferences
from atom_desktop.gui.shell.settings_page import SettingsPage
from atom_desktop.model.errors import AtomError
from tests.fakes.deeds import House


class Shown:
    def __init__(self, house: House, appearance, qtbot: QtBot) -> None:
        self.settings = house.vault.settings
        self.page = SettingsPage(appearance)
        qtbot.addWidget(self.page)
        self.preferences = Preferences(house.runner, self.settings, self.page)
        self.applied: list[object] = []
        self.failures: list[AtomError] = []
        self.preferences.applied.connect(lambda: self.applied.append(self.values()))
        self.preferences.failed.connect(self.failures.append)

    def values(self) -> tuple[object, object]:
        return self.settings.get("appearance.theme"), self.settings.get("appearance.text_scale")

    def theme(self) -> str:
        control = self.page.controls["appearance.theme"]
        assert isinstance(control, Choice)
        return str(control.currentData())


@pytest.fixture
def shown(house: House, appearance, qtbot: QtBot) -> Shown:
    made = Shown(house, appearance, qtbot)
    made.preferences.read("")
    qtbot.waitUntil(lambda: bool(made.page.controls), timeout=10_000)
    return made


def test_every_declared_setting_is_on_the_page(shown: Shown) -> None:
    assert set(shown.page.controls) == {setting.key for setting in shown.settings}


def test_a_change_counts_at_once(qtbot: QtBot, shown: Shown) -> None:
    shown.page.changed.emit("appearance.theme", "dark")
    qtbot.waitUntil(lambda: shown.applied == [("dark", 100)], timeout=10_000)
    qtbot.waitUntil(lambda: shown.theme() == "dark", timeout=10_000)


def test_quick_changes_end_with_the_last(qtbot: QtBot, shown: Shown) -> None:
    for theme in ("light", "dark", "light", "dark"):
        shown.preferences.set("appearance.theme", theme)
    qtbot.waitUntil(lambda: shown.applied == [("dark", 100)], timeout=10_000)
    qtbot.waitUntil(lambda: shown.theme() == "dark", timeout=10_000)


def test_reset_goes_back_to_the_default(qtbot: QtBot, shown: Shown) -> None:
    shown.settings.set("appearance.theme", "dark")
    shown.preferences.set("appearance.theme", None)
    qtbot.waitUntil(lambda: shown.applied == [("system", 100)], timeout=10_000)


def test_a_value_that_is_refused_is_said(qtbot: QtBot, shown: Shown) -> None:
    shown.preferences.set("appearance.theme", "pink")
    shown.preferences.set("appearance.theme", "dark")
    qtbot.waitUntil(lambda: bool(shown.failures), timeout=10_000)
    assert "system, light, dark" in shown.failures[0].message
    assert shown.applied == []


@pytest.mark.parametrize(
    ("before", "steps", "after"), [(100, 1, 110), (100, -1, 90), (200, 1, 200), (150, 0, 100)]
)
def test_text_grows_in_steps_up_to_a_limit(
    qtbot: QtBot, shown: Shown, before: int, steps: int, after: int
) -> None:
    shown.settings.set("appearance.text_scale", before)
    shown.preferences.scale_text(steps)
    qtbot.waitUntil(lambda: shown.applied == [("system", after)], timeout=10_000)


def test_motion_can_be_reduced(shown: Shown) -> None:
    assert shown.preferences.moves
    shown.settings.set("appearance.motion", "reduced")
    assert not shown.preferences.moves
