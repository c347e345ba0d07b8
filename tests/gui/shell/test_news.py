"""News reach the place where they belong, once, also when the page is made anew."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from atom_desktop.core.bus import Bus, inline
from atom_desktop.core.notices import Level, Notice, Notices
from atom_desktop.gui.controls import Button
from atom_desktop.gui.shell.banners import Banners
from atom_desktop.gui.shell.news import News, NewsRead
from atom_desktop.gui.shell.toasts import Toasts
from atom_desktop.model.errors import Conflict, Unavailable


class Hall:
    def __init__(self, qtbot: QtBot, appearance, icons) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(900, 600)
        self.window.show()
        self.parts = appearance, icons
        self.notices = Notices(Bus[Notice](self.bug))
        self.read = NewsRead()
        self.heard: list[str] = []

    def bug(self, error: BaseException) -> None:
        raise error

    def open(self) -> News:
        appearance, icons = self.parts
        self.banners = Banners(appearance, icons)
        self.banners.setParent(self.window)
        self.toasts = Toasts(self.window, appearance, icons)
        return News(
            self.notices,
            self.read,
            inline,
            banners=self.banners,
            toasts=self.toasts,
            unsaved=lambda: self.heard.append("unsaved"),
            use_clock=lambda: self.heard.append("clock"),
        )

    def said(self) -> list[str]:
        return [toast.text for toast in self.toasts.held]


@pytest.fixture
def hall(qtbot: QtBot, appearance, icons) -> Hall:
    return Hall(qtbot, appearance, icons)


def test_what_was_found_when_the_vault_was_opened_is_a_banner(hall: Hall) -> None:
    hall.notices.tell(Level.ERROR, "A part does not verify.", "Restore it.", "vault-damaged")
    hall.open()
    assert [one.text for one in hall.banners.open.values()] == [
        "A part does not verify. Restore it."
    ]
    assert hall.said() == []


def test_other_news_are_messages(hall: Hall) -> None:
    hall.open()
    hall.notices.tell(Level.INFO, "A backup was made.")
    hall.notices.tell(Level.ERROR, "The keyring is locked.", "Unlock it.", "keyring")
    assert hall.said() == ["A backup was made.", "The keyring is locked. Unlock it."]
    assert hall.heard == []


def test_a_disk_that_refuses_is_said_in_the_status_bar_too(hall: Hall) -> None:
    hall.open()
    full = Unavailable("Could not save to disk. The disk is full.", "Free 20 MB.", "full-disk")
    hall.notices.tell_error(full)
    assert hall.heard == ["unsaved"]
    assert hall.said() == ["Could not save to disk. The disk is full. Free 20 MB."]


def test_a_clock_that_jumped_can_be_accepted(hall: Hall) -> None:
    news = hall.open()
    news.fail(Conflict("The clock stands 3 days back.", "Set it.", "clock-jump"))
    (button,) = [one for one in hall.toasts.findChildren(Button) if one.text() == "Use this clock"]
    button.click()
    assert hall.heard == ["clock"]


def test_a_page_made_anew_keeps_banners_and_repeats_no_message(hall: Hall) -> None:
    first = hall.open()
    hall.notices.tell(Level.INFO, "A backup was made.")
    hall.notices.tell(Level.ERROR, "A part does not verify.", "", "vault-missing")
    first.stop()
    hall.open()
    assert len(hall.banners.open) == 1
    assert hall.said() == []


def test_a_closed_banner_does_not_come_back(hall: Hall) -> None:
    first = hall.open()
    hall.notices.tell(Level.ERROR, "A part does not verify.", "", "vault-missing")
    (banner,) = hall.banners.open.values()
    banner.close_button.click()
    first.stop()
    hall.open()
    assert not hall.banners.open


def test_after_the_end_nothing_is_shown(hall: Hall) -> None:
    hall.open().stop()
    hall.notices.tell(Level.INFO, "A backup was made.")
    assert hall.said() == []
