"""Commands that change something leave a note of who, what and how it ended, and no word of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from atom_desktop.core.actions.registry import all_commands
from atom_desktop.core.audit import Audit
from atom_desktop.core.commands import Commands
from atom_desktop.model.errors import NotFound, UserError
from tests.fakes.vault import VaultInUse, open_vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[VaultInUse]:
    with open_vault(tmp_path) as opened:
        yield opened


@pytest.fixture
def commands() -> Commands:
    return all_commands()


def noted(vault: VaultInUse) -> list[tuple[str, str, str]]:
    entries = vault.session.opened.trail.entries()
    return [(entry.actor, entry.command, entry.outcome) for entry in entries]


def test_a_change_is_noted_with_its_actor(vault: VaultInUse, commands: Commands) -> None:
    commands.run("task.add", {"text": "Buy milk"}, vault.context("ann"))
    assert noted(vault) == [("ann", "task.add", "")]


def test_the_step_of_a_change_is_named(vault: VaultInUse, commands: Commands) -> None:
    task = vault.add(title="Buy milk")
    answer = commands.run("task.done", {"ids": [task.id]}, vault.context())
    assert isinstance(answer, dict)
    (entry,) = vault.session.opened.trail.entries()
    assert entry.step == answer["step"] != ""


def test_a_refusal_is_noted_by_its_code(vault: VaultInUse, commands: Commands) -> None:
    with pytest.raises(NotFound):
        commands.run("task.done", {"ids": ["zzzz"]}, vault.context())
    assert noted(vault) == [("tester", "task.done", "not-found")]


def test_what_was_said_wrongly_is_noted_too(vault: VaultInUse, commands: Commands) -> None:
    with pytest.raises(UserError):
        commands.run("task.add", {"text": 7}, vault.context())
    assert [outcome for _, _, outcome in noted(vault)] == ["usage"]


def test_looking_is_not_noted(vault: VaultInUse, commands: Commands) -> None:
    commands.run("task.list", {}, vault.context())
    assert noted(vault) == []


def test_no_title_reaches_the_list(vault: VaultInUse, commands: Commands) -> None:
    commands.run("task.add", {"text": "Zirkonium"}, vault.context())
    entries = list(vault.session.opened.trail.entries())
    assert "Zirkonium" not in repr(entries)


def test_the_list_goes_on_after_the_next_start(vault: VaultInUse, commands: Commands) -> None:
    commands.run("task.add", {"text": "First"}, vault.context())
    vault.reopen()
    commands.run("task.add", {"text": "Second"}, vault.context())
    assert len(noted(vault)) == 2
    assert vault.session.opened.trail.problems() == []


def test_a_missing_file_of_the_list_is_named(
    vault: VaultInUse, commands: Commands, tmp_path: Path
) -> None:
    for number in range(3):
        commands.run("task.add", {"text": f"Task {number}"}, vault.context())
        vault.reopen()
    files = sorted((tmp_path / "state").rglob("audit-*.atom"))
    files[1].unlink()
    assert vault.session.opened.trail.problems() != []


def test_the_newest_entries_are_shown_first(vault: VaultInUse, commands: Commands) -> None:
    for number in range(3):
        commands.run("task.add", {"text": f"Task {number}"}, vault.context(f"actor {number}"))
    answer = commands.run("vault.audit", {"limit": 2}, vault.context())
    assert isinstance(answer, dict)
    entries = answer["entries"]
    assert isinstance(entries, list)
    assert [entry["actor"] for entry in entries if isinstance(entry, dict)] == [
        "actor 2",
        "actor 1",
    ]
    assert answer["problems"] == []


def test_many_short_lives_are_put_into_one_file(tmp_path: Path, commands: Commands) -> None:
    with open_vault(tmp_path) as vault:
        for number in range(34):
            commands.run("task.add", {"text": f"Task {number}"}, vault.context())
            vault.reopen()
    with open_vault(tmp_path, seed="other", lasting=True) as vault:
        assert len(noted(vault)) == 34
    assert len(list((tmp_path / "state").rglob("audit-*.atom"))) == 1


def test_a_list_that_cannot_be_read_keeps_nobody_from_working(
    vault: VaultInUse, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Audit:
        raise OSError(5, "broken")

    trail = vault.session.opened.trail
    with monkeypatch.context() as patch:
        patch.setattr(trail, "_find", broken)
        commands.run("task.add", {"text": "First"}, vault.context())
        assert trail.unfound == 1
    commands.run("task.add", {"text": "Second"}, vault.context())
    (entry,) = trail.entries()
    assert entry.lost == 1


def test_opening_a_vault_does_not_look_for_the_list(vault: VaultInUse) -> None:
    assert vault.session.opened.trail._audit is None


def test_a_list_that_cannot_be_closed_is_reported_and_closes_the_vault(
    vault: VaultInUse, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise OSError(5, "broken")

    commands.run("task.add", {"text": "Buy milk"}, vault.context())
    monkeypatch.setattr(vault.session.opened.trail, "close", fail)
    vault.lock()
    assert vault.session.locked
    assert [type(bug) for bug in vault.bugs] == [OSError]
    vault.bugs.clear()
