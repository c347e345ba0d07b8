"""A vault in memory behind the face that the command line speaks to.

It answers in the shapes of the real commands, and keeps what it was asked in `calls`. Queries are
plainer than the real ones: `@label`, `#Project` or a part of the title, all words must match.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path

from atom_desktop.cli.program import OnProgress
from atom_desktop.model.errors import Conflict, Denied, NotFound, UserError
from atom_desktop.model.ids import ALPHABET
from atom_desktop.model.json import Json, JsonObject

PASSPHRASE = "correct horse battery"
RECOVERY = "RC01-2345-6789"
NOW = "2026-11-24T08:30:00Z"
SETTINGS: list[JsonObject] = [
    {
        "key": "lock.idle_minutes",
        "title": "Lock after",
        "help": "Minutes without use.",
        "value": 30,
        "default": 30,
        "scope": "device",
    },
    {
        "key": "appearance.theme",
        "title": "Theme",
        "help": "Light or dark.",
        "value": "system",
        "default": "system",
        "scope": "device",
        "choices": ["system", "light", "dark"],
    },
]
COMMAND: JsonObject = {
    "id": "task.add",
    "title": "Add a task",
    "help": "Adds a task from quick-add text.",
    "permission": "capture",
    "undoable": True,
    "params": {"text": "str"},
}


def fake_task(number: int, title: str, **fields: Json) -> JsonObject:
    """Return a task with every field of the public shape."""
    task: JsonObject = {
        "id": ALPHABET[number % 32] * 3 + ALPHABET[number // 32 % 32] + "0" * 22,
        "title": title,
        "notes": "",
        "project": None,
        "section": None,
        "labels": [],
        "priority": 4,
        "status": "open",
        "parent": None,
        "created": NOW,
        "changed": NOW,
        "checklist": [],
        "reminders": [],
        "depends_on": [],
        "links": [],
        "comments": 0,
    }
    for name in ("start", "due", "duration", "deadline", "recurrence", "estimate", "spent"):
        task[name] = None
    for name in ("assignee", "done", "trashed", "archived"):
        task[name] = None
    return task | fields


class FakeBackend:
    """An open vault whose tasks live in this object."""

    def __init__(self) -> None:
        self.tasks: list[JsonObject] = []
        self.calls: list[tuple[str, JsonObject]] = []
        self.settings = deepcopy(SETTINGS)
        self.failing: dict[str, BaseException] = {}
        self.answers: dict[str, Json] = {}
        self.steps: list[tuple[str, list[JsonObject]]] = []
        self.undone: list[tuple[str, list[JsonObject]]] = []
        self._numbers = itertools.count(1)
        self._doing: dict[str, Callable[[JsonObject], Json]] = {
            "task.add": self._add,
            "task.add_many": self._add_many,
            "task.list": self._list,
            "task.count": lambda params: {"count": len(self._matching(str(params["query"])))},
            "task.show": lambda params: {"task": self._one(str(params["id"]))},
            "task.done": lambda params: self._change(params, "Done", status="done", done=NOW),
            "task.reopen": lambda params: self._change(params, "Reopened", status="open"),
            "task.cancel": lambda params: self._change(params, "Cancelled", status="cancelled"),
            "task.delete": lambda params: self._change(params, "Deleted", trashed=NOW),
            "task.restore": lambda params: self._change(params, "Restored", trashed=None),
            "task.edit": self._edit,
            "task.move": self._move,
            "names.list": lambda _params: {"names": ["Home", "Release 2.0"]},
            "history.undo": lambda _params: self._back(self.steps, self.undone),
            "history.redo": lambda _params: self._back(self.undone, self.steps),
            "history.list": self._history,
            "settings.list": lambda _params: {"settings": [*self.settings]},
            "settings.get": lambda params: self._setting(params, "get"),
            "settings.set": lambda params: self._setting(params, "set"),
            "settings.reset": lambda params: self._setting(params, "reset"),
            "command.list": lambda _params: {"commands": [COMMAND]},
        }

    def add(self, title: str, **fields: Json) -> JsonObject:
        """Put a task there without a command."""
        task = fake_task(next(self._numbers), title, **fields)
        self.tasks.append(task)
        return task

    def run(self, command: str, params: JsonObject, on_progress: OnProgress | None = None) -> Json:
        self.calls.append((command, deepcopy(params)))
        if command in self.failing:
            raise self.failing[command]
        if command in self.answers:
            if on_progress is not None:
                on_progress({"done": 1, "total": 2, "text": "half"})
            return self.answers[command]
        if command not in self._doing:
            raise NotFound(f"There is no command “{command}”.", "`atom commands` lists them.")
        return deepcopy(self._doing[command](params))

    def asked(self, command: str) -> list[JsonObject]:
        """Return what a command was asked with, each time."""
        return [params for name, params in self.calls if name == command]

    def _add(self, params: JsonObject) -> Json:
        text = str(params["text"]).strip()
        if not text:
            raise UserError("There is nothing to add.", "Write what is to be done.", "empty")
        words = text.split()
        task = self.add(
            " ".join(word for word in words if word[0] not in "@#"),
            labels=[word[1:] for word in words if word[0] == "@"],
        )
        projects = [word[1:] for word in words if word[0] == "#"]
        if projects:
            task["project"] = {"id": "p", "path": projects[0]}
        self._keep(f"Add “{task['title']}”", [])
        created: JsonObject = {"projects": [*projects], "labels": []}
        return {"task": task, "created": created, "explain": f"Task “{task['title']}”."}

    def _add_many(self, params: JsonObject) -> Json:
        results: list[Json] = []
        lines = params["lines"]
        assert isinstance(lines, list)
        for number, line in enumerate(lines, 1):
            try:
                results.append(self._add({"text": line}))
            except UserError as error:
                told = {"code": error.code, "message": error.message, "hint": error.hint}
                results.append({"error": told, "line": number})
        return {"results": results}

    def _matching(self, query: str) -> list[JsonObject]:
        shown = [task for task in self.tasks if task["trashed"] is None]
        if not query:
            return [task for task in shown if task["status"] == "open"]
        return [task for task in shown if all(_matches(task, word) for word in query.split())]

    def _list(self, params: JsonObject) -> Json:
        found = self._matching(str(params.get("query", "")))
        limit = params.get("limit")
        shown = found[: int(limit)] if isinstance(limit, int) else found
        short: JsonObject = {str(task["id"]): str(task["id"])[:4] for task in shown}
        return {"tasks": [*shown], "total": len(found), "short": short}

    def _one(self, start: str) -> JsonObject:
        found = [task for task in self.tasks if str(task["id"]).startswith(start)]
        if not found:
            raise NotFound(f"No task has the id “{start}”.", "`atom list` shows them.")
        if len(found) > 1:
            raise Conflict(f"“{start}” are the first letters of {len(found)} tasks.")
        return found[0]

    def _meant(self, params: JsonObject) -> list[JsonObject]:
        ids, query = params.get("ids") or [], str(params.get("query") or "")
        assert isinstance(ids, list)
        found = self._matching(query) if query else [self._one(str(each)) for each in ids]
        expected = params.get("expected")
        if expected is not None and expected != len(found):
            raise Conflict(f"{len(found)} tasks match now, not {expected}.", "", "count")
        if not found:
            raise NotFound("No task matches this query.", "`atom list` shows what a query finds.")
        return found

    def _change(self, params: JsonObject, title: str, **fields: Json) -> Json:
        meant = self._meant(params)
        self._keep(title, [{"task": task, "before": dict(task)} for task in meant])
        for task in meant:
            task.update(fields)
        return {"tasks": [*meant], "changed": len(meant), "step": "s1", "title": title}

    def _edit(self, params: JsonObject) -> Json:
        fields = params.get("set") or {}
        assert isinstance(fields, dict)
        answer = self._change(params, "Edit", **fields)
        for task in self._meant({**params, "expected": None}):
            labels, more, less = task["labels"], params["add_labels"], params["remove_labels"]
            assert isinstance(labels, list)
            assert isinstance(more, list)
            assert isinstance(less, list)
            task["labels"] = [label for label in [*labels, *more] if label not in less]
        return answer

    def _move(self, params: JsonObject) -> Json:
        to = params.get("to")
        if to is None:
            return self._change(params, "Move")
        return self._change(params, "Move", project=None if to == "-" else {"id": "p", "path": to})

    def _keep(self, title: str, before: list[JsonObject]) -> None:
        self.steps.append((title, before))

    def _back(self, done: list[tuple[str, list[JsonObject]]], other: list[Json]) -> Json:
        if not done:
            raise UserError("There is nothing to undo.", "", "nothing")
        title, before = done.pop()
        for each in before:
            task, was = each["task"], each["before"]
            assert isinstance(task, dict)
            assert isinstance(was, dict)
            each["before"] = dict(task)
            task.update(was)
        other.append((title, before))
        word = "Undo: " if done is self.steps else ""
        return {"title": f"{word}{title}", "step": "s2", "changed": len(before)}

    def _history(self, params: JsonObject) -> Json:
        steps: list[Json] = [
            {
                "id": "s1",
                "at": NOW,
                "actor": "user",
                "command": "task.edit",
                "title": title,
                "changes": [
                    {
                        "collection": "task",
                        "id": str(params["id"]) or "1110",
                        "op": "set",
                        "field": "priority",
                        "before": 4,
                        "after": 1,
                    }
                ],
            }
            for title, _ in reversed(self.steps)
        ]
        limit = params["limit"]
        return {"steps": steps[: int(limit)] if isinstance(limit, int) else steps}

    def _setting(self, params: JsonObject, doing: str) -> Json:
        for setting in self.settings:
            if setting["key"] == params["key"]:
                if doing == "set":
                    setting["value"] = params["value"]
                if doing == "reset":
                    setting["value"] = setting["default"]
                return {"key": setting["key"], "value": setting["value"]}
        raise NotFound(f"There is no setting “{params['key']}”.", "`atom settings` lists them.")


def _matches(task: JsonObject, word: str) -> bool:
    labels, project = task["labels"], task["project"]
    if word.startswith("@"):
        return isinstance(labels, list) and word[1:] in labels
    if word.startswith("#"):
        return isinstance(project, dict) and project["path"] == word[1:]
    return word.lower() in str(task["title"]).lower()


class FakeProgram:
    """ATOM with a vault in memory; `presence`, `opened` and `owner` say how it stands."""

    def __init__(self, *, presence: str = "present", owner: str | None = "background") -> None:
        self.vault = FakeBackend()
        self.presence, self.owner = presence, owner
        self.opened = owner is not None
        self.unlocks_with = ["passphrase", "recovery"]
        self.problems: list[Json] = []
        self.refusing: BaseException | None = None
        self.did: list[tuple[str, JsonObject]] = []

    @contextmanager
    def backend(self) -> Iterator[FakeBackend]:
        if self.refusing is not None:
            raise self.refusing
        if self.presence != "present":
            raise NotFound("There is no vault.", "Make one with `atom vault init`.", "no-vault")
        yield self.vault

    def vault_status(self) -> JsonObject:
        return {
            "vault": "/home/ann/ATOM",
            "presence": self.presence,
            "open": self.opened,
            "owner": self.owner,
            "unlocks_with": [*self.unlocks_with],
            "problems": [*self.problems],
        }

    def vault_init(self, *, passphrase: str | None, keyring: bool, kdf: str) -> str:
        self._note("init", passphrase=passphrase, keyring=keyring, kdf=kdf)
        self.presence = "present"
        return RECOVERY

    def vault_unlock(
        self, *, passphrase: str | None, recovery: str | None, minutes: int | None
    ) -> JsonObject:
        self._note("unlock", passphrase=passphrase, recovery=recovery, minutes=minutes)
        self._check(passphrase, recovery)
        self.opened, self.owner = True, self.owner or "background"
        return {**self.vault_status(), "locks_in_minutes": minutes or 30}

    def vault_lock(self) -> bool:
        was, self.opened, self.owner = self.opened, False, None
        return was

    def vault_rekey(self, **wish: Json) -> str | None:
        self._note("rekey", **wish)
        self._check(wish["passphrase"], wish["recovery"])
        return "NEW0-CODE" if wish["new_recovery"] else None

    def backup_verify(
        self, path: Path, *, passphrase: str | None, recovery: str | None
    ) -> JsonObject:
        self._note("backup verify", path=str(path), passphrase=passphrase, recovery=recovery)
        self._check(passphrase, recovery)
        return {"path": str(path), "files": 3}

    def backup_restore(
        self, path: Path, *, passphrase: str | None, recovery: str | None
    ) -> JsonObject:
        self._note("backup restore", path=str(path), passphrase=passphrase, recovery=recovery)
        self._check(passphrase, recovery)
        return {"path": str(path), "kept": "/home/ann/ATOM-before"}

    def _note(self, what: str, **how: Json) -> None:
        if self.refusing is not None:
            raise self.refusing
        self.did.append((what, how))

    def _check(self, passphrase: Json, recovery: Json) -> None:
        by_keyring = passphrase is None and recovery is None and "keyring" in self.unlocks_with
        if not by_keyring and passphrase != PASSPHRASE and recovery != RECOVERY:
            raise Denied("Wrong passphrase.", "Look at caps lock.", "wrong-passphrase")
