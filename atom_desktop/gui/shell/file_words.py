"""What an import or an export has found, in words."""

from collections.abc import Mapping
from typing import Final

from atom_desktop.gui.shell.deeds import listed
from atom_desktop.model.formats import atom_json
from atom_desktop.model.formats.base import LossKind
from atom_desktop.model.formats.registry import TASK_FORMATS
from atom_desktop.model.json import Json, JsonObject

SHOWN: Final = 6
"""First titles, and examples, that are shown."""
_KINDS: Final = {
    LossKind.DROPPED: "is left out",
    LossKind.CHANGED: "becomes something close to it",
    LossKind.KEPT: "is kept with the task, without an effect",
    LossKind.CLEANED: "loses characters that no text needs",
    LossKind.YOURS: "was changed in ATOM and stays so",
}


def format_titles() -> dict[str, str]:
    """Return the formats by name, with what people call them."""
    return {atom_json.NAME: "ATOM", **{one.name: one.title for one in TASK_FORMATS}}


def found_text(report: Mapping[str, Json]) -> str:
    """Return what kind of file it is, and how much of it is new."""
    name = str(report.get("format"))
    parts = [
        f"{number:,} {word}"
        for word in ("new", "updated", "unchanged")
        if (number := count_of(report, word))
    ]
    counted = ", ".join(parts) or "nothing to bring in"
    return f"{format_titles().get(name, name)} file: {counted}."


def count_of(report: Mapping[str, Json], name: str) -> int:
    """Return one of the counts of an import."""
    counts = report.get("counts")
    number = counts.get(name) if isinstance(counts, dict) else 0
    return number if isinstance(number, int) else 0


def title_lines(report: Mapping[str, Json]) -> list[str]:
    """Return the first titles."""
    brought = count_of(report, "new") + count_of(report, "updated")
    titles = [str(one) for one in listed(dict(report), "preview")] if brought else []
    rest = brought - min(len(titles), SHOWN)
    more = [f"and {rest:,} more"] if rest > 0 and titles else []
    return titles[:SHOWN] + more


def loss_lines(report: Mapping[str, Json]) -> list[str]:
    """Return what has no place on the other side, a line each."""
    return [_loss(one) for one in listed(dict(report), "losses") if isinstance(one, dict)]


def problem_lines(report: Mapping[str, Json]) -> list[str]:
    """Return what could not be read; the messages name the lines."""
    told = listed(dict(report), "problems")
    return [str(one["message"]) for one in told if isinstance(one, dict)]


def _loss(loss: JsonObject) -> str:
    examples = ", ".join(f"“{str(one)[:60]}”" for one in listed(loss, "examples")[:2])
    said = _KINDS.get(LossKind(str(loss["kind"])), "")
    count = loss["count"]
    shown = f"{count:,}" if isinstance(count, int) else str(count)
    return f"{loss['field']} ({shown}) {said}" + (f": {examples}" if examples else "") + "."
