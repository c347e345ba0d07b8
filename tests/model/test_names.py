import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.names import LONGEST, Names, ends_word

SEVERAL = Names(["Home", "Release", "Release 2.0", "Straße", "Ångström", "C++", "買い物"])


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Home", "Home"),
        ("hOmE", "Home"),
        ("release 2.0", "Release 2.0"),
        ("STRASSE", "Straße"),
        ("ångström", "Ångström"),
        ("買い物", "買い物"),
        ("Hom", None),
        ("Homes", None),
        (" Home", None),
        ("", None),
    ],
)
def test_a_name_is_found_whatever_its_case(said, name):
    assert SEVERAL.exact(said) == name


def test_of_two_names_that_differ_in_case_the_first_is_kept():
    assert Names(["Home", "HOME"]).exact("home") == "Home"


def test_an_empty_name_is_no_name():
    names = Names(["", "Home"])
    assert names.exact("") is None
    assert names.longest(" x", 0) is None


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("Release 2.0 soon", 0, ("Release 2.0", 11)),
        ("Release 2.1 soon", 0, ("Release", 7)),
        ("x release 2.0", 2, ("Release 2.0", 13)),
        ("Release 2.0.", 0, ("Release 2.0", 11)),
        ("Release 2.0!?) x", 0, ("Release 2.0", 11)),
        ("Release 2.05", 0, ("Release", 7)),
        ("Releases", 0, None),
        ("release-x", 0, None),
        ("release/x", 0, None),
        ("STRASSE, then", 0, ("Straße", 7)),
        ("straße", 0, ("Straße", 6)),
        ("c++ x", 0, ("C++", 3)),
        ("c+++ x", 0, None),
        ("買い物 x", 0, ("買い物", 3)),
        ("Home", 4, None),
        ("Home", 9, None),
        ("", 0, None),
    ],
)
def test_the_longest_name_that_ends_at_the_end_of_a_word_wins(text, place, found):
    assert SEVERAL.longest(text, place) == found


def test_a_name_may_end_before_each_closing_mark():
    for mark in '.,;:!?)]}"”»…':
        assert SEVERAL.longest(f"Home{mark} x", 0) == ("Home", 4)
        assert SEVERAL.longest(f"Home{mark}", 0) == ("Home", 4)
        assert SEVERAL.longest(f"Home{mark}x", 0) is None


def test_without_names_nothing_is_found():
    assert Names().longest("Home", 0) is None
    assert Names().exact("Home") is None


def test_a_name_of_unreasonable_length_is_found_only_in_full():
    name = "x" * (LONGEST + 1)
    assert Names([name]).exact(name) == name
    assert Names([name]).longest(name, 0) is None
    assert Names([name[1:]]).longest(name[1:], 0) == (name[1:], LONGEST)


@given(name=st.text(min_size=1, max_size=12), before=st.text(max_size=4))
def test_every_name_is_found_where_it_stands_alone(name, before):
    found = Names([name]).longest(f"{before} {name} and more", len(before) + 1)
    assert found is not None
    assert found[1] == len(before) + 1 + len(name)


@given(names=st.lists(st.text(max_size=6)), text=st.text(max_size=30), place=st.integers(0, 30))
def test_what_is_found_is_an_existing_name_that_stands_there(names, text, place):
    found = Names(names).longest(text, place)
    if found is not None:
        name, end = found
        assert name in names
        assert text[place:end].casefold() == name.casefold()
        assert ends_word(text, end)


@pytest.mark.parametrize(
    ("text", "end", "ends"),
    [
        ("ab", 2, True),
        ("ab cd", 2, True),
        ("ab\ncd", 2, True),
        ("ab\u3000cd", 2, True),
        ("ab...", 2, True),
        ("ab). cd", 2, True),
        ("abc", 2, False),
        ("ab.c", 2, False),
        ("ab-c", 2, False),
        ("ab" + "." * 8, 2, True),
        ("ab" + "." * 9, 2, False),
    ],
)
def test_a_word_ends_at_a_space_or_at_a_little_punctuation_and_a_space(text, end, ends):
    assert ends_word(text, end) is ends
