"""What was typed and not added is there again, after a lock, a restart or a kill."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from atom_desktop.core.drafts import LONGEST, Drafts
from atom_desktop.model.errors import Busy, Unavailable
from atom_desktop.store.sealed_folder import SealedFolder
from tests.fakes.beside import until
from tests.fakes.vault import VaultInUse, open_vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[VaultInUse]:
    with open_vault(tmp_path) as opened:
        yield opened


@pytest.fixture
def drafts(vault: VaultInUse) -> Drafts:
    return Drafts(vault.store.drafts, vault.session.jobs)


def test_a_draft_is_there_after_a_restart(vault: VaultInUse, drafts: Drafts) -> None:
    drafts.keep("quick-add", "Buy mi")
    drafts.settle()
    vault.reopen()
    assert Drafts(vault.store.drafts, vault.session.jobs).read("quick-add") == "Buy mi"


def test_there_is_none_at_first(drafts: Drafts) -> None:
    assert drafts.read("quick-add") == ""


def test_the_newest_text_counts(drafts: Drafts) -> None:
    for text in ("Buy", "Buy m", "Buy milk"):
        drafts.keep("quick-add", text)
    drafts.settle()
    assert drafts.read("quick-add") == "Buy milk"


def test_a_draft_can_be_read_before_it_is_on_the_disk(drafts: Drafts) -> None:
    drafts._writing = True  # nobody writes it
    drafts.keep("quick-add", "Buy milk")
    assert drafts.read("quick-add") == "Buy milk"


def test_an_empty_draft_leaves_no_file(vault: VaultInUse, drafts: Drafts) -> None:
    drafts.keep("quick-add", "Buy milk")
    drafts.settle()
    drafts.keep("quick-add", "")
    drafts.settle()
    assert drafts.read("quick-add") == ""
    assert vault.store.drafts.names() == []


def test_two_drafts_are_kept_apart(drafts: Drafts) -> None:
    drafts.keep("quick-add", "Buy milk")
    drafts.keep("notes", "A note")
    drafts.settle()
    assert (drafts.read("quick-add"), drafts.read("notes")) == ("Buy milk", "A note")


def test_no_draft_is_readable_on_the_disk(
    vault: VaultInUse, drafts: Drafts, tmp_path: Path
) -> None:
    drafts.keep("quick-add", "Zirkonium")
    drafts.settle()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"Zirkonium" in path.read_bytes()]


def test_a_disk_that_refuses_a_draft_is_told(
    vault: VaultInUse, drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(SealedFolder, "write", full)
    drafts.keep("quick-add", "Buy milk")
    with pytest.raises(Unavailable, match="full"):
        drafts.settle()
    drafts.settle()


def test_a_draft_that_takes_too_long_is_told(drafts: Drafts) -> None:
    drafts._writing = True  # nobody writes it
    drafts.keep("quick-add", "Buy milk")
    with pytest.raises(Busy):
        drafts.settle(0.01)


def test_a_bug_while_writing_does_not_end_all_writing(
    vault: VaultInUse, drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(SealedFolder, "write", break_down)
        drafts.keep("quick-add", "First")
        drafts.settle()
    until(lambda: bool(vault.bugs), "the report")
    vault.bugs.clear()
    drafts.keep("quick-add", "Second")
    drafts.settle()
    assert drafts.read("quick-add") == "Second"


def test_a_draft_is_still_written_when_the_jobs_have_ended(
    vault: VaultInUse, drafts: Drafts
) -> None:
    vault.session.jobs.close()
    drafts.keep("quick-add", "The last words")
    drafts.settle()
    assert drafts.read("quick-add") == "The last words"


def test_an_endless_draft_is_cut(drafts: Drafts) -> None:
    drafts.keep("quick-add", "x" * (LONGEST + 5))
    drafts.settle()
    assert len(drafts.read("quick-add")) == LONGEST
