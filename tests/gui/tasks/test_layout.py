import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont

from atom_desktop.gui.resources import find_resources
from atom_desktop.gui.tasks.layout import Frame, Part, Widths, layout_row
from atom_desktop.gui.theme.theme import make_theme
from atom_desktop.gui.theme.tokens import read_tokens

FULL = Widths(title=200, signs=(13, 13), labels=(60, 40), project=50, estimate=44, due=80)


@pytest.fixture
def frame(theme):
    return Frame(theme)


def shown(places):
    """Return what takes room in a row, from the start to the end."""
    parts = [places.ring, places.title, *places.signs, *places.labels]
    parts += [places.project, places.estimate, places.due]
    return [part for part in parts if not part.isEmpty()]


def test_the_parts_stand_where_the_design_says(frame):
    places = layout_row(frame, 800, FULL)
    assert (places.ring.x(), places.ring.width(), places.title.x()) == (44, 18, 72)
    assert (places.due.right() + 1, places.estimate.right() + 1) == (780, 668)
    assert places.project.right() + 1 == 604
    assert places.plate == QRect(8, 0, 784, 34)
    assert places.hairline == QRect(58, 33, 722, 1)
    assert places.ring_target == QRect(39, 0, 28, 34)


def test_signs_follow_the_title(frame):
    places = layout_row(frame, 800, FULL)
    assert [sign.x() for sign in places.signs] == [72 + 200 + 8, 72 + 200 + 8 + 13 + 8]


def test_a_row_without_anything_has_an_empty_place_for_it(frame):
    places = layout_row(frame, 800, Widths(title=50))
    assert places.due.isEmpty()
    assert places.estimate.isEmpty()
    assert places.project.isEmpty()
    assert places.labels == places.signs == ()


def test_a_long_title_ends_before_the_block_at_the_right(frame):
    places = layout_row(frame, 800, dataclasses.replace(FULL, title=5000))
    assert places.title.right() < places.labels[0].x()
    assert places.title.width() >= 160


def test_a_long_date_moves_what_is_left_of_it(frame):
    places = layout_row(frame, 800, dataclasses.replace(FULL, due=150))
    assert places.estimate.right() + 1 == 800 - 20 - 150 - 8


def test_names_of_labels_give_way_first(frame):
    many = dataclasses.replace(FULL, labels=(90, 90, 90))
    places = layout_row(frame, 640, many)
    assert not places.named
    assert {label.width() for label in places.labels} == {7}
    assert not places.project.isEmpty()


def test_then_the_project_and_then_the_estimate(frame):
    crowded = Widths(title=500, signs=(13,) * 9, labels=(80,), project=120, estimate=60, due=130)
    places = layout_row(frame, 565, crowded)
    assert places.project.isEmpty()
    assert places.estimate.isEmpty()
    assert places.title.width() > 0


def test_a_narrow_list_has_two_lines(frame):
    places = layout_row(frame, 500, FULL)
    assert (frame.height(500), frame.height(560)) == (50, 34)
    assert places.title.y() == 7
    assert places.due.topLeft() == QRect(72, 26, 1, 1).topLeft()
    assert places.hairline.y() == 49
    assert {one.y() for one in (places.due, places.estimate, places.project)} == {26}


def test_what_does_not_fit_the_second_line_is_left_out(frame):
    places = layout_row(frame, 260, FULL)
    assert places.labels == ()
    assert places.project.isEmpty()
    assert places.due.right() <= 240


@pytest.mark.parametrize(
    ("x", "y", "part"),
    [
        (53, 17, Part.RING),
        (40, 2, Part.RING),
        (100, 17, Part.TITLE),
        (770, 17, Part.DUE),
        (590, 17, Part.PROJECT),
        (450, 17, Part.LABELS),
        (20, 17, Part.REST),
        (660, 17, Part.REST),
    ],
)
def test_a_point_is_in_a_part(frame, x, y, part):
    assert layout_row(frame, 800, FULL).part_at(x, y) is part


def test_from_right_to_left_everything_is_mirrored(frame):
    plain, mirrored = layout_row(frame, 800, FULL), layout_row(frame, 800, FULL, mirrored=True)
    for one, other in zip(shown(plain), shown(mirrored), strict=True):
        assert other.x() == 800 - one.x() - one.width()
        assert (other.y(), other.width(), other.height()) == (one.y(), one.width(), one.height())
    assert mirrored.part_at(747, 17) is Part.RING


def test_a_larger_text_makes_a_larger_row(tokens, system_font):
    theme = make_theme(tokens, dark=False, scale=1.5, system=system_font)
    frame = Frame(theme)
    assert (frame.height(1200), frame.height(800)) == (51, 75)
    assert layout_row(frame, 1200, FULL).ring.width() == 27


width = st.integers(1, 300)


@given(
    st.builds(
        Widths,
        title=st.integers(1, 3000),
        signs=st.lists(st.just(13), max_size=5).map(tuple),
        labels=st.lists(width, max_size=5).map(tuple),
        project=st.integers(0, 200),
        estimate=st.integers(0, 80),
        due=st.integers(0, 170),
    ),
    st.integers(560, 2000),
)
def test_nothing_ever_lies_on_anything_else(qapp, widths, room):
    font = QFont()
    font.setPixelSize(13)
    tokens = read_tokens(find_resources() / "tokens.json")
    frame = Frame(make_theme(tokens, dark=False, scale=1.0, system=font))
    parts = shown(layout_row(frame, room, widths))
    for one, following in itertools.pairwise(parts):
        assert one.right() < following.left()
    assert parts[-1].right() < room
