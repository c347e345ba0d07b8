import json

import msgspec
import pytest
from PySide6.QtGui import QColor

from atom_desktop.gui.resources import find_resources
from atom_desktop.gui.theme.tokens import Colours, read_tokens

FILE = find_resources() / "tokens.json"
TEXTS = ("text_primary", "text_secondary", "text_tertiary", "due_overdue", "due_today", "due_week")
GROUNDS = ("surface_base", "surface_hover", "surface_selected", "surface_window")


def luminance(colour):
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_every_colour_of_the_file_has_its_field(tokens):
    named = json.loads(FILE.read_text("utf-8"))["color"]
    fields = {field.encode_name for field in msgspec.structs.fields(Colours)}
    assert fields == set(named["light"]) == set(named["dark"])


def test_a_colour_is_the_one_of_the_file(tokens):
    assert tokens.color.light.surface_selected_inactive.name() == "#ecedf0"
    assert tokens.color.dark.accent_base.name() == "#8ba8ff"
    assert tokens.hue["teal"].dark.dot.name() == "#4fc0bf"


def test_the_transparent_part_comes_last_in_the_file_and_first_in_qt(tokens):
    scrim = tokens.color.light.scrim
    assert (scrim.name(), scrim.alpha()) == ("#141619", 0x3D)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_can_be_read_on_every_ground(tokens, scheme, text, ground):
    colours = getattr(tokens.color, scheme)
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_can_be_told_from_every_ground(tokens, scheme):
    colours = getattr(tokens.color, scheme)
    marks = [colours.priority_p1, colours.priority_p2, colours.priority_p3, colours.priority_p4]
    marks += [getattr(hue, scheme).dot for hue in tokens.hue.values()]
    for ground in (colours.surface_base, colours.surface_selected):
        assert min(contrast(mark, ground) for mark in marks) >= 3.0


@pytest.mark.parametrize("wrong", ['"red"', "7"])
def test_what_is_no_colour_is_refused(tmp_path, wrong):
    text = FILE.read_text("utf-8").replace('"#F6F6F7"', wrong, 1)
    (tmp_path / "tokens.json").write_text(text, "utf-8")
    with pytest.raises(msgspec.ValidationError, match="not a colour"):
        read_tokens(tmp_path / "tokens.json")


def test_white_stays_white():
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21)
