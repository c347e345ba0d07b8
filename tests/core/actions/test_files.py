import pytest

from atom_desktop.core.actions.files import COMMANDS
from atom_desktop.core.commands import Commands, Permission
from atom_desktop.model.errors import Conflict, UserError
from tests.fakes.vault import VaultInUse


@pytest.fixture
def run(vault: VaultInUse):
    commands = Commands()
    for command in COMMANDS:
        commands.register(command)
    return lambda command, **params: commands.run(command, params, vault.context("user"))


@pytest.fixture
def todo(tmp_path):
    path = tmp_path / "todo.txt"
    path.write_text("(A) call mum +family\nbuy milk\n")
    return path


def test_an_import_answers_with_a_report(run, todo):
    report = run("file.import", path=str(todo))
    assert report["format"] == "todotxt"
    assert report["counts"] == {
        "new": 2, "updated": 0, "unchanged": 0, "kept_yours": 0, "problems": 0
    }  # fmt: skip
    assert report["preview"] == ["call mum", "buy milk"]
    assert isinstance(report["step"], str)
    assert report["losses"] == report["problems"] == []


def test_a_dry_run_brings_nothing(run, todo, vault):
    assert run("file.import", path=str(todo), dry_run=True)["step"] is None
    assert vault.index.columns.count == 0


def test_a_named_format_is_used(run, todo):
    with pytest.raises(UserError, match="Line 1"):
        run("file.import", path=str(todo), format="taskwarrior")


def test_an_export_answers_with_a_report(run, todo, tmp_path):
    run("file.import", path=str(todo))
    out = tmp_path / "out.txt"
    report = run("file.export", path=str(out))
    assert (report["format"], report["count"]) == ("todotxt", 2)
    assert "buy milk" in out.read_text()
    with pytest.raises(Conflict):
        run("file.export", path=str(out))
    assert run("file.export", path=str(out), format="atom", force=True)["format"] == "atom"


@pytest.mark.parametrize("command", ["file.import", "file.export"])
@pytest.mark.parametrize("path", ["todo.txt", "./todo.txt", "", "/a\x00b"])
def test_a_path_is_absolute(run, command, path):
    with pytest.raises(UserError, match="not absolute"):
        run(command, path=path)


def test_an_import_can_be_taken_back_and_an_export_is_for_those_who_may_see_all():
    held = {command.id: command for command in COMMANDS}
    assert held["file.import"].undoable
    assert held["file.export"].permission is Permission.ADMIN
