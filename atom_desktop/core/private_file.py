"""A new file that only its owner can read, safe on the disk when it is written."""

import os
from pathlib import Path

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


def write_private(path: Path, text: str) -> None:
    """Write `text` into a file that is not there yet; raises `OSError`, and leaves none then."""
    handle = os.open(path, _FLAGS | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
