from PySide6.QtWidgets import QScrollBar

from atom_desktop.gui.theme.scroll_bar import scroll_bar_style


def test_a_scroll_bar_is_as_thin_as_the_design_says(qtbot, theme):
    bar = QScrollBar()
    qtbot.addWidget(bar)
    bar.setStyleSheet(scroll_bar_style(theme))
    assert bar.sizeHint().width() == theme.px(12)


def test_light_and_dark_differ(theme, dark_theme):
    assert scroll_bar_style(theme) != scroll_bar_style(dark_theme)
