"""Whoever acts on what a query finds gets all of it, also while texts are being entered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from atom_desktop.core.actions.registry import all_commands
from atom_desktop.core.index import index as index_module
from atom_desktop.core.index import rows as rows_module
from atom_desktop.core.index.index import USUAL
from atom_desktop.model.query.nodes import Query, Text
from tests.fakes.vault import VaultInUse, open_vault

COUNT = 60
WORD = Query(where=Text(("dentist",)))


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VaultInUse]:
    """A vault that counts as large, in which every text has a word that no title has."""
    monkeypatch.setattr(index_module, "MANY", 10)
    for module in (index_module, rows_module):
        monkeypatch.setattr(module, "FEW_PENDING", 5)
    with open_vault(tmp_path) as opened:
        opened.add_many(
            [{"title": f"Task {number}", "notes": "ask the dentist"} for number in range(COUNT)]
        )
        yield opened


def enter(vault: VaultInUse, count: int) -> None:
    vault.index.load_text()
    vault.index.text.mark(range(COUNT))
    vault.index.text.enter(list(range(count)), vault.index.text_of)


@pytest.mark.parametrize("entered", [0, 1, 30, COUNT])
def test_counting_and_listing_are_exact_at_every_moment(vault: VaultInUse, entered: int) -> None:
    enter(vault, entered)
    assert vault.index.count(WORD) == COUNT
    assert vault.index.page(WORD).total == COUNT
    assert len(vault.index.plain_rows(WORD)) == COUNT
    assert len(vault.index.view(WORD)) == COUNT


def test_a_command_completes_all_that_match(vault: VaultInUse) -> None:
    enter(vault, 20)
    answer = all_commands().run("task.done", {"query": "dentist"}, vault.context())
    assert isinstance(answer, dict)
    assert answer["changed"] == COUNT
    assert vault.index.count(USUAL) == 0


def test_after_many_changes_the_count_is_still_right(vault: VaultInUse) -> None:
    enter(vault, COUNT)
    run = all_commands().run
    run("task.done", {"query": "dentist"}, vault.context())
    run("history.undo", {}, vault.context())
    assert run("task.count", {"query": "dentist"}, vault.context()) == {"count": COUNT}
    vault.reopen()
    assert run("task.count", {"query": "dentist"}, vault.context()) == {"count": COUNT}


def test_somebody_who_types_sees_titles_at_once(vault: VaultInUse) -> None:
    enter(vault, 1)
    assert len(vault.index.view(WORD, hasty=True)) < COUNT
    assert len(vault.index.view(Query(where=Text(("task",))), hasty=True)) == COUNT
