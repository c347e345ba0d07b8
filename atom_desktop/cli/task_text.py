"""Tasks as text: a table for many, a page for one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from atom_desktop.cli.terminal import PIPE_WIDTH, Terminal
from atom_desktop.cli.text import Column, cells, harmless, table_line, table_widths
from atom_desktop.cli.when import instant_words, is_past, minutes_words, planned_words
from atom_desktop.model.json import Json, JsonObject

_COLUMNS: Final = (
    Column("id"),
    Column(""),
    Column("task", flexible=True),
    Column("project", flexible=True),
    Column("labels", flexible=True),
    Column("due"),
    Column("deadline"),
)
_PRIORITY_COLOURS: Final = {1: "red", 2: "yellow", 3: "blue"}
_MARKS: Final = {"done": "x", "cancelled": "-", "waiting": "w"}
_TITLE: Final = 2
"""The place of the title among the columns."""
_PADDED: Final = 100
"""A pipe gets whole titles, but one long title makes no other line longer than this."""
_NAMES: Final = 11
_BRIEF: Final = 7


def print_tasks(
    terminal: Terminal,
    tasks: Sequence[JsonObject],
    short: Mapping[str, str],
    now: dt.datetime,
    *,
    headed: bool = False,
) -> None:
    """Print a table of tasks; `short` holds the id of each as it is to be shown."""
    rows = [_row(task, short, now) for task in tasks]
    room = table_widths(_COLUMNS, rows, terminal.width)
    widths = [*room]
    if terminal.width == PIPE_WIDTH:
        widths[_TITLE] = min(room[_TITLE], _PADDED)
    if headed and terminal.colourful:
        headings = [column.heading for column in _COLUMNS]
        heading = "".join(table_line(_COLUMNS, headings, widths))
        terminal.line(terminal.paint(heading, "dim"))
    shown = [place for place, width in enumerate(widths) if width]
    for task, row in zip(tasks, rows, strict=True):
        own = [*widths]
        own[_TITLE] = max(widths[_TITLE], min(room[_TITLE], cells(row[_TITLE])))
        parts = table_line(_COLUMNS, row, own)
        colours = _colours(task, now)
        painted = (
            terminal.paint(part, colours[place]) for place, part in zip(shown, parts, strict=False)
        )
        terminal.line("".join(painted))


def print_task(terminal: Terminal, task: JsonObject, now: dt.datetime) -> None:
    """Print everything that a task says; fields without a value are left out."""
    terminal.line(terminal.paint(harmless(_text(task, "title")), "bold"))
    for name, value in _fields(task, now):
        terminal.line(terminal.paint(f"{name:<{_NAMES}}", "dim") + harmless(value))
    notes = _text(task, "notes")
    if notes:
        terminal.line()
        for line in harmless(notes, lines=True).splitlines():
            terminal.line(f"  {line}".rstrip())


def brief(tasks: Sequence[JsonObject]) -> dict[str, str]:
    """Return the first letters of each id: enough where nobody counts how many are unique."""
    return {_text(task, "id"): _text(task, "id")[:_BRIEF] for task in tasks}


def path_of(task: JsonObject) -> str:
    """Return the project of a task with its section, as it is written behind `#`."""
    project = task.get("project")
    path = project.get("path") if isinstance(project, dict) else None
    section = task.get("section")
    return "/".join(str(part) for part in (path, section) if part)


def _row(task: JsonObject, short: Mapping[str, str], now: dt.datetime) -> tuple[str, ...]:
    number = _text(task, "id")
    return (
        short.get(number, number),
        _mark(task),
        harmless(_text(task, "title")),
        harmless(path_of(task)),
        harmless(" ".join(f"@{label}" for label in _list(task, "labels"))),
        planned_words(task.get("due"), now),
        planned_words(task.get("deadline"), now),
    )


def _mark(task: JsonObject) -> str:
    status = _MARKS.get(_text(task, "status"))
    if status:
        return status
    priority = task.get("priority")
    return f"p{priority}" if priority in {1, 2, 3} else ""


def _colours(task: JsonObject, now: dt.datetime) -> tuple[str, ...]:
    closed = _text(task, "status") in {"done", "cancelled"}
    late = not closed and is_past(task.get("due"), now)
    missed = not closed and is_past(task.get("deadline"), now)
    priority = task.get("priority")
    mark = _PRIORITY_COLOURS.get(priority, "") if isinstance(priority, int) else ""
    return (
        "dim",
        "dim" if closed else mark,
        "dim" if closed else "",
        "cyan",
        "magenta",
        "red" if late else "green",
        "red" if missed else "yellow",
    )


def _fields(task: JsonObject, now: dt.datetime) -> list[tuple[str, str]]:
    pairs = [
        ("id", _text(task, "id")),
        ("project", path_of(task)),
        ("labels", ", ".join(str(label) for label in _list(task, "labels"))),
        ("priority", _priority(task)),
        ("status", "" if task.get("status") == "open" else _text(task, "status")),
        *((name, planned_words(task.get(name), now)) for name in ("start", "due", "deadline")),
        *((name, minutes_words(task.get(name))) for name in ("duration", "estimate", "spent")),
        ("repeats", _recurrence(task)),
        ("reminders", ", ".join(_reminder(each, now) for each in _list(task, "reminders"))),
        ("parent", _text(task, "parent")),
        ("depends on", ", ".join(map(str, _list(task, "depends_on")))),
        ("assignee", _text(task, "assignee")),
        *(("[x]" if done else "[ ]", text) for text, done in _checklist(task)),
        ("links", " ".join(map(str, _list(task, "links")))),
        *(
            (name, instant_words(task.get(name), now))
            for name in ("created", "changed", "done", "trashed", "archived")
        ),
    ]
    return [(name, value) for name, value in pairs if value]


def _priority(task: JsonObject) -> str:
    priority = task.get("priority")
    return "" if priority in {None, 4} else f"{priority}"


def _recurrence(task: JsonObject) -> str:
    rule = task.get("recurrence")
    return str(rule.get("text") or rule.get("rule") or "") if isinstance(rule, dict) else ""


def _reminder(reminder: Json, now: dt.datetime) -> str:
    if not isinstance(reminder, dict):
        return ""
    before = reminder.get("before")
    return f"{minutes_words(before)} before" if before else planned_words(reminder.get("at"), now)


def _checklist(task: JsonObject) -> list[tuple[str, bool]]:
    items = [item for item in _list(task, "checklist") if isinstance(item, dict)]
    return [(str(item.get("text", "")), item.get("done") is True) for item in items]


def _text(task: JsonObject, name: str) -> str:
    value = task.get(name)
    return value if isinstance(value, str) else ""


def _list(task: JsonObject, name: str) -> list[Json]:
    value = task.get(name)
    return value if isinstance(value, list) else []
