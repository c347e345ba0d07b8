"""The side bar shows places, stays where one is, and says where one goes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from atom_desktop.gui.icons import Glyph
from atom_desktop.gui.shell.places import FIXED, Place
from atom_desktop.gui.shell.sidebar import SideBar

HOME = Place(key="project:1", title="Home", query="", glyph=Glyph.PROJECT, hue=120, depth=1)
PHONE = Place(key="label:1", title="phone", query="", glyph=Glyph.TAG, hue=300)


@pytest.fixture
def bar(qtbot: QtBot, theme, icons):
    made = SideBar(theme, icons)
    qtbot.addWidget(made)
    made.set_places([*FIXED, HOME, PHONE])
    made.resize(248, 400)
    made.show()
    return made


def gone(bar: SideBar) -> list[str]:
    found: list[str] = []
    bar.gone.connect(lambda place: found.append(place.key))
    return found


def test_going_somewhere_says_where(bar: SideBar) -> None:
    found = gone(bar)
    bar.go("today")
    bar.go("project:1")
    assert found == ["today", "project:1"]
    assert bar.place() == HOME


def test_an_unknown_place_changes_nothing(bar: SideBar) -> None:
    found = gone(bar)
    bar.go("nowhere")
    assert found == []


def test_arrow_keys_go_from_place_to_place(qtbot: QtBot, bar: SideBar) -> None:
    bar.go("inbox")
    found = gone(bar)
    qtbot.keyClick(bar, Qt.Key.Key_Down)
    assert found == ["today"]


def test_a_number_goes_to_the_place_of_that_number(bar: SideBar) -> None:
    found = gone(bar)
    bar.go_to(1)
    bar.go_to(99)
    assert found == ["today"]


def test_new_places_leave_one_where_one_is(bar: SideBar) -> None:
    bar.go("today")
    found = gone(bar)
    bar.set_places([HOME, *FIXED])
    assert found == []
    place = bar.place()
    assert place is not None
    assert place.key == "today"


def test_every_row_has_a_name_for_those_who_cannot_see(bar: SideBar) -> None:
    model = bar.model()
    names = [
        model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(model.rowCount())
    ]
    assert names[-2:] == ["Home", "phone"]
    assert bar.accessibleName() == "Places"


def test_it_is_painted_in_either_theme(bar: SideBar, dark_theme) -> None:
    bar.go("today")
    light = bar.grab().toImage()
    bar.set_theme(dark_theme)
    dark = bar.grab().toImage()
    assert light.pixelColor(240, 390).lightness() > 200
    assert dark.pixelColor(240, 390).lightness() < 80


def test_headings_stand_above_their_places_and_are_passed_over(qtbot: QtBot, theme, icons) -> None:
    bar = SideBar(theme, icons)
    qtbot.addWidget(bar)
    project = replace(HOME, heading="Projects")
    bar.set_places([FIXED[0], project, replace(PHONE, heading="Labels")])
    bar.resize(248, 400)
    bar.show()
    texts = [bar.model().index(row, 0).data() for row in range(bar.model().rowCount())]
    assert texts == ["Inbox", "Projects", "Home", "Labels", "phone"]
    bar.go_to(1)
    assert bar.place() == project
    qtbot.keyClick(bar, Qt.Key.Key_Down)
    assert bar.place().key == PHONE.key
    assert not bar.grab().isNull()


def test_numbers_stand_beside_their_places_and_stay(bar: SideBar) -> None:
    bar.show_counts({"inbox": 1234, "project:1": 3})
    role = Qt.ItemDataRole.AccessibleTextRole
    assert bar.model().index(0, 0).data(role) == "Inbox, 1234 tasks"
    before = bytes(bar.grab().toImage().constBits())
    bar.set_places([*FIXED, HOME, PHONE])
    assert bar.model().index(0, 0).data(role) == "Inbox, 1234 tasks"
    bar.show_counts({})
    assert bytes(bar.grab().toImage().constBits()) != before


def test_the_place_with_the_focus_has_a_ring(qtbot: QtBot, bar: SideBar) -> None:
    bar.go("inbox")
    before = bytes(bar.grab().toImage().constBits())
    bar.activateWindow()
    bar.setFocus()
    qtbot.waitUntil(bar.hasFocus)
    assert bytes(bar.grab().toImage().constBits()) != before
