from pathlib import Path

import pytest

from atom_desktop.core.index import texts as texts_module
from atom_desktop.core.index.text_index import TextIndex
from atom_desktop.core.index.texts import BITE, entered, texts_of
from atom_desktop.model.change import Change, Op
from atom_desktop.model.record import Record
from tests.fakes.vault import VaultInUse


def enter(vault: VaultInUse, rows: list[int]) -> tuple[TextIndex, int]:
    table = TextIndex()
    bites = sum(1 for _ in entered(table, rows, vault.store, vault.index.columns))
    return table, bites


@pytest.mark.parametrize("many", [1, 10_000])
def test_all_texts_are_entered_a_bite_at_a_time(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(texts_module, "MANY", many)
    count = BITE * 2 + 5
    vault.add_many([{"title": f"word{number}"} for number in range(count)])
    table, bites = enter(vault, list(range(count)))
    assert bites == 3
    assert table.rows_with([f"word{count - 1}"]) == [count - 1]
    assert table.documents == count
    table.close()


@pytest.mark.parametrize("many", [1, 10_000])
def test_only_the_rows_asked_for_are_entered(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(texts_module, "MANY", many)
    vault.add_many([{"title": "word"} for _ in range(5)])
    table, bites = enter(vault, [1, 3])
    assert (sorted(table.rows_with(["word"])), bites) == ([1, 3], 1)
    table.close()


@pytest.mark.parametrize("many", [1, 10_000])
def test_a_task_that_has_gone_has_no_text(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(texts_module, "MANY", many)
    task = vault.add(title="word")
    vault.run(Change("task", task.id, Op.ERASE))
    table, _ = enter(vault, [0])
    assert table.rows_with(["word"]) == []
    assert table.pending == set()
    table.close()


def test_a_row_that_no_record_belongs_to_has_no_text(vault: VaultInUse) -> None:
    row = vault.index.columns.put(
        Record(collection="task", id="0" * 26, stamp="1", fields={"title": "word"})
    )
    table, _ = enter(vault, [row])
    assert table.rows_with(["word"]) == []
    table.close()


def test_a_task_that_changes_while_all_are_read_is_left_for_later(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(texts_module, "MANY", 1)
    vault.add_many([{"title": f"old{number}"} for number in range(BITE + 1)])
    table = TextIndex()
    rows = list(range(BITE + 1))
    table.mark(rows)
    going = entered(table, rows, vault.store, vault.index.columns)
    next(going)
    table.mark(rows)
    assert list(going) == [None]
    assert table.rows_with(["old"]) == []
    assert table.pending == set(rows)
    table.close()


def test_texts_are_title_and_notes() -> None:
    fields = {"title": "T", "notes": "N", "priority": 1}
    assert texts_of(Record(collection="task", id="a", stamp="1", fields=fields)) == ("T", "N")
    assert texts_of(Record(collection="task", id="a", stamp="1", fields={"title": 5})) == ("", "")
    assert texts_of(Record(collection="task", id="a", stamp="1", erased="2")) is None
