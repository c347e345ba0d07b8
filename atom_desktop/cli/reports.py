"""Reports of long commands as text: figures first, then what was lost or does not verify."""

from collections.abc import Sequence
from typing import Final

from atom_desktop.cli.terminal import Terminal
from atom_desktop.cli.text import cut, harmless
from atom_desktop.model.json import Json, JsonObject

_LONGEST: Final = 160
_MOST: Final = 50
_BYTES: Final = ("B", "kB", "MB", "GB", "TB")


def print_report(terminal: Terminal, report: JsonObject) -> None:
    """Print each value on a line; lists of things follow, one a line."""
    flat = {name: _shown(name, value) for name, value in report.items() if not _is_list(value)}
    width = max(map(len, flat), default=0) + 2
    for name, shown in flat.items():
        if shown:
            label = terminal.paint(f"{_words(name):<{width}}", "dim")
            terminal.line(label + harmless(shown))
    for name, value in report.items():
        if name == "problems" and _are_findings(value):
            print_problems(terminal, value)
        elif isinstance(value, list | tuple) and value:
            _print_list(terminal, _words(name), value)


def print_problems(terminal: Terminal, problems: Json) -> None:
    """Print what does not verify: the file, what is wrong with it, and what to do."""
    listed = problems if isinstance(problems, list | tuple) else ()
    found = [one for one in listed if isinstance(one, dict)]
    for problem in found[:_MOST]:
        file, message, hint = (_told(problem, name) for name in ("file", "message", "hint"))
        terminal.line(terminal.paint(file or "the vault", "bold"))
        for line in (message, hint):
            if line:
                terminal.line(f"  {line}")
    if len(found) > _MOST:
        terminal.line(f"and {len(found) - _MOST:,} more; --json shows them all")


def size_words(size: float) -> str:
    """Return a number of bytes as people write it."""
    for unit in _BYTES[:-1]:
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == _BYTES[0] else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} {_BYTES[-1]}"


def _is_list(value: Json) -> bool:
    """Tell whether a value is a list; a report made in this process may hold tuples."""
    return isinstance(value, list | tuple)


def _are_findings(value: Json) -> bool:
    """Tell whether these are problems of files, rather than lines of an import or just texts."""
    found = value if isinstance(value, list | tuple) else ()
    return any(isinstance(one, dict) and {"file", "message"} <= one.keys() for one in found)


def _told(problem: JsonObject, name: str) -> str:
    value = problem.get(name)
    return harmless(value) if isinstance(value, str) else ""


def _print_list(terminal: Terminal, name: str, values: Sequence[Json]) -> None:
    terminal.line(terminal.paint(f"{name}:", "bold"))
    for value in values[:_MOST]:
        shown = _loss(value) if isinstance(value, dict) else str(value)
        terminal.line(f"  {cut(harmless(shown), _LONGEST)}")
    if len(values) > _MOST:
        terminal.line(f"  and {len(values) - _MOST:,} more")


def _loss(value: JsonObject) -> str:
    """Return one thing of a list; what was lost from a file reads as `dropped urgency (3): 1.5`."""
    if not {"kind", "field", "count"} <= value.keys():
        parts = (f"{_words(name)}: {_shown(name, each)}" for name, each in value.items())
        return ", ".join(part for part in parts if not part.endswith(": "))
    examples = value.get("examples")
    told = (
        ", ".join(str(each) for each in examples if each)
        if isinstance(examples, list | tuple)
        else ""
    )
    said = f"{value['kind']} {value['field']} ({value['count']})"
    return f"{said}: {told}" if told else said


def _words(name: str) -> str:
    return harmless(name.replace("_", " "))


def _shown(name: str, value: Json) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return size_words(value) if "bytes" in name or name == "size" else f"{value:,}"
    if isinstance(value, dict):
        return ", ".join(
            f"{_words(key)} {_shown(key, each)}" for key, each in value.items() if each
        )
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value)
