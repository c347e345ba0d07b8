import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.cli.text import (
    Column,
    cells,
    counted,
    cut,
    harmless,
    padded,
    table_line,
    table_widths,
)

COLUMNS = (Column("id"), Column("p"), Column("title", flexible=True), Column("due", right=True))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Buy milk", "Buy milk"),
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("two\nlines\tand tab", "two↵lines and tab"),
        ("\x9b31m", "\N{REPLACEMENT CHARACTER}31m"),
        ("del\x7f", "del␡"),
        ("\u202egnp.exe", "\N{REPLACEMENT CHARACTER}gnp.exe"),
        ("half \ud800", "half \N{REPLACEMENT CHARACTER}"),
        ("café 東京 👩‍💻", "café 東京 👩‍💻"),
        ("a\u2028b", "a↵b"),
    ],
)
def test_text_commands_no_terminal(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_notes_keep_their_lines() -> None:
    assert harmless("one\ntwo\x1b", lines=True) == "one\ntwo␛"


@given(st.text())
def test_nothing_harmful_is_left_in_any_text(text: str) -> None:
    shown = harmless(text)
    assert not any(ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0 for letter in shown)
    shown.encode()


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("東京", 4), ("e\u0301", 1), ("👍", 2), ("", 0), ("a\u200db", 2)],
)
def test_text_is_measured_in_cells(text: str, width: int) -> None:
    assert cells(text) == width


@given(st.text(), st.integers(min_value=0, max_value=30))
def test_cut_text_fits(text: str, width: int) -> None:
    shown = harmless(text)
    assert cells(cut(shown, width)) <= width
    if cells(shown) <= width:
        assert cut(shown, width) == shown


def test_a_wide_letter_that_does_not_fit_whole_is_left_out() -> None:
    assert cut("東京都", 4) == "東…"


def test_text_is_padded_by_cells_on_either_side() -> None:
    assert padded("東", 4) == "東  "
    assert padded("7", 3, right=True) == "  7"


def test_columns_that_give_way_make_the_line_fit() -> None:
    rows = [("abcd", "1", "a very long title that goes on and on", "tomorrow")]
    widths = table_widths(COLUMNS, rows, 40)
    line = "".join(table_line(COLUMNS, rows[0], widths))
    assert cells(line) == 40
    assert line == "abcd  1  a very long title th…  tomorrow"


def test_an_empty_column_takes_no_room() -> None:
    rows = [("abcd", "", "short", "")]
    widths = table_widths(COLUMNS, rows, 40)
    assert "".join(table_line(COLUMNS, rows[0], widths)) == "abcd  short"


def test_two_flexible_columns_share_what_has_to_go() -> None:
    columns = (Column("a", flexible=True), Column("b", flexible=True))
    rows = [("x" * 50, "y" * 30)]
    assert table_widths(columns, rows, 42) == [20, 20]


def test_a_line_too_narrow_keeps_the_least() -> None:
    columns = (Column("a", flexible=True), Column("b"))
    assert table_widths(columns, [("x" * 50, "y" * 30)], 20) == [8, 30]


@given(
    st.lists(st.tuples(*[st.text(max_size=40)] * 4), min_size=1, max_size=5),
    st.integers(min_value=60, max_value=120),
)
def test_every_line_of_a_table_has_the_same_places(rows: list[tuple[str, ...]], width: int) -> None:
    shown = [tuple(harmless(cell) for cell in row) for row in rows]
    widths = table_widths(COLUMNS, shown, width)
    starts = [[cells(part) for part in table_line(COLUMNS, row, widths)[:-1]] for row in shown]
    longest = max(starts, key=len)
    assert all(line == longest[: len(line)] for line in starts)


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 tasks"), (1, "1 task"), (2, "2 tasks"), (1234, "1,234 tasks")]
)
def test_a_number_of_things_is_counted_in_words(number: int, words: str) -> None:
    assert counted(number, "task") == words
