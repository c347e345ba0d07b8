"""Where the files of our design are: beside the package in a clone, inside it when installed."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_FOLDER: Final = "resources"


def find_resources(package: Path = _PACKAGE) -> Path:
    """Return the folder of tokens, marks and tray icons."""
    inside = package / _FOLDER
    return inside if inside.is_dir() else package.parent / _FOLDER
