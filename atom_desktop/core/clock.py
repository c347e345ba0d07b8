"""What time it is here, and in which zone this computer stands."""

import datetime as dt
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LOCALTIME: Final = Path("/etc/localtime")
_TIMEZONE: Final = Path("/etc/timezone")
_FOLDER: Final = "zoneinfo"
_UTC: Final = "UTC"


class SystemClock:
    """The clock of this computer."""

    def __init__(self, zone: ZoneInfo, seconds: Callable[[], float] = time.time) -> None:
        """Read `seconds` since 1970 on a clock in `zone`."""
        self._zone = zone
        self._seconds = seconds

    def now_ms(self) -> int:
        """Return Unix milliseconds."""
        return int(self._seconds() * 1000)

    def now(self) -> dt.datetime:
        """Return the wall time here, with its zone."""
        return dt.datetime.fromtimestamp(self._seconds(), self._zone)

    def zone(self) -> ZoneInfo:
        """Return the time zone of this computer."""
        return self._zone


def home_zone(environ: Mapping[str, str]) -> ZoneInfo:
    """Return the zone of this computer: TZ, else what the system is set to, else UTC."""
    for name in _names(environ):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo(_UTC)


def _names(environ: Mapping[str, str]) -> list[str]:
    """Return what may name the zone, the best first."""
    found = [environ.get("TZ", "").removeprefix(":")]
    if sys.platform == "win32":
        from atom_desktop.core.windows_zones import system_zone_name  # noqa: PLC0415 -- see name

        found.append(system_zone_name())
    elif _LOCALTIME.is_symlink():
        found.append(_zone_of(os.path.realpath(_LOCALTIME)))
    if _TIMEZONE.is_file():
        found.append(_TIMEZONE.read_text(encoding="utf-8", errors="replace").strip())
    return [_zone_of(name) if name.startswith("/") else name for name in found if name]


def _zone_of(path: str) -> str:
    """Return the name of the zone whose file this is: what stands behind ``zoneinfo/``."""
    return path.partition(f"/{_FOLDER}/")[2].removeprefix("posix/").removeprefix("right/")
