"""A file to be imported: is it one, which format is it in, and its bytes piece by piece."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from atom_desktop.core.commands import Caller
from atom_desktop.model.errors import AtomError, NotFound, Unavailable, UserError
from atom_desktop.model.formats.registry import HEAD_LENGTH, NAMES, recognise

CHUNK: Final = 1 << 18
"""Bytes that are parsed in one go: more would hold up the other threads."""


def known_format(path: Path, named: str) -> str:
    """Return the format that was named, or else the one that the file seems to be in."""
    head = _head(path)
    if named:
        if named not in NAMES:
            message = f"There is no format “{named[:40]}”."
            raise UserError(message, f"Choose from {', '.join(NAMES)}.")
        return named
    found = recognise(path.name, head)
    if found is None:
        message = f"The format of “{path.name}” cannot be told."
        raise UserError(message, f"Name it with --format: {', '.join(NAMES)}.", "format")
    return found


def chunks(path: Path, caller: Caller) -> Iterator[bytes]:
    """Yield the bytes of a file, telling how far it is; raises `UserError` when cancelled."""
    try:
        with path.open("rb", buffering=0) as file:
            size = path.stat().st_size
            done = 0
            while chunk := file.read(CHUNK):
                stop_if_cancelled(caller)
                done += len(chunk)
                text = f"Reading {path.name}"
                caller.progress({"done": done, "total": max(size, done), "text": text})
                yield chunk
    except OSError as error:
        raise _unreadable(path, error) from error


def stop_if_cancelled(caller: Caller) -> None:
    """Raise `UserError` if nobody waits any more; nothing was changed until here."""
    if caller.cancelled():
        raise UserError("It was cancelled.", "Nothing was changed.", "cancelled")


def _head(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            message = f"“{path}” is not a file."
            raise UserError(message, "Name the file that holds the tasks.")
        with path.open("rb") as file:
            return file.read(HEAD_LENGTH)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> AtomError:
    if isinstance(error, FileNotFoundError):
        return NotFound(f"There is no file “{path}”.", "Look at how its name is written.")
    message = f"“{path}” cannot be read: {error.strerror or error}."
    return Unavailable(message, "Make sure that you may read it, then try again.", "unreadable")
