"""Qt's own palette, filled from a theme, for everything that we do not paint ourselves."""

from PySide6.QtGui import QColor, QPalette

from atom_desktop.gui.theme.theme import Theme


def make_palette(theme: Theme) -> QPalette:
    """Return the palette of a theme."""
    colours = theme.colours
    role = QPalette.ColorRole
    palette = QPalette()
    everywhere: tuple[tuple[QPalette.ColorRole, QColor], ...] = (
        (role.Window, colours.surface_window),
        (role.WindowText, colours.text_primary),
        (role.Base, colours.surface_base),
        (role.AlternateBase, colours.surface_sunken),
        (role.Text, colours.text_primary),
        (role.PlaceholderText, colours.text_tertiary),
        (role.Button, colours.surface_base),
        (role.ButtonText, colours.text_primary),
        (role.BrightText, colours.danger_text),
        (role.ToolTipBase, colours.surface_tooltip),
        (role.ToolTipText, colours.text_on_tooltip),
        (role.Highlight, colours.accent_base),
        (role.HighlightedText, colours.text_on_accent),
        (role.Accent, colours.accent_base),
        (role.Link, colours.text_link),
        (role.LinkVisited, colours.text_link),
        (role.Light, colours.surface_raised),
        (role.Midlight, colours.border_subtle),
        (role.Mid, colours.border_default),
        (role.Dark, colours.border_control),
        (role.Shadow, colours.border_control),
    )
    for one, colour in everywhere:
        palette.setColor(one, colour)
    for one in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, colours.text_disabled)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, colours.surface_sunken)
    return palette
