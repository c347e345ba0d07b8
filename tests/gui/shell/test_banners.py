"""Bad news about the vault stands above the list until it is closed."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from atom_desktop.core.notices import Level, Notice
from atom_desktop.gui.shell.banners import MOST, Banners


def notice(number: int, message: str = "", hint: str = "Restore a backup.") -> Notice:
    said = message or f"Part {number} does not verify."
    return Notice(number=number, level=Level.ERROR, message=said, hint=hint, code="vault-damaged")


@pytest.fixture
def banners(qtbot: QtBot, appearance, icons) -> Banners:
    made = Banners(appearance, icons)
    qtbot.addWidget(made)
    made.resize(700, 200)
    return made


def test_without_news_there_is_nothing(banners: Banners) -> None:
    assert not banners.isVisible()


def test_a_banner_names_what_is_affected_and_what_to_do(banners: Banners) -> None:
    banners.show_notice(notice(1))
    assert banners.open[1].accessibleName() == "Part 1 does not verify. Restore a backup."
    assert banners.isVisible()


def test_it_can_be_closed(qtbot: QtBot, banners: Banners) -> None:
    banners.show_notice(notice(1, hint=""))
    with qtbot.waitSignal(banners.closed) as told:
        qtbot.mouseClick(banners.open[1].close_button, Qt.MouseButton.LeftButton)
    assert told.args == [1]
    assert not banners.isVisible()


def test_the_same_news_stand_there_once(banners: Banners) -> None:
    banners.show_notice(notice(1, "The same."))
    banners.show_notice(notice(2, "The same."))
    assert list(banners.open) == [1]


def test_many_wait_for_their_turn(qtbot: QtBot, banners: Banners) -> None:
    for number in range(1, MOST + 2):
        banners.show_notice(notice(number))
    last = banners.open[MOST + 1]
    assert not last.isVisible()
    qtbot.mouseClick(banners.open[1].close_button, Qt.MouseButton.LeftButton)
    assert last.isVisible()
