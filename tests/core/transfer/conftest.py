"""Files to import, and a vault to bring them into."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from atom_desktop.core.commands import Context
from atom_desktop.core.transfer.importing import import_file
from atom_desktop.core.transfer.report import Report
from atom_desktop.model.json import JsonObject
from tests.fakes.caller import RecordingCaller
from tests.fakes.vault import ACTOR, VaultInUse


class Desk:
    """Writes files and imports them into one vault."""

    def __init__(self, vault: VaultInUse, folder: Path) -> None:
        self.vault = vault
        self.folder = folder
        self.caller = RecordingCaller()

    def file(self, name: str, content: str | bytes | list[JsonObject]) -> Path:
        path = self.folder / name
        if isinstance(content, list):
            content = "\n".join(json.dumps(one) for one in content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def context(self) -> Context:
        return Context(self.vault.session, ACTOR, self.caller)

    def taskwarrior(self, *tasks: JsonObject, dry_run: bool = False) -> Report:
        """Import tasks as Taskwarrior exports them."""
        return self.bring(self.file("tasks.json", list(tasks)), "taskwarrior", dry_run=dry_run)

    def todotxt(self, *lines: str, dry_run: bool = False) -> Report:
        """Import lines of a todo.txt."""
        return self.bring(self.file("todo.txt", "\n".join(lines)), dry_run=dry_run)

    def bring(self, path: Path, format: str = "", *, dry_run: bool = False) -> Report:
        return import_file(self.context(), path, format, dry_run=dry_run)

    def tasks(self) -> dict[str, JsonObject]:
        """Return the fields of every living task by title."""
        return {
            str(record.fields.get("title")): record.fields
            for record in self.vault.store.scan("task")
            if record.alive
        }

    def task_id(self, title: str) -> str:
        found = [one for one in self.vault.store.scan("task") if one.fields.get("title") == title]
        return found[0].id

    def paths(self) -> set[str]:
        """Return the paths of all projects."""
        names = self.vault.index.names
        return {names.path(one.id) for one in names.listed("project")}

    def label_names(self, title: str) -> list[str]:
        names = self.vault.index.names
        ids = self.tasks()[title].get("labels", [])
        return sorted(names.get("label", one).name for one in ids)

    def path_of(self, title: str) -> str:
        return self.vault.index.names.path(self.tasks()[title]["project"])


@pytest.fixture
def desk(vault: VaultInUse, tmp_path: Path) -> Desk:
    folder = tmp_path / "files"
    folder.mkdir()
    return Desk(vault, folder)


@pytest.fixture
def steps(vault: VaultInUse) -> Callable[[], int]:
    """Return how many steps the vault has made."""
    return lambda: sum(1 for _ in vault.store.history())
