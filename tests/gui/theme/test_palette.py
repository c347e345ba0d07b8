from PySide6.QtGui import QPalette

from atom_desktop.gui.theme.palette import make_palette


def test_windows_and_texts_have_the_colours_of_the_theme(theme):
    palette = make_palette(theme)
    assert palette.color(QPalette.ColorRole.Window) == theme.colours.surface_window
    assert palette.color(QPalette.ColorRole.Text) == theme.colours.text_primary
    assert palette.color(QPalette.ColorRole.Highlight) == theme.colours.accent_base


def test_what_is_switched_off_looks_so(theme):
    palette = make_palette(theme)
    off = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    assert off == theme.colours.text_disabled


def test_every_role_is_set(theme, dark_theme):
    """What is left out would come from the system, and be light on dark."""
    light, dark = make_palette(theme), make_palette(dark_theme)
    unset = {QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles}
    for role in QPalette.ColorRole:
        if role not in unset:
            assert light.isBrushSet(QPalette.ColorGroup.Active, role), role
            assert dark.isBrushSet(QPalette.ColorGroup.Active, role), role
