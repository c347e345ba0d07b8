"""What ATOM processes say to each other: requests, progress, answers and errors as JSON lines."""

import json
from typing import Final

from atom_desktop.model.errors import (
    AtomError,
    Busy,
    Conflict,
    Damaged,
    Denied,
    NotFound,
    Unavailable,
    UserError,
)
from atom_desktop.model.json import Json, JsonObject

PROTOCOL: Final = 1
"""Both ends must agree on it; it goes up when an older end would misread a line."""

BEAT_SECONDS: Final = 2.0
"""While a request runs, the owner sends a line at least this often: silence means trouble."""

SILENCE_SECONDS: Final = 10.0
"""A client gives up when it has heard nothing for this long."""

_KINDS: Final = {
    kind.__name__: kind
    for kind in (AtomError, UserError, NotFound, Conflict, Denied, Damaged, Unavailable, Busy)
}


def error_to_wire(error: AtomError) -> JsonObject:
    """Write an error as JSON; `kind` is its place in the tree of `model.errors`."""
    kind = next(base.__name__ for base in type(error).__mro__ if base.__name__ in _KINDS)
    return {"code": error.code, "message": error.message, "hint": error.hint, "kind": kind}


def error_from_wire(found: Json) -> AtomError:
    """Read an error that another process has written."""
    told = found if isinstance(found, dict) else {}
    message, hint, code, kind = (told.get(name) for name in ("message", "hint", "code", "kind"))
    return _KINDS.get(str(kind), AtomError)(
        str(message or "The other ATOM process failed."), str(hint or ""), str(code or "")
    )


def encode_line(line: JsonObject) -> bytes:
    """Write one line, without its end, with nothing but the standard library."""
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def decode_line(line: bytes) -> JsonObject:
    """Read one line; raises `ValueError` or `TypeError` when it is no JSON object."""
    found: Json = json.loads(line)
    if not isinstance(found, dict):
        raise TypeError
    return found
