"""Whatever was entered, changed and looked for, the table answers as a plain search would."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.index import text_index
from atom_desktop.core.index.text_index import TextIndex
from atom_desktop.core.index.words import has_prefixes, words_of

Texts = dict[int, tuple[str, str] | None]

words = st.one_of(
    st.sampled_from(["milk", "Milch", "straße", "東京", "naïve", "x_y", "ﬁ", "İ", '"q"', "a*b"]),
    st.text(max_size=4),
)
texts = st.lists(words, max_size=4).map(" ".join)
moves = st.lists(
    st.tuples(
        st.sampled_from(["change", "change", "enter"]),
        st.integers(0, 5),
        st.none() | st.tuples(texts, texts),
    ),
    max_size=12,
)


def naive(held: Texts, prefixes: list[str], column: str) -> set[int]:
    wanted = [one for prefix in prefixes for one in words_of(prefix)]
    found = set()
    for row, text in held.items():
        if text is not None and wanted:
            parts = {"title": text[:1], "notes": text[1:], "": text}[column]
            if has_prefixes([one for part in parts for one in words_of(part)], wanted):
                found.add(row)
    return found


@pytest.fixture
def table() -> Iterator[TextIndex]:
    made = TextIndex()
    yield made
    made.close()


@given(moves, st.lists(words, min_size=1, max_size=2), st.sampled_from(["", "title", "notes"]))
def test_the_table_answers_as_a_plain_search_at_any_time(moved, prefixes, column) -> None:
    table, held = TextIndex(), Texts()
    for move, row, text in moved:
        if move == "change":
            held[row] = text
            table.mark([row])
        else:
            table.enter([row] if row in held else [], held.get)
        found, pending = table.found(prefixes, column)
        assert len(found) == len(set(found))
        entered = {one: text for one, text in held.items() if one not in pending}
        assert set(found) == naive(entered, prefixes, column)
        assert set(pending) == table.pending
    kept = TextIndex()
    *numbers, pending = table.kept()
    kept.adopt(*numbers)
    kept.mark(pending)
    assert kept.found(prefixes, column) == table.found(prefixes, column)
    assert kept.stale == table.stale
    kept.close()
    table.close()


def test_a_text_that_changes_while_it_is_read_is_still_to_be_entered(table: TextIndex) -> None:
    held: Texts = {0: ("old", ""), 1: ("other", "")}

    def change_meanwhile(row: int) -> tuple[str, str] | None:
        read = held[row]
        if row == 0:
            held[0] = ("new", "")
            table.mark([0])
        return read

    table.mark([0, 1])
    table.enter([0, 1], change_meanwhile)
    assert table.pending == {0}
    assert table.rows_with(["old"]) == []
    assert table.rows_with(["oth"]) == [1]
    table.enter([0], held.get)
    assert (table.rows_with(["new"]), table.pending) == ([0], set())


def test_texts_that_were_not_announced_are_not_taken(table: TextIndex) -> None:
    table.put([(3, ("stranger", ""))])
    assert table.rows_with(["stranger"]) == []
    assert not table.entered(3)


def test_a_row_without_a_task_is_in_no_answer(table: TextIndex) -> None:
    table.enter([0], lambda row: ("milk", ""))
    assert table.entered(0)
    table.enter([0], lambda row: None)
    assert table.rows_with(["milk"]) == []
    assert not table.entered(0)


def test_nothing_asked_finds_nothing(table: TextIndex) -> None:
    table.enter([0], lambda row: ("milk", ""))
    assert table.rows_with([]) == []
    assert table.rows_with(["…"]) == []


def test_a_table_with_many_old_texts_is_stale(
    table: TextIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_index, "FEW_STALE", 2)
    rows = list(range(8))
    table.enter(rows, lambda row: ("one", ""))
    assert (table.documents, table.stale) == (8, False)
    table.enter(rows[:2], lambda row: ("two", ""))
    assert not table.stale
    table.enter(rows[:1], lambda row: ("three", ""))
    assert table.stale
    assert table.documents == 11
