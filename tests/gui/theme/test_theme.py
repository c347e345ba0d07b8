import pytest
from PySide6.QtGui import QFont

from atom_desktop.gui.theme.theme import Lettered, base_size, make_theme


def test_light_and_dark_have_their_own_colours(theme, dark_theme):
    assert theme.colours.surface_base.lightness() > 200
    assert dark_theme.colours.surface_base.lightness() < 60
    assert (theme.dark, dark_theme.dark) == (False, True)


@pytest.mark.parametrize(("scale", "row", "body"), [(0.8, 27, 10), (1.0, 34, 13), (1.5, 51, 20)])
def test_lengths_and_letters_grow_with_the_scale(tokens, system_font, *, scale, row, body):
    theme = make_theme(tokens, dark=False, scale=scale, system=system_font)
    assert theme.px(34) == row
    assert theme.font(Lettered.BODY).pixelSize() == body


@pytest.mark.parametrize(("asked", "used"), [(0.1, 0.8), (9.0, 2.0)])
def test_the_scale_stays_within_reason(tokens, system_font, qapp, asked, used):
    assert make_theme(tokens, dark=False, scale=asked, system=system_font).scale == used


def test_a_line_is_never_thinner_than_a_pixel(tokens, system_font, qapp):
    theme = make_theme(tokens, dark=False, scale=0.8, system=system_font)
    assert (theme.px(0.2), theme.px(0)) == (1, 0)


def test_the_family_is_that_of_the_system(theme, system_font):
    assert theme.font(Lettered.TITLE).family() == system_font.family()
    assert theme.font(Lettered.BODY_STRONG).weight() == QFont.Weight.DemiBold


def test_even_letters_come_from_a_list_of_families(theme):
    assert "DejaVu Sans Mono" in theme.font(Lettered.MONO).families()


@pytest.mark.parametrize(("pixels", "base"), [(9, 13), (14, 14), (40, 15)])
def test_the_size_follows_that_of_the_system_within_reason(qapp, pixels, base):
    font = QFont()
    font.setPixelSize(pixels)
    assert base_size(font) == base


def test_a_larger_font_of_the_system_makes_everything_larger(tokens, qapp):
    font = QFont()
    font.setPixelSize(15)
    theme = make_theme(tokens, dark=False, scale=1.0, system=font)
    assert theme.font(Lettered.BODY).pixelSize() == 15
    assert theme.px(34) == 39


@pytest.mark.parametrize(
    ("degrees", "name"),
    [(0, "red"), (355, "red"), (150, "green"), (180, "teal"), (225, "blue"), (None, "grey")],
)
def test_a_hue_is_the_nearest_one_of_the_design(theme, degrees, name):
    assert theme.hue(degrees) == theme.hues[name]


def test_each_priority_has_its_colour(theme):
    shown = [theme.priority(level).name() for level in (1, 2, 3, 4)]
    assert len(set(shown)) == 4
    assert theme.priority(9) == theme.priority(4)


def test_a_line_is_higher_than_its_letters(theme):
    for lettered in Lettered:
        assert theme.line(lettered) > theme.font(lettered).pixelSize()
        assert theme.metrics(lettered).height() > 0
