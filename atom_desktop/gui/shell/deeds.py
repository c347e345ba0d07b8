"""What the window has done to tasks: a command each, with a message and its undo."""

from collections.abc import Callable, Sequence
from functools import partial

from atom_desktop.gui.runner import Runner
from atom_desktop.gui.shell.detail import changed_fields
from atom_desktop.gui.shell.toasts import Toasts
from atom_desktop.model.errors import AtomError
from atom_desktop.model.json import Json, JsonObject


def _ignore(_task: JsonObject) -> None:
    """Take a task that nobody waits for."""


def _tasks(answer: Json) -> list[JsonObject]:
    tasks = answer.get("tasks") if isinstance(answer, dict) else None
    return [task for task in tasks if isinstance(task, dict)] if isinstance(tasks, list) else []


class Deeds:
    """Used on the Qt thread. What fails is shown where the person looks."""

    def __init__(self, runner: Runner, toasts: Toasts) -> None:
        """Run commands with `runner`, say what they did with `toasts`."""
        self._runner = runner
        self._toasts = toasts
        self._shown: JsonObject = {}
        self._saving = 0
        self._waiting: list[Callable[[], object]] = []

    def add(self, line: str, told: Callable[[AtomError | None], None]) -> None:
        """Add a task; `told` hears that it is saved, or why it is not."""
        self._saving += 1

        def added(answer: Json) -> None:
            told(None)
            self._added(answer)
            self._saved(answer)

        def refused(error: AtomError) -> None:
            told(error)
            self._runner.fail(error)
            self._saved(error)

        self._runner.run("task.add", {"text": line}, added, failed=refused)

    def complete(self, ids: Sequence[str]) -> None:
        """Complete tasks."""
        self._change("task.done", ids, "Done")

    def reopen(self, ids: Sequence[str]) -> None:
        """Open closed tasks again."""
        self._change("task.reopen", ids, "Open again")

    def delete(self, ids: Sequence[str]) -> None:
        """Move tasks to the trash."""
        self._change("task.delete", ids, "In the trash")

    def restore(self, ids: Sequence[str]) -> None:
        """Take tasks out of the trash."""
        self._change("task.restore", ids, "Restored")

    def rename(self, task_id: str, title: str) -> None:
        """Give a task another title."""
        self._runner.run("task.edit", {"ids": [task_id], "set": {"title": title}})

    def edit(
        self,
        task_id: str,
        field: str,
        text: str,
        failed: Callable[[AtomError], None],
        saved: Callable[[JsonObject], None] = _ignore,
    ) -> None:
        """Give a field of a task another value, as it was typed; `saved` gets the task."""
        changed = changed_fields(field, text, self._shown)
        self._saving += 1

        def refused(error: AtomError) -> None:
            failed(error)
            self._saved(error)

        def done(answer: Json) -> None:
            for task in _tasks(answer):
                if task["id"] == self._shown.get("id"):
                    self._shown = task
                saved(task)
            self._saved(answer)

        self._runner.run("task.edit", {"ids": [task_id], **changed}, done, failed=refused)

    def when_saved(self, call: Callable[[], object]) -> None:
        """Call once every line and edit that is on its way is saved or refused."""
        if self._saving:
            self._waiting.append(call)
        else:
            call()

    def _saved(self, _outcome: object) -> None:
        self._saving -= 1
        waiting = self._waiting if not self._saving else []
        while waiting:
            waiting.pop(0)()

    def set_field(self, ids: Sequence[str], field: str, text: str) -> None:
        """Give a field of many tasks the same value."""
        self._runner.run("task.edit", {"ids": list(ids), "set": {field: text}}, self._edited)

    def read(self, task_id: str, show: Callable[[JsonObject], None]) -> None:
        """Read a task and show it."""

        def came(answer: Json) -> None:
            task = answer.get("task") if isinstance(answer, dict) else None
            if isinstance(task, dict):
                # First shown: what was typed into the task before goes out when it is replaced.
                show(task)
                self._shown = task

        self._runner.run("task.show", {"id": task_id}, came)

    def undo(self) -> None:
        """Take the last change back."""
        self._runner.run("history.undo", {}, partial(self._turned, "Undone"))

    def _say(self, text: str, answer: Json) -> None:
        """Say what was done, and offer to take back that very change."""
        step = answer.get("step") if isinstance(answer, dict) else None
        if not isinstance(step, str):
            self._toasts.say(text)
            return
        told = partial(self._turned, "Undone")

        def undo() -> None:
            self._runner.run("history.undo", {"step": step}, told)

        self._toasts.say(text, undo)

    def redo(self) -> None:
        """Repeat what was taken back."""
        self._runner.run("history.redo", {}, partial(self._turned, "Done again"))

    def imported(self, name: str, report: Json) -> None:
        """Say what an import has brought in."""
        counts = report.get("counts") if isinstance(report, dict) else None
        counted = counts if isinstance(counts, dict) else {}
        new, updated = counted.get("new", 0), counted.get("updated", 0)
        self._say(f"Imported {name}: {new} new, {updated} updated", report)

    def gave_up(self, error: AtomError) -> None:
        """Say that something was cancelled."""
        self._toasts.say(f"{error.message} {error.hint}".strip())

    def _change(self, command: str, ids: Sequence[str], said: str) -> None:
        self._runner.run(command, {"ids": list(ids)}, partial(self._changed, said))

    def _changed(self, said: str, answer: Json) -> None:
        tasks = answer.get("tasks") if isinstance(answer, dict) else None
        found = (
            [task for task in tasks if isinstance(task, dict)] if isinstance(tasks, list) else []
        )
        what = str(found[0].get("title")) if len(found) == 1 else f"{len(found)} tasks"
        self._say(f"{said}: {what}", answer)

    def _edited(self, answer: Json) -> None:
        self._changed("Changed", answer)

    def _added(self, answer: Json) -> None:
        if not isinstance(answer, dict):
            return
        task, created = answer.get("task"), answer.get("created")
        title = task.get("title") if isinstance(task, dict) else ""
        self._say(f"Added: {title}{_new_names(created)}", answer)

    def _turned(self, said: str, answer: Json) -> None:
        title = answer.get("title") if isinstance(answer, dict) else ""
        self._toasts.say(f"{said}: {str(title).removeprefix('Undo: ')}")


def _new_names(created: Json) -> str:
    """Return what was made beside the task, in words."""
    signs = {"projects": "#", "labels": "@"}
    made = [f"{sign}{name}" for kind, sign in signs.items() for name in listed(created, kind)]
    return f" (new: {', '.join(made)})" if made else ""


def listed(answer: Json, name: str) -> list[Json]:
    """Return a list that stands in an answer, an empty one if there is none."""
    found = answer.get(name) if isinstance(answer, dict) else None
    return found if isinstance(found, list) else []
