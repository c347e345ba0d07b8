"""`atom add`: one task from the words of a line, or a task for each line of stdin."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Final

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.lines import Line, read_batches
from atom_desktop.cli.program import Backend, Call
from atom_desktop.cli.task_text import brief, print_tasks
from atom_desktop.cli.terminal import Terminal
from atom_desktop.cli.text import counted, harmless
from atom_desktop.model.errors import AtomError, Unavailable
from atom_desktop.model.json import Json, JsonObject

AT_ONCE: Final = 50
"""Lines that go to the vault together: enough for speed, few to look for if no answer comes."""


def add(call: Call) -> Exit:
    """Add what was said, or each line of stdin."""
    if call.said.words == ("-",):
        return _Adding(call).all()
    params: JsonObject = {"text": " ".join(call.said.words), **_dialect(call)}
    answer = call.ask_once("task.add", params)
    task = answer["task"]
    if call.terminal.as_json:
        call.terminal.document(task)
        return Exit.DONE
    _print(call, [task])
    for kind, names in _created(answer):
        call.terminal.line(call.terminal.paint(f"new {kind}: {harmless(names)}", "dim"))
    return Exit.DONE


class _Adding:
    """Lines on their way into the vault: how many came, were added, and were refused."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._terminal: Terminal = call.terminal
        self._read = 0
        self._added = 0
        self._refused = 0
        self._doubtful = 0
        """Lines that were sent and got no answer yet."""

    def all(self) -> Exit:
        """Add every line of stdin; a bad one is told, the rest goes on."""
        try:
            with self._call.program.backend() as backend:
                for batch in read_batches(self._terminal.read):
                    self._batch(backend, batch)
        except Unavailable:
            self._terminal.note(self._left())
            raise
        except AtomError:  # a refusal: nothing of what was asked last was done
            self._doubtful = 0
            self._terminal.note(self._left())
            raise
        except KeyboardInterrupt:
            self._terminal.interrupted(f"Interrupted: {self._left()}")
            return Exit.INTERRUPTED
        if self._refused or not self._terminal.as_json:
            self._terminal.note(f"{self._summary()}.")
        return Exit.FAILED if self._refused else Exit.DONE

    def _batch(self, backend: Backend, batch: list[Line]) -> None:
        lines = iter(batch)
        while part := list(islice(lines, AT_ONCE)):
            self._tell(part, iter(self._results(backend, part)))
            self._read += len(part)

    def _results(self, backend: Backend, part: list[Line]) -> list[Json]:
        """Have the lines added that can be read, all at once."""
        readable: list[Json] = [line for line in part if isinstance(line, str)]
        if not readable:
            return []
        params: JsonObject = {"lines": readable, **_dialect(self._call)}
        self._doubtful = len(readable)
        answer = backend.run("task.add_many", params)
        self._doubtful = 0
        results = answer.get("results") if isinstance(answer, dict) else None
        return results if isinstance(results, list) else []

    def _tell(self, part: list[Line], results: Iterator[Json]) -> None:
        """Count what became of each line, then print it in order."""
        all_found = [
            line if isinstance(line, AtomError) else _outcome(next(results, None)) for line in part
        ]
        added: list[Json] = [found for found in all_found if not isinstance(found, AtomError)]
        self._added += len(added)
        self._refused += len(part) - len(added)
        for number, found in enumerate(all_found, self._read + 1):
            if isinstance(found, AtomError):
                self._show(partial(self._terminal.bad_line, number, found))
            elif self._terminal.as_json:
                self._show(partial(self._terminal.document, found))
        if not self._terminal.as_json:
            self._show(partial(_print, self._call, added))

    def _show(self, printing: Callable[[], None]) -> None:
        """Print and let it go; if whoever read has gone, the rest is added all the same."""
        try:
            printing()
            self._terminal.flush()
        except BrokenPipeError:
            self._terminal.reader_left()

    def _left(self) -> str:
        """Say how far it came when it ended in the middle, and what is not known."""
        if not self._doubtful:
            return f"{self._summary()}; the rest was not added."
        return (
            f"{self._summary()}; up to {self._doubtful} more may have been saved: look with "
            "`atom list` or `atom history` before you send them again. The rest was not added."
        )

    def _summary(self) -> str:
        refused = f", {counted(self._refused, 'line')} not" if self._refused else ""
        return f"{counted(self._added, 'task')} added{refused}"


def _print(call: Call, tasks: list[Json]) -> None:
    shown = [task for task in tasks if isinstance(task, dict)]
    print_tasks(call.terminal, shown, brief(shown), call.now())


def _created(answer: JsonObject) -> list[tuple[str, str]]:
    """Return what was made on the way, as `("project", "Home, Work")`."""
    created = answer.get("created")
    found = []
    for kind in ("project", "label"):
        names = created.get(f"{kind}s") if isinstance(created, dict) else None
        if isinstance(names, list) and names:
            found.append((kind if len(names) == 1 else f"{kind}s", ", ".join(map(str, names))))
    return found


def _dialect(call: Call) -> JsonObject:
    dialect = call.said.one("dialect")
    return {"dialect": dialect} if dialect else {}


def _outcome(result: Json) -> Json | AtomError:
    """Return the task that a line has become, or why it has not."""
    found = result if isinstance(result, dict) else {}
    if "task" in found:
        return found["task"]
    told = found.get("error")
    said = told if isinstance(told, dict) else {"message": "It was not added.", "code": "left-out"}
    message, hint, code = (str(said.get(name) or "") for name in ("message", "hint", "code"))
    return AtomError(message, hint, code)
