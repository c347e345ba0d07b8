"""Opening a vault builds its parts, tells what does not verify, and closing loses nothing."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from atom_desktop.core.notices import Level
from atom_desktop.core.opening import without_collecting
from atom_desktop.model.errors import Unavailable
from atom_desktop.store.journal import Journal
from tests.fakes.beside import until
from tests.fakes.vault import VaultInUse, open_vault


def log_of(vault: VaultInUse) -> Path:
    (log,) = (vault.session.folders.data / "dev").glob("*/log-*.atom")
    return log


def test_what_was_saved_is_there_after_opening_again(tmp_path: Path) -> None:
    with open_vault(tmp_path) as vault:
        task = vault.add(title="Buy milk")
        vault.reopen()
        assert vault.record("task", task.id).fields["title"] == "Buy milk"


def test_a_cut_journal_is_told_as_information(tmp_path: Path) -> None:
    with open_vault(tmp_path, seed="first") as vault:
        vault.add(title="Buy milk")
        vault.lock()
        log = log_of(vault)
        log.write_bytes(log.read_bytes() + b"half a block")
        vault.unlock()
        assert [notice.level for notice in vault.told] == [Level.INFO]
        assert vault.index.columns.count == 1


def test_a_damaged_journal_is_told_as_an_error_with_a_hint(tmp_path: Path) -> None:
    with open_vault(tmp_path) as vault:
        vault.add(title="Buy milk")
        vault.lock()
        log = log_of(vault)
        content = bytearray(log.read_bytes())
        content[-1] ^= 1
        log.write_bytes(bytes(content))
        vault.unlock()
        (notice,) = vault.told
        assert notice.level is Level.ERROR
        assert notice.hint
        assert notice.code.startswith("vault-")


def test_a_step_that_cannot_be_saved_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_journal: Journal, _group: object) -> OSError:
        return OSError(28, "full")

    with open_vault(tmp_path) as vault:
        with monkeypatch.context() as broken:
            broken.setattr(Journal, "_write", full)
            with pytest.raises(Unavailable, match="full"):
                vault.add(title="Buy milk")
        until(lambda: bool(vault.told), "the notice")
        assert vault.told[0].code == "full-disk"
        assert vault.index.columns.count == 0 or not list(vault.index.columns.living())


def test_a_vault_that_is_looked_after_keeps_its_caches(tmp_path: Path) -> None:
    with open_vault(tmp_path, lasting=True) as vault:
        vault.add(title="Buy milk")
        until(lambda: vault.index.indexing().ready, "indexing")
        caches = vault.store.caches
        vault.lock()
        assert caches.names() == ["columns", "text"]


def test_one_command_leaves_the_caches_alone(tmp_path: Path) -> None:
    with open_vault(tmp_path) as vault:
        vault.add(title="Buy milk")
        caches = vault.store.caches
        vault.lock()
        assert caches.names() == []


def test_one_command_compacts_a_journal_that_has_grown_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atom_desktop.store.store.MOST_OVERLAY", 2)
    with open_vault(tmp_path) as vault:
        vault.add_many([{"title": "a"}, {"title": "b"}, {"title": "c"}])
        vault.reopen()
        assert vault.store.position().snapshot
        assert vault.store.caches.names() == ["columns"]
        assert len(list(vault.index.columns.living())) == 3


def test_one_command_keeps_history_for_the_days_that_were_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atom_desktop.store.store.MOST_OVERLAY", 0)
    monkeypatch.setattr("atom_desktop.store.opening.UNDO_DEPTH", 1)
    with open_vault(tmp_path) as vault:
        vault.add(title="Long ago")
        vault.reopen()
        vault.clock.forward(41 * 86_400)
        vault.settings.set("history.keep_days", 40)
        vault.add(title="Now")
        before = [step.id for step in vault.store.history()]
        vault.reopen()
        assert [step.id for step in vault.store.history()] == before[:2]


@pytest.fixture
def collecting() -> Iterator[None]:
    """Cycles are looked for again after the test, whatever it has done."""
    yield
    gc.enable()


@pytest.mark.usefixtures("collecting")
def test_cycles_are_looked_for_again_after_the_opening_also_one_that_failed() -> None:
    seen = []

    def fail() -> None:
        with without_collecting():
            seen.append(gc.isenabled())
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert (seen, gc.isenabled()) == ([False], True)


@pytest.mark.usefixtures("collecting")
def test_whoever_looks_for_no_cycles_goes_on_without() -> None:
    gc.disable()
    with without_collecting():
        pass
    assert not gc.isenabled()
