from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.query.problem import QueryError
from atom_desktop.model.query.scanner import QUOTES, Scanner

texts = st.text(max_size=15) | st.text(st.sampled_from('ab (),"“”«<=>!:-#@é'), max_size=15)
MOVES = [
    Scanner.keyword,
    Scanner.take_comparison,
    Scanner.take_quoted,
    Scanner.take_word,
    Scanner.take_free_word,
    Scanner.take_field,
    lambda scanner: scanner.take_keyword("a", "ab"),
    lambda scanner: scanner.take_symbol("("),
]


@given(text=texts, moves=st.lists(st.sampled_from(MOVES), max_size=8))
def test_a_scanner_only_moves_forward_and_never_stops_at_a_space(text, moves):
    scanner = Scanner(text)
    for move in moves:
        before = scanner.place
        with suppress(QueryError):
            move(scanner)
        assert before <= scanner.place <= len(text)
        assert scanner.at_end or not scanner.symbol.isspace()


@given(text=texts)
def test_taking_words_and_symbols_in_turn_reaches_the_end(text):
    scanner = Scanner(text)
    while not scanner.at_end:
        before = scanner.place
        _ = scanner.take_free_word() or scanner.take_symbol(scanner.symbol)
        assert scanner.place > before


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("due", "due"),
        ("  DUE before", "due"),
        ("due<3", "due"),
        ("due)", "due"),
        ("due,", "due"),
        ("open-ended x", "open-ended"),
        ("title:x", ""),
        ("due2", ""),
        ("dué", ""),
        ("é", ""),
        ("2due", ""),
        ("(", ""),
        ("", ""),
    ],
)
def test_a_keyword_is_a_plain_word_and_looking_does_not_move(text, word):
    scanner = Scanner(text)
    place = scanner.place
    assert scanner.keyword() == word
    assert scanner.place == place


def test_a_keyword_is_taken_only_if_it_is_one_of_those():
    scanner = Scanner("Before friday")
    assert scanner.take_keyword("after", "on") == ""
    assert scanner.place == 0
    assert scanner.take_keyword("after", "before") == "before"
    assert scanner.symbol == "f"


@pytest.mark.parametrize("sign", ["=", "!=", "<", "<=", ">", ">=", ":"])
def test_each_comparison_is_taken_whole(sign):
    scanner = Scanner(f"{sign} x")
    assert scanner.take_comparison() == sign
    assert scanner.symbol == "x"


@pytest.mark.parametrize("text", ["!", "x=", "", "~", "≤"])
def test_what_is_no_comparison_is_left(text):
    scanner = Scanner(text)
    assert scanner.take_comparison() == ""
    assert scanner.place == 0


@pytest.mark.parametrize(("opening", "closing"), QUOTES.items())
def test_each_kind_of_quote_ends_with_its_own_counterpart(opening, closing):
    scanner = Scanner(f"{opening} a (b) {closing} c")
    assert scanner.take_quoted() == " a (b) "
    assert scanner.symbol == "c"


@pytest.mark.parametrize(("opening", "closing"), QUOTES.items())
def test_a_quote_without_an_end_is_marked_to_the_end_of_the_text(opening, closing):
    scanner = Scanner(f"a {opening}b c")
    scanner.take_word()
    with pytest.raises(QueryError, match="no end") as caught:
        scanner.take_quoted()
    assert (caught.value.start, caught.value.end) == (2, 6)
    assert scanner.place == 2


def test_a_quote_may_be_empty_and_where_none_begins_there_is_none():
    assert Scanner('""').take_quoted() == ""
    assert Scanner("a").take_quoted() is None
    assert Scanner("").take_quoted() is None


@pytest.mark.parametrize(
    ("text", "word"),
    [("ab cd", "ab"), ("ab,cd", "ab"), ("ab(c", "ab"), ("a-b/c.d", "a-b/c.d"), ("a=b", "a"),
     ("a:b", "a:b"), ('a"b', "a"), ("a”b", "a”b"), ("=", ""), ("(", ""), ("", "")],
)  # fmt: skip
def test_a_word_ends_at_spaces_brackets_quotes_and_comparisons(text, word):
    assert Scanner(text).take_word() == word


@pytest.mark.parametrize(
    ("text", "word"),
    [("a<b c", "a<b"), ("a,b!", "a,b!"), ("=x", "=x"), ("a)b", "a"), ("a“b", "a"), ('"', ""),
     ("", "")],
)  # fmt: skip
def test_a_free_word_goes_on_over_comparisons(text, word):
    assert Scanner(text).take_free_word() == word


@pytest.mark.parametrize(
    ("text", "field"),
    [("due friday", "due"), ("DUE=1", "due"), ("due!=1", "due"), ("due:x", "due"), ("due", ""),
     ("due2 x", ""), ("due)", ""), ("é x", ""), ("", "")],
)  # fmt: skip
def test_a_field_is_a_plain_word_with_something_behind_it(text, field):
    assert Scanner(text).take_field() == field


def test_a_symbol_is_taken_only_where_it_stands():
    scanner = Scanner(" (a")
    assert not scanner.take_symbol("")
    assert not scanner.take_symbol(")")
    assert scanner.take_symbol("(")
    assert scanner.symbol == "a"


@pytest.mark.parametrize(
    ("text", "marked"), [("abc d", "abc"), ("(x", "("), (", x", ","), ("", ""), ("  ", "")]
)
def test_a_problem_marks_the_word_or_the_symbol_at_this_place(text, marked):
    error = Scanner(text).problem("No.", "Try.")
    assert text[error.start : error.end] == marked
    assert (error.message, error.hint) == ("No.", "Try.")
