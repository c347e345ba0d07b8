"""What an import or export did, or would do."""

from dataclasses import dataclass, field
from typing import Final

from atom_desktop.model.formats.base import Loss
from atom_desktop.model.json import Json, JsonObject

PREVIEWED: Final = 20
MOST_PROBLEMS: Final = 100


@dataclass(slots=True)
class Problems:
    """What kept something from being carried as it was meant; the first hundred are told."""

    told: list[JsonObject] = field(default_factory=list)
    count: int = 0

    def add(self, message: str, line: int | None = None) -> None:
        """Take note of one."""
        self.count += 1
        if len(self.told) < MOST_PROBLEMS:
            self.told.append({"line": line, "message": message})


@dataclass(slots=True)
class Counts:
    """How many records are new, updated or as they were.

    `kept_yours` counts those in which something was changed in ATOM and stayed so, whatever the
    file says; they are among the updated and unchanged ones as well.
    """

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    kept_yours: int = 0


@dataclass(slots=True)
class Report:
    """Everything there is to say."""

    format: str
    counts: Counts = field(default_factory=Counts)
    problems: Problems = field(default_factory=Problems)
    losses: tuple[Loss, ...] = ()
    preview: list[str] = field(default_factory=list)
    step: str | None = None
    refused: bool = False
    """Whether an import would refuse the file; one that is not a dry run does."""

    def show(self, title: str) -> None:
        """Take a title into the preview while it has room."""
        if len(self.preview) < PREVIEWED:
            self.preview.append(title)

    def json(self) -> JsonObject:
        """Return the report as commands give it."""
        counts = self.counts
        return {
            "format": self.format,
            "counts": {
                "new": counts.new,
                "updated": counts.updated,
                "unchanged": counts.unchanged,
                "kept_yours": counts.kept_yours,
                "problems": self.problems.count,
            },
            "losses": losses_json(self.losses),
            "problems": [*self.problems.told],
            "preview": [*self.preview],
            "step": self.step,
            "refused": self.refused,
        }


def losses_json(losses: tuple[Loss, ...]) -> list[Json]:
    """Return losses as commands give them."""
    return [
        {
            "kind": str(loss.kind),
            "field": loss.field,
            "count": loss.count,
            "examples": [*loss.examples],
        }
        for loss in losses
    ]
