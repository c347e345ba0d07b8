"""What is kept for the next start holds what the disk has taken, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from atom_desktop.core.index.index import USUAL
from atom_desktop.core.workspace import field_changes
from atom_desktop.model.change import Change, Op
from atom_desktop.model.query.nodes import Query, Text
from tests.fakes.beside import PATIENCE, Beside
from tests.fakes.disks import MoodyDisk
from tests.fakes.task_world import fixed_id
from tests.fakes.vault import VaultInUse, open_vault


@pytest.fixture
def disk() -> MoodyDisk:
    return MoodyDisk()


@pytest.fixture
def moody(tmp_path: Path, disk: MoodyDisk) -> Iterator[VaultInUse]:
    with open_vault(tmp_path, disk=disk) as opened:
        yield opened


def test_a_step_that_the_disk_refuses_is_not_kept(moody: VaultInUse, disk: MoodyDisk) -> None:
    """The index shows a step before the disk has it; what is kept must not."""
    task = moody.add(title="before", labels=["a"])
    moody.index.enter_texts(lambda: False, lambda _: None)
    disk.hold()
    moody.workspace.run(
        "Change",
        [
            *field_changes(task, {"title": "refused", "labels": ["b"]}),
            Change("label", fixed_id(4, 1), Op.CREATE, "", None, {"name": "shop"}),
        ],
        command="test",
        actor="me",
    )
    assert disk.waiting.wait(PATIENCE)
    moody.index.enter_texts(lambda: False, lambda _: None)
    saving = Beside(lambda: moody.index.save(text=True))
    disk.fill()
    disk.let_go()
    kept = saving.result()
    disk.mend()
    moody.store.position()
    assert [notice.code for notice in moody.told] == ["full-disk"]
    moody.reopen()
    moody.index.load_text()
    assert moody.index.columns.title(0) == "before"
    assert moody.index.names.listed("label") == []
    assert moody.index.count(Query(where=Text(("refused",)))) == 0
    assert moody.index.count(Query(where=Text(("before",)))) == 1
    assert not kept or moody.index.first


def test_keeping_waits_for_the_disk_and_holds_nobody_up(moody: VaultInUse, disk: MoodyDisk) -> None:
    moody.add(title="before")
    disk.hold()
    receipt = moody.workspace.run(
        "Add",
        [Change("task", moody.ids(), Op.CREATE, "", None, {"title": "on its way"})],
        command="test",
        actor="me",
    )
    assert disk.waiting.wait(PATIENCE)
    saving = Beside(lambda: moody.index.save(text=False))
    assert moody.index.count(USUAL) == 2
    assert saving.running
    disk.let_go()
    assert saving.result()
    receipt.wait()
    moody.reopen()
    assert moody.index.first_total == 2


def test_a_refusal_while_the_caches_are_written_drops_them(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.add()

    def refused_meanwhile(*_: object) -> None:
        vault.index._refused += 1

    monkeypatch.setattr("atom_desktop.core.index.cache.save_columns", refused_meanwhile)
    assert not vault.index.save(text=False)
    assert vault.store.caches.names() == []


def test_caches_that_cannot_be_dropped_are_no_failure(
    vault: VaultInUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: object, name: str) -> None:
        raise OSError(5, "broken")

    monkeypatch.setattr(type(vault.store.caches), "remove", broken)
    vault.index.note_refusal()
