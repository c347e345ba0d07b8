"""`atom settings`: looking at settings, changing them, and going back to the defaults."""

import json
from typing import Final

from atom_desktop.cli.failure import Exit
from atom_desktop.cli.program import Call
from atom_desktop.cli.text import Column, harmless, table_line, table_widths
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json, JsonObject

_COLUMNS: Final = (
    Column("setting"),
    Column("value", flexible=True),
    Column("", flexible=True),
    Column("what it does", flexible=True),
)


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
    rows = [_row(one) for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    widths = table_widths(_COLUMNS, rows, terminal.width)
    for row in rows:
        key, *rest = table_line(_COLUMNS, row, widths)
        terminal.line(key + terminal.paint(rest[0], "bold") + "".join(rest[1:]))
    return Exit.DONE


def _row(setting: JsonObject) -> tuple[str, ...]:
    value, default = setting.get("value"), setting.get("default")
    changed = "" if value == default else f"(default {_shown(default)})"
    choices = setting.get("choices")
    among = f" One of: {', '.join(map(str, choices))}." if isinstance(choices, list) else ""
    about = f"{setting.get('help')}{among}"
    return (harmless(str(setting.get("key"))), _shown(value), changed, harmless(about))


def _told(call: Call, answer: JsonObject) -> Exit:
    if call.terminal.as_json:
        call.terminal.document(answer)
    else:
        call.terminal.line(_shown(answer.get("value")))
    return Exit.DONE


def _shown(value: Json) -> str:
    return harmless(value if isinstance(value, str) else json.dumps(value))
