"""A thin scroll bar without arrows: the one thing that is easier said in a style sheet."""

from atom_desktop.gui.theme.theme import Theme

_SHEET = """
QScrollBar:vertical {{ background: {ground}; width: {width}px; margin: 0; border: none; }}
QScrollBar::handle:vertical {{
    background: {handle}; min-height: {least}px; border-radius: {radius}px; margin: {inset}px;
}}
QScrollBar::handle:vertical:hover {{ background: {hovered}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
"""


def scroll_bar_style(theme: Theme) -> str:
    """Return the style sheet of one scroll bar; set it on the bar itself, never on a window."""
    width, inset = theme.px(12), theme.px(2)
    return _SHEET.format(
        ground=theme.colours.surface_base.name(),
        handle=theme.colours.border_default.name(),
        hovered=theme.colours.border_control.name(),
        width=width,
        inset=inset,
        radius=(width - 2 * inset) // 2,
        least=theme.px(36),
    )
