"""What a condition on one row is asked of."""

import msgspec
import pytest

from atom_desktop.core.index import rows as rows_module
from atom_desktop.core.index.text_index import TextIndex
from atom_desktop.model.query.nodes import Phrase, Text, TextField
from tests.fakes.vault import VaultInUse

TITLES = ("buy milk", "Milk, then bread", "STRASSE", "nothing")


@pytest.fixture
def filled(vault: VaultInUse) -> VaultInUse:
    vault.add_many([{"title": title, "notes": "some bread"} for title in TITLES])
    return vault


def enter(vault: VaultInUse, rows: list[int]) -> None:
    vault.index.load_text()
    vault.index.text.enter(rows, vault.index.text_of)
    vault.index.text.mark(set(range(len(TITLES))) - set(rows))


NODES = [
    (Text(("milk",)), {0, 1}),
    (Text(("mil", "bre")), {0, 1}),
    (Text(("bread",), TextField.TITLE), {1}),
    (Text(("bread",), TextField.NOTES), {0, 1, 2, 3}),
    (Text(("milk",), TextField.NOTES), set()),
    (Text(("straße",)), {2}),
    (Text(("…",)), {0, 1, 2, 3}),
    (Text(()), {0, 1, 2, 3}),
    (Phrase("milk then"), {1}),
    (Phrase("then milk"), set()),
    (Phrase("buy milk", TextField.TITLE), {0}),
    (Phrase("milk some"), set()),
    (Phrase("…"), set()),
]


@pytest.mark.parametrize("entered", [None, [], [0], [0, 1, 2, 3]])
@pytest.mark.parametrize(("node", "found"), NODES)
def test_words_are_found_however_many_texts_are_in_the_index(
    filled: VaultInUse, entered: list[int] | None, node: Text | Phrase, found: set[int]
) -> None:
    if entered is not None:
        enter(filled, entered)
    ground = filled.index.ground()
    assert set(ground.rows_with_text(node)) == found
    assert {row for row in range(len(TITLES)) if ground.matches(node, row)} == found
    assert ground.indexed == bool(entered)


def test_while_many_texts_are_to_be_entered_titles_are_looked_at_literally(
    filled: VaultInUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_module, "FEW_PENDING", 1)
    enter(filled, [0])
    ground = msgspec.structs.replace(filled.index.ground(), hasty=True)
    assert sorted(ground.rows_with_text(Text(("MILK",)))) == [0, 1]
    assert sorted(ground.rows_with_text(Text(("milk", "bread")))) == [0, 1]
    assert ground.rows_with_text(Text(("some",))) == [0]
    assert ground.rows_with_text(Phrase("milk, then")) == [1]
    filled.run(*_erased(filled, 1))
    assert filled.index.ground().rows_with_text(Text(("then",))) == []


def _erased(vault: VaultInUse, row: int):
    from atom_desktop.model.change import Change, Op

    return [Change("task", vault.index.columns.id_of(row), Op.ERASE)]


def test_a_row_without_a_task_has_no_words(filled: VaultInUse) -> None:
    filled.run(*_erased(filled, 0))
    assert not filled.index.ground().matches(Text(()), 0)


def test_days_begin_at_midnight(vault: VaultInUse) -> None:
    ground = vault.index.ground()
    assert ground.now - ground.today == 9 * 60 + 30
    assert ground.wall_to_ms(ground.now) == vault.clock.now_ms()


def test_what_waits_for_what_is_read_once(vault: VaultInUse) -> None:
    first = vault.add(title="first")
    second = vault.add(title="second", depends_on=[first.id, "0" * 26], parent=first.id)
    vault.add(title="third", depends_on=["0" * 26], parent="0" * 26)
    ground = vault.index.ground()
    row = vault.index.columns.row_of
    assert ground.blocked == {row(second.id)}
    assert ground.blocking == {row(first.id)}
    assert ground.with_subtasks == {row(first.id)}
    vault.set(first, trashed="2026-11-24T08:00:00Z")
    assert ground.blocked == {row(second.id)}
    assert msgspec.structs.replace(ground).blocked == frozenset()


def test_a_ground_without_an_index_reads_every_text(filled: VaultInUse) -> None:
    ground = msgspec.structs.replace(filled.index.ground(), text=TextIndex())
    assert not ground.indexed
    assert ground.rows_with_text(Text(("buy",))) == [0]


def test_a_hasty_ground_without_an_index_looks_at_titles_alone(filled: VaultInUse) -> None:
    ground = msgspec.structs.replace(
        filled.index.ground(), text=TextIndex(), hasty=True, text_of=lambda _: None
    )
    assert ground.rows_with_text(Text(("buy",))) == [0]
    assert ground.rows_with_text(Text(("some",))) == []


def test_a_command_gets_an_exact_answer_however_many_texts_are_to_be_entered(
    filled: VaultInUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_module, "FEW_PENDING", 1)
    enter(filled, [0])
    assert sorted(filled.index.ground().rows_with_text(Text(("some",)))) == [0, 1, 2, 3]
