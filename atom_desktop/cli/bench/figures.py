"""One measured figure, the baseline it stands beside, and how both are shown."""

from collections.abc import Callable, Sequence
from enum import StrEnum

import msgspec

from atom_desktop.model.json import JsonObject


class Unit(StrEnum):
    """What a figure counts."""

    MILLISECONDS = "ms"
    MICROSECONDS = "us"
    MEGABYTES = "MB"
    PER_SECOND = "/s"


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One measured figure.

    `baseline` is measured in the same run by the means that `baseline_name` says, in the same unit;
    `limit` is the most it may be (for `PER_SECOND` the least), computed from the baseline where
    the goal is relative to it.
    """

    name: str
    value: float
    unit: Unit
    limit: float
    baseline_name: str
    baseline: float
    detail: str = ""

    @property
    def ratio(self) -> float:
        """How many times the baseline this takes."""
        return self.value / self.baseline if self.baseline else 0.0

    @property
    def reached(self) -> bool:
        """Whether the figure is within its limit."""
        if self.unit is Unit.PER_SECOND:
            return self.value >= self.limit
        return self.value <= self.limit

    def as_json(self) -> JsonObject:
        """Return the figure as one JSON object."""
        return {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit.value,
            "limit": round(self.limit, 4),
            "reached": self.reached,
            "baseline": {"name": self.baseline_name, "value": round(self.baseline, 4)},
            "ratio": round(self.ratio, 3),
            "detail": self.detail,
        }


def table(figures: Sequence[Figure]) -> str:
    """Lay figures out as aligned text, one a line."""
    rows = [("figure", "measured", "reach", "ratio", "baseline", "", "")]
    for figure in figures:
        sign = ">=" if figure.unit is Unit.PER_SECOND else "<="
        rows.append(
            (
                figure.name,
                f"{figure.value:,.2f} {figure.unit}",
                f"{sign} {figure.limit:,.2f}",
                f"{figure.ratio:.2f}",
                f"{figure.baseline:,.2f} {figure.unit} {figure.baseline_name}",
                "ok" if figure.reached else "SHORT",
                figure.detail,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def median(values: Sequence[float]) -> float:
    """Return the middle value."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def timed(work: Callable[[], object], repeats: int, clock: Callable[[], float]) -> list[float]:
    """Run `work` some times and return what each took, in milliseconds of `clock`."""
    taken = []
    for _ in range(repeats):
        start = clock()
        work()
        taken.append((clock() - start) * 1000)
    return taken
