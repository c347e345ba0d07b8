"""Writes the two lock files anew from pyproject.toml; needs uv, and a package index in reach.

python packaging/lock.py [--upgrade]
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = "3.11"
LOCK = "packaging/requirements.lock"
TEST_LOCK = "packaging/requirements-test.lock"


def compile_command(uv: str, output: str, *more: str) -> list[str]:
    """Return the command that resolves pyproject.toml for every system and Python at once."""
    options = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-header"]
    options += ["--no-emit-find-links", "--python-version", OLDEST_PYTHON, "--quiet"]
    return [uv, "pip", "compile", *options, *more, "pyproject.toml", "-o", output]


def leave_out(lock: str) -> list[str]:
    """Return the options that keep what is in one lock file out of another."""
    names = sorted(set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)))
    return [word for name in names for word in ("--no-emit-package", name)]


def main(arguments: list[str]) -> int:
    """Lock what ATOM needs, then what its tests need besides, at the same versions."""
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv is None:
        print("uv is not here: install it with pip, then start again.", file=sys.stderr)
        return 1
    status = subprocess.call(compile_command(uv, LOCK, *arguments), cwd=ROOT)
    if status:
        return status
    # A requirement that both files name would be checked twice.
    besides = ["--group", "dev", "-c", LOCK, *leave_out((ROOT / LOCK).read_text("utf-8"))]
    return subprocess.call(compile_command(uv, TEST_LOCK, *besides, *arguments), cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
