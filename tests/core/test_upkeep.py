"""An open vault is looked after behind the scenes, and its caches are there at the next start."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from atom_desktop.core import upkeep as upkeep_module
from atom_desktop.core.bus import Bus
from atom_desktop.core.index.index import Indexing
from atom_desktop.core.index.text_index import TextIndex
from atom_desktop.core.jobs import Jobs
from atom_desktop.core.notices import Level
from atom_desktop.core.upkeep import Upkeep
from atom_desktop.model.errors import Unavailable
from atom_desktop.store.store import Store
from tests.fakes.beside import until
from tests.fakes.vault import VaultInUse, open_vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[VaultInUse]:
    with open_vault(tmp_path) as opened:
        yield opened


class Kept:
    """An upkeep with what it was heard to say."""

    def __init__(self, vault: VaultInUse) -> None:
        self.reports: list[Indexing] = []
        bus: Bus[Indexing] = Bus(vault.bugs.append)
        bus.listen(self.reports.append)
        self.jobs = Jobs(vault.bugs.append)
        self.upkeep = Upkeep(
            vault.store,
            vault.index,
            jobs=self.jobs,
            notices=vault.session.notices,
            indexing=bus,
            keep_days=vault.settings.days_of_history,
            clock=vault.clock.monotonic,
        )


def test_texts_are_entered_when_the_vault_is_opened(vault: VaultInUse) -> None:
    vault.add_many([{"title": f"Task {number}"} for number in range(450)])
    kept = Kept(vault)
    kept.upkeep.start(vault.workspace.bus)
    until(lambda: vault.index.indexing().ready, "indexing")
    kept.upkeep.close()
    assert [report.done for report in kept.reports] == [200, 400, 450]


def test_a_new_task_is_entered_soon(vault: VaultInUse) -> None:
    kept = Kept(vault)
    kept.upkeep.start(vault.workspace.bus)
    task = vault.add(title="Buy quinces")
    until(lambda: vault.index.text.documents == 1, "indexing")
    kept.upkeep.close()
    assert vault.index.text.rows_with(["quin"]) == [vault.index.columns.row_of(task.id)]


def test_closing_keeps_the_caches_of_what_has_changed(vault: VaultInUse) -> None:
    kept = Kept(vault)
    kept.upkeep.start(vault.workspace.bus)
    vault.add(title="Buy quinces")
    until(lambda: vault.index.indexing().ready, "indexing")
    kept.upkeep.close()
    assert vault.store.caches.names() == ["columns", "text"]


def test_closing_writes_no_caches_when_nothing_has_changed(vault: VaultInUse) -> None:
    kept = Kept(vault)
    kept.upkeep.start(vault.workspace.bus)
    kept.upkeep.close()
    assert vault.store.caches.names() == []


def test_after_many_steps_the_caches_are_kept_without_waiting_for_the_end(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep_module, "SAVE_EVERY", 3)
    kept = Kept(vault)
    kept.upkeep.start(vault.workspace.bus)
    for number in range(4):
        vault.add(title=f"Task {number}")
    until(lambda: "columns" in vault.store.caches.names(), "keeping the caches")
    kept.upkeep.close()


def test_a_vault_with_enough_in_its_journal_is_compacted(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atom_desktop.store.store.MOST_OVERLAY", 5)
    kept = Kept(vault)
    kept.upkeep.start(vault.workspace.bus)
    vault.add_many([{"title": f"Task {number}"} for number in range(8)])
    until(lambda: not vault.store.needs_compaction(), "compaction")
    kept.upkeep.close()
    assert vault.store.position().snapshot
    assert vault.store.caches.names() == ["columns", "text"]


def test_history_is_kept_for_the_days_that_were_chosen(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.settings.set("history.keep_days", 40)
    asked: list[int] = []

    def compact(*_: object, keep_days: int) -> bool:
        asked.append(keep_days)
        return False

    monkeypatch.setattr(Store, "compact", compact)
    monkeypatch.setattr(Store, "needs_compaction", lambda _: True)
    kept = Kept(vault)
    kept.upkeep.start(vault.workspace.bus)
    until(lambda: bool(asked), "the compaction")
    kept.upkeep.close()
    assert set(asked) == {40}


def test_a_compaction_that_fails_is_told_and_loses_nothing(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, keep_days: int) -> bool:
        assert keep_days == 365
        raise Unavailable("Could not save to disk. The disk is full.", "Free 20 MB.", "full-disk")

    monkeypatch.setattr(Store, "compact", refuse)
    monkeypatch.setattr(Store, "needs_compaction", lambda _: True)
    kept = Kept(vault)
    kept.upkeep.start(vault.workspace.bus)
    until(lambda: bool(vault.told), "the notice")
    kept.upkeep.close()
    assert (vault.told[0].level, vault.told[0].code) == (Level.ERROR, "full-disk")


def test_after_a_compaction_that_failed_the_disk_is_left_alone_for_a_while(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[float] = []

    def refuse(*_: object, keep_days: int) -> bool:
        assert keep_days == 365
        tried.append(vault.clock.monotonic())
        raise Unavailable("Could not save to disk. The disk is full.", "Free 20 MB.", "full-disk")

    monkeypatch.setattr(Store, "compact", refuse)
    monkeypatch.setattr(Store, "needs_compaction", lambda _: True)
    kept = Kept(vault)
    kept.upkeep.start(vault.workspace.bus)
    for number in range(5):
        vault.add(title=f"Task {number}")
        until(lambda: vault.index.indexing().ready, "indexing")
    assert (len(tried), len(vault.told)) == (1, 1)
    vault.clock.forward(upkeep_module.REST_SECONDS + 1)
    vault.add(title="Later")
    until(lambda: len(tried) == 2, "the next attempt")
    kept.upkeep.close()


def test_a_bug_in_one_round_does_not_end_the_upkeep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_vault(tmp_path) as vault:
        kept = Kept(vault)
        with monkeypatch.context() as broken:
            broken.setattr(TextIndex, "put", lambda *_: 1 / 0)
            vault.add(title="First")
            kept.upkeep.start(vault.workspace.bus)
            until(lambda: bool(vault.bugs), "the report")
        assert [type(bug) for bug in vault.bugs] == [ZeroDivisionError]
        vault.bugs.clear()
        vault.add(title="Second")
        until(lambda: vault.index.indexing().ready, "indexing")
        kept.upkeep.close()


def test_caches_that_the_disk_refuses_are_no_failure(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> bool:
        raise OSError(28, "full")

    kept = Kept(vault)
    kept.upkeep.start(vault.workspace.bus)
    vault.add(title="Task")
    monkeypatch.setattr(vault.index, "save", full)
    kept.upkeep.close()
    assert vault.store.caches.names() == []


def test_caches_that_could_not_be_used_are_made_anew_at_once(tmp_path: Path) -> None:
    with open_vault(tmp_path) as vault:
        vault.add(title="Buy quinces")
    with open_vault(tmp_path) as again:
        assert again.index.read_anew
        kept = Kept(again)
        kept.upkeep.start(again.workspace.bus)
        until(lambda: "columns" in again.store.caches.names(), "keeping the caches")
        kept.upkeep.close()
