"""`atom undo`, `atom redo` and `atom history`."""

from typing import Final

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.numbers import whole_number
from atom_desktop.cli.program import Call
from atom_desktop.cli.text import cells, cut, harmless
from atom_desktop.cli.when import instant_words
from atom_desktop.model.json import Json, JsonObject

SCREENFUL: Final = 50
_LONGEST_VALUE: Final = 60
_INDENT: Final = 18
_NARROWEST: Final = 20
_UNSAID: Final = frozenset({"changed", "order"})
"""Fields that follow from others, and tell a person nothing."""


def undo(call: Call) -> Exit:
    """Take the last change back."""
    return _step(call, "history.undo", "Undo")


def redo(call: Call) -> Exit:
    """Repeat what was taken back."""
    return _step(call, "history.redo", "Redo")


def show_history(call: Call) -> Exit:
    """Print what was changed, newest first; for one task with the fields that changed."""
    said = call.said.one("limit")
    limit = whole_number("--limit", said) if said is not None else SCREENFUL
    about = call.said.words[0] if call.said.words else ""
    answer = call.ask_once("history.list", {"id": about, "limit": limit})
    if call.terminal.as_json:
        call.terminal.document({"steps": answer["steps"]})
        return Exit.DONE
    steps = [step for step in _list(answer["steps"]) if isinstance(step, dict)]
    for step in steps:
        _print(call, step, in_full=bool(about))
    if not steps and call.terminal.on_screen:
        call.terminal.line(call.terminal.paint("Nothing was changed yet.", "dim"))
    return Exit.DONE


def _step(call: Call, command: str, word: str) -> Exit:
    answer = call.ask_once(command, {})
    if call.terminal.as_json:
        call.terminal.document(answer)
    else:
        title = str(answer.get("title") or "").removeprefix(f"{word}: ")
        call.terminal.line(f"{word}: {harmless(title)}")
    return Exit.DONE


def _print(call: Call, step: JsonObject, *, in_full: bool) -> None:
    terminal = call.terminal
    when = instant_words(step.get("at"), call.now())
    title = harmless(str(step.get("title") or step.get("command") or ""))
    actor = str(step.get("actor") or "")
    by = "" if actor in {"", "user"} else f"  ({harmless(actor)})"
    title = cut(title, max(_NARROWEST, terminal.width - _INDENT - cells(by)))
    when = terminal.paint(f"{when:<{_INDENT}}", "dim")
    terminal.line(f"{when}{title}{terminal.paint(by, 'cyan')}")
    for change in _list(step.get("changes")) if in_full else []:
        if isinstance(change, dict) and change.get("field") not in {None, "", *_UNSAID}:
            before, after = _value(change.get("before")), _value(change.get("after"))
            field = terminal.paint(harmless(str(change["field"])), "cyan")
            terminal.line(f"{'':{_INDENT}}{field}: {before} → {after}")


def _value(value: Json) -> str:
    """Return a value of a field on one short line."""
    if value in (None, "", [], {}):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        shown = str(value.get("at") or value.get("date") or value.get("text") or value)
    elif isinstance(value, list):
        shown = ", ".join(map(str, value))
    else:
        shown = str(value)
    return cut(harmless(shown), _LONGEST_VALUE)


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
