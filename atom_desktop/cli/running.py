"""`atom run` and `atom commands`: anything that the registry of commands holds."""

import json
from collections.abc import Sequence

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.program import Call
from atom_desktop.cli.text import harmless
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json, JsonObject


def run_command(call: Call) -> Exit:
    """Run one command with the parameters that were said, and print what it answers."""
    params = read_params(call.said.all("param"))
    terminal = call.terminal
    with call.program.backend() as backend:
        answer = backend.run(call.said.words[0], params, terminal.progress)
    terminal.clear_progress()
    if terminal.as_json:
        terminal.document(answer)
        return Exit.DONE
    shown = json.dumps(answer, ensure_ascii=False, indent=2)
    for line in shown.splitlines():
        terminal.line(harmless(line))
    return Exit.DONE


def list_commands(call: Call) -> Exit:
    """Print every command with what it takes."""
    found = call.ask_once("command.list", {})["commands"]
    if call.terminal.as_json:
        call.terminal.document({"commands": found})
        return Exit.DONE
    commands = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    width = max((len(str(one.get("id"))) for one in commands), default=0) + 2
    for command in commands:
        name = f"{harmless(str(command.get('id'))):<{width}}"
        call.terminal.line(call.terminal.paint(name, "bold") + harmless(str(command.get("help"))))
        for param, kind in _takes(command.get("params")):
            call.terminal.line(f"{'':{width}}{call.terminal.paint(param, 'cyan')}: {kind}")
    return Exit.DONE


def read_params(said: Sequence[str]) -> JsonObject:
    """Read `KEY=VALUE` words; a value that is JSON is read as JSON, anything else is text."""
    params: JsonObject = {}
    for word in said:
        key, equals, value = word.partition("=")
        if not equals or not key:
            message = f"--param takes KEY=VALUE, not “{word[:40]}”."
            raise UserError(message, "Write it like --param text=milk.")
        params[key] = _value(value)
    return params


def _value(text: str) -> Json:
    try:
        value: Json = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return text
    return value


def _no_number(text: str) -> Json:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(text)


def _takes(params: Json) -> list[tuple[str, str]]:
    found = params if isinstance(params, dict) else {}
    return [(harmless(name), harmless(str(kind))) for name, kind in found.items()]
