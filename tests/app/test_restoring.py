"""A backup is put in the place of a vault only while no other process has it."""

from pathlib import Path

import pytest

from atom_desktop.app import restoring
from atom_desktop.app.backend import Reporting
from atom_desktop.app.build import build
from atom_desktop.app.restoring import restore
from atom_desktop.core.commands import Context
from atom_desktop.core.ownership import Kind
from atom_desktop.model.errors import Busy, Denied
from atom_desktop.store.slots import KdfChoice, passphrase_secret

PASSPHRASE = "open sesame"


@pytest.fixture
def file(folders, environ, tmp_path: Path) -> Path:
    """A backup of a vault with one task, in which a second was added later."""
    path = tmp_path / "my.backup"
    parts = build(folders, Kind.COMMAND, environ)
    parts.ownership.create(passphrase=PASSPHRASE, keyring=False, kdf=KdfChoice.FLOOR)
    context = Context(parts.session, "user", Reporting(None))
    parts.commands.run("task.add", {"text": "First"}, context)
    parts.commands.run("backup.create", {"path": str(path)}, context)
    parts.commands.run("task.add", {"text": "Second"}, context)
    parts.ownership.close()
    return path


def titles(folders, environ) -> list[str]:
    parts = build(folders, Kind.COMMAND, environ)
    parts.ownership.unlock(passphrase=PASSPHRASE)
    columns = parts.session.index.columns
    found = [columns.title(row) for row in columns.living()]
    problems = parts.session.store.problems
    parts.ownership.close()
    assert not problems
    return found


def test_what_was_there_is_replaced_and_kept_beside(folders, environ, file: Path) -> None:
    report = restore(build(folders, Kind.COMMAND, environ), file, passphrase_secret(PASSPHRASE))
    assert titles(folders, environ) == ["First"]
    beside = [path.name for path in folders.data.parent.iterdir() if "before" in path.name]
    assert len(beside) == 1
    assert report


def test_a_backup_comes_back_where_there_is_nothing(
    folders, environ, file: Path, tmp_path: Path
) -> None:
    folders.data.rename(tmp_path / "gone")
    restore(build(folders, Kind.COMMAND, environ), file, passphrase_secret(PASSPHRASE))
    assert titles(folders, environ) == ["First"]


def test_a_wrong_passphrase_changes_nothing(folders, environ, file: Path) -> None:
    with pytest.raises(Denied):
        restore(build(folders, Kind.COMMAND, environ), file, passphrase_secret("wrong"))
    assert titles(folders, environ) == ["First", "Second"]


def test_a_vault_in_other_hands_is_left_alone(
    folders, environ, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "PATIENCE", 0.1)
    other = build(folders, Kind.HEADLESS, environ)
    other.ownership.take_over()
    with pytest.raises(Busy):
        restore(build(folders, Kind.COMMAND, environ), file, passphrase_secret(PASSPHRASE))
    other.ownership.close()
    assert titles(folders, environ) == ["First", "Second"]
