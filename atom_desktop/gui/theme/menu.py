"""Menus in the look of the design; like the scroll bar, easier said in a style sheet."""

from atom_desktop.gui.theme.theme import Theme

_SHEET = """
QMenu {{
    background: {ground}; color: {ink}; border: 1px solid {border}; padding: {pad}px;
}}
QMenu::item {{
    padding: {pad}px {wide}px {pad}px {wide}px; border-radius: {radius}px;
    min-height: {height}px; margin: 0;
}}
QMenu::item:selected {{ background: {chosen}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::icon {{ padding-left: {pad}px; }}
QMenu::separator {{ height: 1px; background: {border}; margin: {pad}px; }}
"""


def menu_style(theme: Theme) -> str:
    """Return the style sheet of one menu; set it on the menu itself, never on a window."""
    colours = theme.colours
    return _SHEET.format(
        ground=colours.surface_raised.name(),
        ink=colours.text_primary.name(),
        border=colours.border_default.name(),
        chosen=colours.surface_selected.name(),
        faint=colours.text_disabled.name(),
        pad=theme.px(4),
        wide=theme.px(14),
        radius=theme.px(6),
        height=theme.px(20),
    )
