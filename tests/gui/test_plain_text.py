"""A title cannot turn the words around it."""

from atom_desktop.gui.plain_text import straight


def test_what_turns_the_direction_becomes_a_sign() -> None:
    assert straight("pay \u202egnp.exe") == "pay \ufffdgnp.exe"
    assert straight("\u2066a\u2069") == "\ufffda\ufffd"


def test_languages_from_right_to_left_stay_as_they_are() -> None:
    hebrew = "\u05e9\u05dc\u05d5\u05dd\u200f!"
    assert straight(hebrew) == hebrew
    assert straight("plain") == "plain"
