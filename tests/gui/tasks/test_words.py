from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from atom_desktop.gui.tasks.words import (
    NOTHING_TO_SAY,
    ListWords,
    empty_words,
    no_match_words,
    paint_words,
    reading_words,
)


def painted(words, theme):
    image = QImage(500, 300, QImage.Format.Format_RGB32)
    image.fill(theme.colours.surface_base)
    blank = image.copy()
    painter = QPainter(image)
    paint_words(painter, QRect(0, 0, 500, 300), words, theme)
    painter.end()
    return image != blank


def test_words_are_seen(theme):
    assert painted(empty_words(), theme)
    assert not painted(NOTHING_TO_SAY, theme)


def test_what_was_typed_is_said_again():
    assert "“invoce”" in no_match_words("  invoce ").said
    assert len(no_match_words("x" * 1000).said) < 200


def test_an_empty_list_says_what_to_do():
    assert "Press Q" in empty_words().hint


def test_reading_says_how_far_it_is():
    assert reading_words().spoken == "Reading your tasks."
    assert reading_words(40, 120).spoken == "Reading your tasks. 40 of 120."


def test_words_are_heard_as_one_text():
    assert ListWords("One.", "Two.").spoken == "One. Two."
    assert ListWords("One.").spoken == "One."
