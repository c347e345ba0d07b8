#!/usr/bin/env python3
"""Sets ATOM up beside its code and opens it, or runs every test: the one command of the README.

python3 packaging/bootstrap.py [--yes] [--headless] [ARGUMENTS OF ATOM]
python3 packaging/bootstrap.py test [--yes] [ARGUMENTS OF PYTEST] [--nightly] [--real] [--fast-fail]

--yes      installs missing system packages without asking
--nightly  also runs the tests that take minutes
--real     also runs the tests against real programs (a display, a browser, servers)

`python3 packaging/bootstrap.py -- --help` lists what ATOM itself understands.
"""

# This file alone must be readable by an older Python, which is then told what it is.
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWEST = (3, 14)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main(arguments: "list[str]") -> int:
    """Do what the arguments ask for and return the exit status."""
    if arguments[:1] in (["--help"], ["-h"]):
        print(__doc__)
        return 0
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return go_on_with_another_python(arguments)
    import front_door  # noqa: PLC0415 -- an older Python could not read it

    return front_door.enter(ROOT, arguments)


def go_on_with_another_python(arguments: "list[str]") -> int:
    """Hand over to a Python that fits, if one is on the search path; say so if none is."""
    mine = "{}.{}".format(*sys.version_info[:2])
    needs = "{}.{} to {}.{}".format(*OLDEST, *NEWEST)
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other and is_python(other, minor):
            print(f"ATOM needs Python {needs}, this is {mine}: going on with {other}.")
            sys.stdout.flush()
            return subprocess.call([other, os.path.abspath(__file__), *arguments])
    print(f"ATOM needs Python {needs}, and this is Python {mine}.", file=sys.stderr)
    print("Install one of these, then start again with it.", file=sys.stderr)
    return 1


def is_python(program: str, minor: int) -> bool:
    """Tell whether `program` runs and is Python 3.minor; a name on the search path may lie."""
    asked = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.check_output([program, "-c", asked], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.decode().split() == ["3", str(minor)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
