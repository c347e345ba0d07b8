"""A page begins with today unless somebody was elsewhere."""

from atom_desktop.gui.shell.carried import START, Carried


def test_the_first_place_is_today() -> None:
    assert Carried().place == START == "today"
    assert Carried().filtered == Carried().detail == ""
