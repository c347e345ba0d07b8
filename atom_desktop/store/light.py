"""What a short-lived terminal command needs to know of a vault, with the standard library alone.

The command line asks here which vault lies in a folder before it decides whether it must load the
store at all.
"""

import json
from pathlib import Path
from typing import Final

_VAULT_DIGITS: Final = 32
_MOST_BYTES: Final = 1 << 14


def vault_id(data: Path) -> bytes | None:
    """Return the id of the vault in a folder, or None if no key slot there names one.

    Nothing is verified: whoever opens the vault does that.
    """
    try:
        paths = sorted((data / "keys").iterdir())
    except OSError:
        return None
    for path in paths:
        found = _named_in(path) if path.suffix == ".json" and path.name[0] != "." else None
        if found is not None:
            return found
    return None


def _named_in(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            text = json.loads(file.read(_MOST_BYTES))["slot"]["vault"]
        return bytes.fromhex(text) if len(text) == _VAULT_DIGITS else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
