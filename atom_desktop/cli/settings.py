"""`atom settings`: looking at settings, changing them, and going back to the defaults."""

import json

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.program import Call
from atom_desktop.cli.text import harmless
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json, JsonObject


def settings(call: Call) -> Exit:
    """List settings, show one, change it, or put it back."""
    key, *value = (*call.said.words, *[""] * (not call.said.words))
    if call.said.has("reset"):
        if not key or value:
            raise UserError("--reset takes one setting.", "Say it like atom settings KEY --reset.")
        return _told(call, call.ask_once("settings.reset", {"key": key}))
    if not key:
        return _list(call)
    if not value:
        return _told(call, call.ask_once("settings.get", {"key": key}))
    return _told(call, call.ask_once("settings.set", {"key": key, "value": value[0]}))


def _list(call: Call) -> Exit:
    found = call.ask_once("settings.list", {})["settings"]
    terminal = call.terminal
    if terminal.as_json:
        terminal.document({"settings": found})
        return Exit.DONE
    declared = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    width = max((len(str(one.get("key"))) for one in declared), default=0) + 2
    for setting in declared:
        key = f"{harmless(str(setting.get('key'))):<{width}}"
        terminal.line(key + terminal.paint(_value(setting), "bold"))
        terminal.line(" " * width + terminal.paint(harmless(_about(setting)), "dim"))
    return Exit.DONE


def _value(setting: JsonObject) -> str:
    """Return the present value, and the default where it is another."""
    value, default = setting.get("value"), setting.get("default")
    return _shown(value) if value == default else f"{_shown(value)} (default {_shown(default)})"


def _about(setting: JsonObject) -> str:
    choices = setting.get("choices")
    among = f" One of: {', '.join(map(str, choices))}." if isinstance(choices, list) else ""
    return f"{setting.get('help')}{among}"


def _told(call: Call, answer: JsonObject) -> Exit:
    if call.terminal.as_json:
        call.terminal.document(answer)
    else:
        call.terminal.line(_shown(answer.get("value")))
    return Exit.DONE


def _shown(value: Json) -> str:
    return harmless(value if isinstance(value, str) else json.dumps(value))
