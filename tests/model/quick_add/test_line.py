import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.quick_add.line import literal_characters, split_notes, title_without
from tests.model.effort import IN_STEP, growth
from tests.model.quick_add.lines import lines


def marks(text):
    return "".join(map(str, literal_characters(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("abc", "000"),
        ('a "b" c', "0011100"),
        ("“b” c", "11100"),
        ("«b» c", "11100"),
        ("„b“ c", "11100"),
        ('""', "11"),
        ('"a" "b"', "1110111"),
        ('#"a"', "0111"),
        ('a" b', "0000"),
        ('"a“b"', "11111"),
        ("“a", "00"),
        ("a” b", "0000"),
        ("'a'", "000"),
        ("\\#a", "210"),
        ("\\\\#a", "2100"),
        ("\\a", "00"),
        ("\\ a", "000"),
        ("\\", "0"),
        ('\\"a"', "2100"),
        ('"\\#"', "1111"),
        ('“a "b" c” "', "11111111100"),
    ],
)
def test_quotes_in_pairs_and_a_backslash_make_characters_text(text, expected):
    assert marks(text) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a // b", 1),
        (" // b", 0),
        ("a // b // c", 1),
        ('"a // b" // c', 8),
        ('#"a // b"', None),
        ("a//b", None),
        ("a //b", None),
        ("http://b", None),
        ("a //", None),
        ("a \\// b", None),
        ("a\t//\nb", 1),
        ("", None),
    ],
)
def test_notes_begin_behind_two_slashes_between_spaces_outside_quotes(text, place):
    assert split_notes(text, literal_characters(text)) == place


@pytest.mark.parametrize(
    ("text", "gone", "title"),
    [
        ("Buy milk", [], "Buy milk"),
        ("  Buy \t milk\n", [], "Buy milk"),
        ("Buy X milk", ["X"], "Buy milk"),
        ("X Buy milk", ["X"], "Buy milk"),
        ("Buy milk X", ["X"], "Buy milk"),
        ("Buy milk, X", ["X"], "Buy milk"),
        ("Buy milk: X, Y", ["X", "Y"], "Buy milk"),
        ("X, buy milk", ["X"], "buy milk"),
        ("X: buy milk", ["X"], "buy milk"),
        ("Buy X, then Y.", ["X", "Y"], "Buy, then."),
        ("Buy, X, then", ["X"], "Buy, then"),
        ("Call ann, X.", ["X"], "Call ann."),
        ("Really X?", ["X"], "Really?"),
        ("X Y", ["X", "Y"], ""),
        ("X,", ["X"], ""),
        (", a ;", [], ", a ;"),
        ("a\x00b\x1fc\x85d\u2028e", [], "a b c d e"),
        ("\\#a", [], "#a"),
        ("\\\\#a", [], "\\#a"),
        ("C:\\dir\\*.txt", [], "C:\\dir*.txt"),
        ('"\\#a" X', ["X"], '"\\#a"'),
        ("a \\", [], "a \\"),
        ("", [], ""),
    ],
)
def test_a_title_is_what_is_left_put_together_tidily(text, gone, title):
    spans = [(text.index(one), text.index(one) + len(one)) for one in gone]
    assert title_without(text, spans) == title


@given(text=lines)
def test_a_title_is_one_line_without_spaces_around_it(text):
    title = title_without(text, [])
    assert title == title.strip()
    assert "\n" not in title
    assert "  " not in title


@given(text=st.text(st.characters(categories=["L", "N"]) | st.just(" "), max_size=30))
def test_plain_words_are_left_as_they_are(text):
    assert title_without(text, []).split() == text.split()
    assert not any(literal_characters(text))


@given(text=lines)
def test_every_character_has_its_mark(text):
    marked = literal_characters(text)
    assert len(marked) == len(text)
    assert all(text[place] == "\\" for place, mark in enumerate(marked) if mark == 2)


@pytest.mark.parametrize(
    "piece", ['"', "“", "„“", "\\#", '\\"', '"a" ', " // ", "a ", ", ", "\x00"]
)
def test_long_lines_take_no_longer_than_their_length(piece):
    def read(text):
        split_notes(text, literal_characters(text))
        title_without(text, [(0, 1), (len(text) - 1, len(text))])

    assert growth(read, piece) < IN_STEP
