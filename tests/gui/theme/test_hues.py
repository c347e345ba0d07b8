"""A name that was given no hue has one all the same, the same one everywhere."""

import pytest

from atom_desktop.gui.theme.hues import ANGLES, hue_of


def test_a_hue_that_was_given_is_kept() -> None:
    assert hue_of("Home", 12) == 12
    assert hue_of("Home", 0) == 0


@pytest.mark.parametrize("name", ["Home", "", "Größe", "日本"])
def test_a_name_leads_to_one_of_the_hues(name: str) -> None:
    assert hue_of(name, None) in ANGLES


def test_capitals_make_no_difference() -> None:
    assert hue_of("HOME", None) == hue_of("home", None)


def test_it_is_the_same_on_every_device() -> None:
    assert [hue_of(name, None) for name in ("Home", "Work")] == [145, 0]


def test_each_angle_is_a_hue_of_its_own(theme) -> None:
    dots = {theme.hue(angle).dot.name() for angle in ANGLES}
    assert len(dots) == len(ANGLES)
