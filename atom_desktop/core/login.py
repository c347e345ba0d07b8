"""When the person logs out: the process whose end ends their login, and a look at whether it lives.

With logind that is the leader of the session, asked for before any key is there, because asking
starts a program and a process that holds a key starts none. Without logind it is the leader of the
controlling terminal's session, the shell of an ssh login for one. macOS and Windows end the
processes of a login themselves.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

_ASK_SECONDS: Final = 3
_PROC: Final = Path("/proc")


class Leader(NamedTuple):
    """A process, told from a later one of the same number by when it was started."""

    pid: int
    started: str

    def lives(self) -> bool:
        """Tell whether the process is still there."""
        return _started(self.pid) == self.started

    def written(self) -> str:
        """Return the leader as text for `read_leader`."""
        return f"{self.pid}:{self.started}"


def read_leader(text: str) -> Leader | None:
    """Read a leader from text; None for anything else."""
    pid, colon, started = text.partition(":")
    return Leader(int(pid), started) if colon and pid.isdigit() else None


def login_leader(environ: Mapping[str, str], terminal: int | None) -> Leader | None:
    """Find the leader of this login; `terminal` is a file descriptor of the terminal, if any."""
    if sys.platform != "linux":
        return None
    session = environ.get("XDG_SESSION_ID", "")
    pid = _logind_leader(session) if session.isalnum() else None
    if pid is None and terminal is not None and os.isatty(terminal):
        pid = os.getsid(0)
    if pid is None or pid == os.getpid():
        return None
    started = _started(pid)
    return Leader(pid, started) if started else None


def _logind_leader(session: str) -> int | None:
    command = ["loginctl", "show-session", session, "--property=Leader", "--value"]
    try:
        asked = subprocess.run(  # noqa: S603 -- a fixed program, and a name of letters and digits
            command, capture_output=True, text=True, timeout=_ASK_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = asked.stdout.strip()
    return int(found) if asked.returncode == 0 and found.isdigit() and int(found) > 1 else None


def _started(pid: int) -> str:
    """Return when a process was started, in clock ticks since boot; "" when there is none."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # The name in brackets may hold anything; 22 fields from the start of the line (proc(5)).
    fields = stat.rpartition(")")[2].split()
    return fields[19] if len(fields) > 19 and fields[0] not in {"Z", "X"} else ""
