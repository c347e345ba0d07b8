"""Whether a window could be shown here; asked at every start, so with next to no imports."""

import sys
from collections.abc import Mapping


def has_display(environ: Mapping[str, str]) -> bool:
    """Tell whether a window could be shown."""
    if sys.platform in {"win32", "darwin"} or environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
