"""Commands that show and change settings."""

from typing import Final

import msgspec

from atom_desktop.core.commands import Command, Context, Permission
from atom_desktop.core.session import Session
from atom_desktop.core.settings import Setting
from atom_desktop.model.json import Json, JsonObject


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Takes nothing."""


class Key(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The name of a setting."""

    key: str


class KeyAndValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The name of a setting and its new value, which may be written as text."""

    key: str
    value: bool | int | str


def _list(context: Context, _params: Nothing) -> Json:
    session = context.session
    return {"settings": [_described(session, setting) for setting in session.settings]}


def _get(context: Context, params: Key) -> Json:
    return _told(context.session, params.key)


def _set(context: Context, params: KeyAndValue) -> Json:
    session = context.session
    setting = session.settings.declared(params.key)
    value = params.value
    if isinstance(value, str) and not isinstance(setting.default, str):
        value = setting.parsed(value)
    session.settings.set(params.key, value)
    return _told(session, params.key)


def _reset(context: Context, params: Key) -> Json:
    context.session.settings.set(params.key, None)
    return _told(context.session, params.key)


def _told(session: Session, key: str) -> JsonObject:
    return {"key": key, "value": session.settings.get(key)}


def _described(session: Session, setting: Setting) -> JsonObject:
    described: JsonObject = {
        "key": setting.key,
        "title": setting.title,
        "help": setting.help,
        "value": session.settings.get(setting.key),
        "default": setting.default,
        "scope": setting.scope.value,
    }
    if setting.choices:
        described["choices"] = [*setting.choices]
    if setting.least is not None:
        described["least"] = setting.least
    if setting.most is not None:
        described["most"] = setting.most
    return described


COMMANDS: Final = (
    Command(
        id="settings.list",
        title="Settings",
        help="Lists every setting with its value, its default and its limits.",
        params=Nothing,
        run=_list,
        permission=Permission.READ,
    ),
    Command(
        id="settings.get",
        title="Show a setting",
        help="Shows the value of one setting.",
        params=Key,
        run=_get,
        permission=Permission.READ,
        example={"key": "appearance.theme"},
    ),
    Command(
        id="settings.set",
        title="Change a setting",
        help="Gives a setting another value.",
        params=KeyAndValue,
        run=_set,
        permission=Permission.ADMIN,
        example={"key": "appearance.theme", "value": "dark"},
    ),
    Command(
        id="settings.reset",
        title="Reset a setting",
        help="Gives a setting its default value again.",
        params=Key,
        run=_reset,
        permission=Permission.ADMIN,
        example={"key": "appearance.theme"},
    ),
)
