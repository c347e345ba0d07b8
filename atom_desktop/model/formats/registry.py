"""The formats that can be read and written, and how to tell which one a file is in."""

import re
from typing import Final

import msgspec

from atom_desktop.model.errors import UserError
from atom_desktop.model.formats import (
    atom_json,
    taskwarrior,
    taskwarrior_write,
    todotxt,
    todotxt_write,
)
from atom_desktop.model.formats.base import ReadTasks, WriteTasks

HEAD_LENGTH: Final = 4096
"""How much of a file `recognise` wants to see."""

_ATOM: Final = re.compile(rb'\s*\{\s*"format"\s*:\s*"atom"')
_TASKWARRIOR: Final = re.compile(rb'\s*(?:\[\s*)?\{\s*"')
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class TaskFormat(msgspec.Struct, frozen=True, kw_only=True):
    """A format of tasks: its name in commands, its title for people, who reads and writes it."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    read: ReadTasks
    write: WriteTasks


TASK_FORMATS: Final = (
    TaskFormat(
        name=taskwarrior.NAME,
        title="Taskwarrior JSON",
        suffixes=(".json", ".data"),
        read=taskwarrior.read,
        write=taskwarrior_write.write,
    ),
    TaskFormat(
        name=todotxt.NAME,
        title="todo.txt",
        suffixes=(".txt",),
        read=todotxt.read,
        write=todotxt_write.write,
    ),
)
"""ATOM's own format is not among them: it carries every kind of record (`atom_json`)."""

NAMES: Final = (atom_json.NAME, *(one.name for one in TASK_FORMATS))


def task_format(name: str) -> TaskFormat:
    """Return the format of tasks with that name, or refuse with `UserError`."""
    for one in TASK_FORMATS:
        if one.name == name:
            return one
    raise UserError(f"There is no format “{name[:40]}”.", f"Choose from {', '.join(NAMES)}.")


def recognise(file_name: str, head: bytes) -> str | None:
    """Return the name of the format that a file seems to be in, by its first bytes and suffix."""
    for mark in _MARKS:
        head = head.removeprefix(mark)
    if _ATOM.match(head):
        return atom_json.NAME
    if _TASKWARRIOR.match(head):
        return taskwarrior.NAME
    suffix = file_name[file_name.rfind(".") :].lower() if "." in file_name else ""
    for one in TASK_FORMATS:
        if suffix in one.suffixes:
            return one.name
    return None
