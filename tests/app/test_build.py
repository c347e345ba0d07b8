"""The parts of a process know each other, and what goes wrong reaches log and person."""

from atom_desktop.app.build import build
from atom_desktop.core.actions.registry import all_commands
from atom_desktop.core.ownership import Kind
from atom_desktop.store.slots import KdfChoice


def test_a_process_is_built_without_touching_the_disk(folders, environ, tmp_path) -> None:
    parts = build(folders, Kind.COMMAND, environ)
    parts.ownership.close()
    assert list(tmp_path.iterdir()) == []


def test_every_command_of_the_registry_can_be_run(folders, environ) -> None:
    parts = build(folders, Kind.COMMAND, environ)
    parts.ownership.close()
    assert {one.id for one in parts.commands} == {one.id for one in all_commands()}


def test_commands_reach_the_process_that_holds_the_vault(folders, environ) -> None:
    parts = build(folders, Kind.COMMAND, environ)
    assert parts.session.control is parts.ownership
    parts.ownership.quit()
    assert parts.stop.is_set()
    parts.ownership.close()


def test_a_bug_is_logged_and_told_without_its_words(folders, environ) -> None:
    parts = build(folders, Kind.COMMAND, environ)
    parts.report(ValueError("a secret title"))
    parts.ownership.close()
    (notice,) = parts.session.notices.held()
    assert notice.code == "bug"
    assert "ValueError" in parts.log.path.read_text()
    assert "secret" not in notice.message + parts.log.path.read_text()


def test_a_lasting_process_looks_after_its_vault(folders, environ) -> None:
    parts = build(folders, Kind.HEADLESS, environ)
    parts.ownership.create(passphrase="open", keyring=False, kdf=KdfChoice.FLOOR)
    caches = parts.session.store.caches
    parts.ownership.close()
    assert parts.session.locked
    assert caches.names() == []
