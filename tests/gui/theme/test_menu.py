"""A menu has the colours of its theme."""

from atom_desktop.gui.theme.menu import menu_style


def test_light_and_dark_menus_differ(theme, dark_theme) -> None:
    assert menu_style(theme) != menu_style(dark_theme)
    assert theme.colours.surface_raised.name() in menu_style(theme)
