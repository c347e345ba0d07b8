"""What a failing disk means for the person, in words."""

import errno
from pathlib import Path

from atom_desktop.model.errors import AtomError, Unavailable

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_READ_ONLY = {errno.EROFS}
_FORBIDDEN = {errno.EACCES, errno.EPERM}


def explained(error: OSError, path: Path) -> AtomError:
    """Return the error to show for a failure at `path`."""
    where = str(path)
    if error.errno in _FULL:
        return Unavailable(
            "Could not save to disk. The disk is full.",
            f"Nothing older is lost. Free 20 MB on the disk that holds {where} and try again.",
            "full-disk",
        )
    if error.errno in _READ_ONLY:
        return Unavailable(
            "Could not save to disk. It is read-only.",
            f"Nothing older is lost. Make {where} writable and try again.",
            "read-only",
        )
    if error.errno in _FORBIDDEN:
        return Unavailable(
            "Could not save to disk. The folder does not belong to you.",
            f"Nothing older is lost. Allow your account to write to {where} and try again.",
            "no-permission",
        )
    reason = error.strerror or str(error)
    return Unavailable(
        f"The disk failed: {reason}.",
        f"Nothing older is lost. Check the disk that holds {where}, then try again.",
        "io-error",
    )
