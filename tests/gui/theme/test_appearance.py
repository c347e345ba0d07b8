import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette

from atom_desktop.gui.theme import appearance as module
from atom_desktop.gui.theme.appearance import Appearance, Scheme
from atom_desktop.gui.theme.theme import Lettered


class Hints:
    """What the system tells of its colours."""

    def __init__(self):
        self.scheme = Qt.ColorScheme.Light
        self.listeners = []
        self.colorSchemeChanged = self

    def connect(self, listener):
        self.listeners.append(listener)

    def colorScheme(self):  # noqa: N802 -- the name in Qt
        return self.scheme

    def turn(self, scheme):
        self.scheme = scheme
        for listener in self.listeners:
            listener()


@pytest.fixture
def hints(monkeypatch):
    hints = Hints()
    monkeypatch.setattr(module, "QGuiApplication", type("G", (), {"styleHints": lambda: hints}))
    return hints


@pytest.fixture
def application(qapp):
    palette, font = QPalette(qapp.palette()), QFont(qapp.font())
    yield qapp
    qapp.setPalette(palette)
    qapp.setFont(font)


@pytest.fixture
def appearance(application, tokens, hints):
    return Appearance(application, tokens)


def changes(appearance):
    told = []
    appearance.changed.connect(told.append)
    return told


def test_it_begins_as_the_system_is(appearance, application):
    assert not appearance.theme.dark
    ground = application.palette().color(QPalette.ColorRole.Window)
    assert ground == appearance.theme.colours.surface_window


def test_it_follows_the_system(appearance, application, hints):
    told = changes(appearance)
    hints.turn(Qt.ColorScheme.Dark)
    assert told == [appearance.theme]
    assert appearance.theme.dark
    ground = application.palette().color(QPalette.ColorRole.Window)
    assert ground == appearance.theme.colours.surface_window


def test_what_the_person_chose_holds_whatever_the_system_does(appearance, hints):
    appearance.choose(Scheme.LIGHT, 1.0)
    told = changes(appearance)
    hints.turn(Qt.ColorScheme.Dark)
    assert told == []
    assert not appearance.theme.dark


def test_dark_can_be_chosen_on_a_light_system(application, tokens, hints):
    assert Appearance(application, tokens, scheme=Scheme.DARK).theme.dark


def test_a_larger_text_is_told_and_set(appearance, application):
    told = changes(appearance)
    before = application.font().pixelSize()
    appearance.choose(Scheme.SYSTEM, 2.0)
    assert len(told) == 1
    assert application.font().pixelSize() == 2 * before
    assert application.font().pixelSize() == told[0].font(Lettered.BODY).pixelSize()


def test_going_back_does_not_start_from_the_enlarged_font(appearance, application):
    before = application.font().pixelSize()
    appearance.choose(Scheme.SYSTEM, 2.0)
    appearance.choose(Scheme.SYSTEM, 1.0)
    assert application.font().pixelSize() == before


def test_choosing_what_is_there_tells_nothing(appearance):
    told = changes(appearance)
    appearance.choose(Scheme.LIGHT, 1.0)
    assert told == []
