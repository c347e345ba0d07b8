"""What was kept is taken back as it was, or not at all."""

from datetime import UTC

import pytest

from atom_desktop.core.index import cache
from atom_desktop.core.index.index import Index
from atom_desktop.core.index.text_index import TextIndex
from atom_desktop.store.sealed_folder import SealedFolder
from tests.fakes.task_world import furnish
from tests.fakes.vault import BERLIN, VaultInUse


@pytest.fixture
def filled(vault: VaultInUse) -> VaultInUse:
    furnish(vault)
    vault.add(title="Süße Sache", due={"date": "2026-11-24"}, labels=["a", "b"])
    parent = vault.add(title="Parent", project="p", section="s")
    vault.add(title="Child", parent=parent.id, depends_on=[parent.id])
    vault.index.enter_texts(lambda: False, lambda _: None)
    assert vault.index.save(text=True)
    return vault


def content(folder: SealedFolder, name: str) -> bytes:
    found = folder.read(name)
    assert found is not None
    return bytes(found)


def test_columns_and_names_are_taken_back_as_they_were(filled: VaultInUse) -> None:
    found = cache.load_columns(filled.store.caches, BERLIN)
    assert found is not None
    head, columns, names = found
    before = filled.index.columns
    assert names.held == filled.index.names.held
    assert (head.count, head.gone, head.total) == (3, 0, 3)
    assert [columns.id_of(row) for row in range(3)] == [before.id_of(row) for row in range(3)]
    assert [columns.title(row) for row in range(3)] == ["Süße Sache", "Parent", "Child"]
    for name in columns.cells:
        assert columns.cells[name].tolist() == before.cells[name][:3].tolist()
    assert (columns.parents, columns.depends) == (before.parents, before.depends)
    assert columns.label_ids(0) == ["a", "b"]
    assert columns.row_of(before.id_of(1)) == 1


def test_columns_of_another_zone_are_not_taken(filled: VaultInUse) -> None:
    assert cache.load_columns(filled.store.caches, UTC) is None


def test_a_zone_has_a_name_whatever_kind_it_is() -> None:
    assert (cache.zone_name(BERLIN), cache.zone_name(UTC)) == ("Europe/Berlin", "UTC")


def test_nothing_kept_is_nothing_taken(vault: VaultInUse) -> None:
    assert cache.load_columns(vault.store.caches, BERLIN) is None
    assert cache.load_text(vault.store.caches, TextIndex(), "") is None


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: b"",
        lambda kept: kept[:7],
        lambda kept: kept[:-1],
        lambda kept: kept + b"x",
        lambda kept: kept.replace(b'"version":3', b'"version":1'),
        lambda kept: kept[:8] + b"x" * (len(kept) - 8),
        lambda kept: b"\xff" * 8 + kept[8:],
    ],
)
def test_what_is_not_whole_or_of_another_version_is_not_taken(filled: VaultInUse, change) -> None:
    folder = filled.store.caches
    folder.write(cache.COLUMNS, [change(content(folder, cache.COLUMNS))])
    assert cache.load_columns(folder, BERLIN) is None
    filled.reopen()
    assert filled.index.columns.count == 3


def test_words_are_taken_back_only_for_the_numbering_they_were_kept_of(
    filled: VaultInUse,
) -> None:
    table, folder = TextIndex(), filled.store.caches
    found = cache.load_columns(folder, BERLIN)
    assert found is not None
    assert cache.load_text(folder, table, "another") is None
    assert cache.load_text(folder, table, found[0].numbering) == found[0].position
    assert table.rows_with(["susse"]) == [0]
    table.close()


def test_a_copy_does_not_change_with_what_it_was_made_of(filled: VaultInUse) -> None:
    index: Index = filled.index
    found = cache.load_columns(filled.store.caches, BERLIN)
    assert found is not None
    head, buffers = cache.columns_now(index.columns, index.names, found[0])
    before = (dict(head.parents), list(head.projects), dict(buffers))
    filled.add(title="Later", project="new", parent="x")
    assert (head.parents, head.projects, buffers) == before
