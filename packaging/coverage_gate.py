"""Fails when too few branches of the rooms that hold a person's records are tested.

python packaging/coverage_gate.py coverage.json
"""

import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "atom_desktop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many branches there are, and how many of them a test went through."""

    branches: int
    covered: int

    @property
    def per_cent(self) -> float:
        """Return the covered share; what has no branches is covered."""
        return 100 * self.covered / self.branches if self.branches else 100.0


def room_of(path: str) -> str:
    """Return the room a file belongs to, whatever the slashes of the system."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return parts[1] if len(parts) > 2 and parts[0] == PACKAGE else ""


def shares(report: Mapping[str, Mapping[str, object]], rooms: Sequence[str]) -> dict[str, Share]:
    """Return the share of each room, from coverage's JSON report."""
    found = {room: Share(branches=0, covered=0) for room in rooms}
    for path, entry in report["files"].items():
        room = room_of(path)
        if room not in found:
            continue
        numbers = entry["summary"]  # type: ignore[index]  # coverage's JSON has no types
        found[room] = Share(
            branches=found[room].branches + numbers["num_branches"],
            covered=found[room].covered + numbers["covered_branches"],
        )
    return found


def verdict(found: Mapping[str, Share], least: float) -> tuple[bool, str]:
    """Return whether the rooms together reach `least` per cent, and the lines that tell it."""
    lines = [
        f"{room:<8} {share.covered:>6} of {share.branches:>6} branches  {share.per_cent:6.2f} %"
        for room, share in found.items()
    ]
    branches = sum(share.branches for share in found.values())
    covered = sum(share.covered for share in found.values())
    if not branches:
        return False, "No branch was measured: did the tests run with --cov?"
    total = Share(branches=branches, covered=covered).per_cent
    lines.append(f"together {covered:>6} of {branches:>6} branches  {total:6.2f} %, {least} needed")
    return total >= least, "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Read the report named on the command line and judge it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["atom"]["gates"]
    report = json.loads((ROOT / arguments[0]).read_text("utf-8"))
    found = shares(report, settings["branch_coverage_rooms"])
    passed, text = verdict(found, settings["branch_coverage"])
    print(text)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
