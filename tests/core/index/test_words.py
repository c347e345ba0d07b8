import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.index.words import has_prefixes, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  …!? ", []),
        ("Buy 2 Milk-bottles", ["buy", "2", "milk", "bottles"]),
        ("snake_case", ["snake", "case"]),
        ("Café NAÏVE", ["cafe", "naive"]),
        ("Straße", ["strasse"]),
        ("ﬁnd ℡ Ⅻ", ["find", "tel", "xii"]),
        ("İstanbul", ["istanbul"]),
        ("東京へ", ["東", "京", "へ"]),
        ("a東b", ["a", "東", "b"]),
        ("㍿", ["株", "式", "会", "社"]),
        ("𠮷野", ["𠮷", "野"]),
        ("Αθήνα", ["αθηνα"]),
    ],
)
def test_text_is_taken_apart_into_plain_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.text())
def test_words_of_words_are_the_same_words(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words


@given(st.text())
def test_the_case_of_a_text_does_not_matter(text: str) -> None:
    assert words_of(text.casefold()) == words_of(text)


@given(st.text(string.printable))
def test_plain_text_goes_the_short_way_to_the_same_words(text: str) -> None:
    assert words_of(text) == words_of(f"{text} é")[:-1]


def test_each_prefix_begins_some_word() -> None:
    assert has_prefixes(["milk", "bread"], ["br", "mi"])
    assert not has_prefixes(["milk"], ["mi", "br"])
    assert not has_prefixes(["milk"], ["ilk"])
    assert has_prefixes([], [])
