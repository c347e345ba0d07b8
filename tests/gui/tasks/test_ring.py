import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from atom_desktop.gui.tasks.ring import Rings, RingState
from atom_desktop.model.task import Status


@pytest.fixture
def rings(theme):
    return Rings(theme, 18)


def image(rings, state, ratio=4.0):
    return rings.pixmap(state, ratio).toImage()


def colours(picture):
    sides = range(picture.width())
    return {picture.pixelColor(x, y).name() for x in sides for y in sides}


@pytest.mark.parametrize("priority", [1, 2, 3, 4])
def test_a_ring_has_the_colour_of_its_priority(rings, theme, priority):
    assert theme.priority(priority).name() in colours(
        image(rings, RingState(Status.OPEN, priority))
    )


def test_every_state_looks_different(rings):
    states = [RingState(status, 2, pointed) for status in Status for pointed in (False, True)]
    different = []
    for picture in (image(rings, state) for state in states):
        if picture not in different:
            different.append(picture)
    # Pointing at a done or cancelled one changes nothing: it is ticked already.
    # Open and waiting ones are about to be ticked alike.
    assert len(different) == len(states) - 3


def test_a_done_task_is_ticked_on_a_disc(rings, theme):
    picture = image(rings, RingState(Status.DONE, 1))
    assert theme.colours.text_secondary.name() in colours(picture)
    assert theme.colours.surface_base.name() in colours(picture)


def test_the_lowest_priority_is_empty_inside(rings):
    picture = image(rings, RingState(Status.OPEN, 4))
    assert picture.pixelColor(36, 36).alpha() == 0
    assert image(rings, RingState(Status.OPEN, 1)).pixelColor(36, 36).alpha() > 0


def test_a_ring_is_drawn_once_for_each_density(rings):
    state = RingState(Status.OPEN, 1)
    assert rings.pixmap(state, 1.0) is rings.pixmap(state, 1.0)
    assert rings.pixmap(state, 2.0).width() == 36


def orbit(rings, phase):
    picture = QImage(72, 72, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(0)
    painter = QPainter(picture)
    painter.scale(4, 4)
    rings.paint_orbit(painter, QPointF(0, 0), 1, phase)
    painter.end()
    return picture


def test_the_electron_runs_round_and_comes_back(rings):
    start, half, end = (orbit(rings, phase) for phase in (0.0, 0.5, 1.0))
    assert start == end
    assert start != half


def test_the_electron_begins_at_the_upper_right_as_in_the_mark(rings):
    picture, half = orbit(rings, 0.0), orbit(rings, 0.5)
    # Just outside the ring, where only the electron reaches.
    assert picture.pixelColor(61, 11).alpha() == 255
    assert half.pixelColor(61, 11).alpha() == 0
