"""The command that lists all commands, with what each takes in words."""

from typing import Any, Final

import msgspec
from msgspec import inspect

from atom_desktop.core.commands import Command, Commands, Context, Permission
from atom_desktop.model.json import Json, JsonObject

_WORDS: Final[dict[type[inspect.Type], str]] = {
    inspect.StrType: "text",
    inspect.IntType: "whole number",
    inspect.FloatType: "number",
    inspect.BoolType: "true or false",
    inspect.NoneType: "null",
    inspect.AnyType: "anything",
}


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Takes nothing."""


def listing(commands: Commands) -> Command[Nothing]:
    """Return the command that lists these commands."""

    def run(_context: Context, _params: Nothing) -> Json:
        return {"commands": [_described(command) for command in commands]}

    return Command(
        id="command.list",
        title="Commands",
        help="Lists everything that can be done, and what each command takes.",
        params=Nothing,
        run=run,
        permission=Permission.READ,
        locked=True,
    )


def _described(command: Command[Any]) -> JsonObject:
    params: JsonObject = {
        field.encode_name: _field_words(field) for field in msgspec.structs.fields(command.params)
    }
    return {
        "id": command.id,
        "title": command.title,
        "help": command.help,
        "permission": command.permission.value,
        "undoable": command.undoable,
        "params": params,
    }


def _field_words(field: msgspec.structs.FieldInfo) -> str:
    """Return the type of a parameter in words, and what it is when it is left out."""
    words = type_words(inspect.type_info(field.type))
    default = field.default
    if default is msgspec.NODEFAULT and field.default_factory is not msgspec.NODEFAULT:
        default = field.default_factory()
    if default is msgspec.NODEFAULT:
        return words
    return f"{words}, else {msgspec.json.encode(default).decode()}"


def type_words(kind: inspect.Type) -> str:
    """Return a type in words."""
    match kind:
        case inspect.UnionType():
            known = {type_words(one): None for one in kind.types}
            return " or ".join(sorted(known, key=lambda words: words == "null"))
        case inspect.ListType():
            return f"list of {type_words(kind.item_type)}"
        case inspect.DictType():
            return f"object of {type_words(kind.value_type)}"
        case inspect.LiteralType():
            return ", ".join(map(str, kind.values))
        case inspect.EnumType():
            return ", ".join(str(member.value) for member in kind.cls)
        case _:
            return _WORDS.get(type(kind), "object")
