import pytest
from PySide6.QtGui import QColor

from atom_desktop.gui import icons as module
from atom_desktop.gui.icons import Glyph, Icons, lucide_archive
from atom_desktop.gui.resources import find_resources

RED = QColor("#ff0000")


@pytest.fixture
def icons(qapp):
    return Icons(find_resources())


def strongest(pixmap):
    """Return the most opaque colour of a picture."""
    image = pixmap.toImage()
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return max((image.pixelColor(x, y) for x, y in points), key=lambda colour: colour.alpha())


@pytest.mark.parametrize("glyph", list(Glyph))
def test_every_icon_that_is_named_can_be_drawn(icons, glyph):
    assert strongest(icons.pixmap(glyph, 16, RED)).alpha() > 128


def test_an_icon_has_the_colour_it_was_asked_for(icons):
    assert strongest(icons.pixmap(Glyph.CALENDAR, 24, RED)).name() == "#ff0000"


def test_a_dense_screen_gets_more_dots_for_the_same_size(icons):
    pixmap = icons.pixmap(Glyph.CLOCK, 16, RED, 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (32, 2.0)
    assert pixmap.deviceIndependentSize().width() == 16


def test_an_icon_is_drawn_once(icons):
    first = icons.pixmap(Glyph.FLAG, 16, RED)
    assert icons.pixmap(Glyph.FLAG, 16, RED).cacheKey() == first.cacheKey()
    assert icons.pixmap(Glyph.FLAG, 16, QColor("#00ff00")).cacheKey() != first.cacheKey()


def test_the_icons_kept_do_not_grow_without_end(icons, monkeypatch):
    monkeypatch.setattr(module, "_MOST", 3)
    for red in range(10):
        icons.pixmap(Glyph.FLAG, 8, QColor(red, 0, 0))
    assert len(icons._kept) <= 3


def test_the_mark_is_drawn_in_the_colour_of_the_theme(icons):
    assert strongest(icons.mark(32, RED)).name() == "#ff0000"


def test_a_button_gets_an_icon(icons):
    assert not icons.icon(Glyph.SEARCH, 16, RED).pixmap(16, 16).isNull()


def test_the_window_has_an_icon(icons):
    assert not icons.app_icon().pixmap(64, 64).isNull()


@pytest.mark.parametrize("state", ["", "locked", "attention", "offline", "listening"])
@pytest.mark.parametrize("light_bar", [True, False])
def test_the_tray_has_an_icon_for_each_state_and_bar(icons, state, light_bar):
    pixmap = icons.tray_icon(state, light_bar=light_bar).pixmap(22, 22)
    assert strongest(pixmap).lightness() < 128 or not light_bar
    assert strongest(pixmap).alpha() == 255


def test_the_set_of_icons_is_missed_by_name(monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda _name: None)
    with pytest.raises(ModuleNotFoundError, match="lucide"):
        lucide_archive()


def test_the_line_icons_can_be_read_beforehand(icons: Icons, monkeypatch) -> None:
    icons.read()
    monkeypatch.setattr("atom_desktop.gui.icons.lucide_archive", lambda: 1 / 0)
    assert not icons.pixmap(Glyph.ADD, 16, QColor("red")).isNull()
