"""What every file format has in common: what is read from it, what is written, and what is lost."""

import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Final

import msgspec

from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.planned import zone

RECORD_LIMIT: Final = 16 << 20
"""The most bytes that one line or record may have."""
DEEPEST: Final = 32
"""How far lists and objects may stand inside each other in a value that is kept."""

UNTITLED: Final = "Untitled"
"""The title of a task that came without one."""
BASE: Final = "atom-base"
"""Under this name `imported` notes what a later import has set; other programs never see it."""
_EXAMPLES: Final = 3
_EXAMPLE_LENGTH: Final = 80
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LINE_BREAKS: Final = re.compile(r"\r\n?|[\u2028\u2029]")


class FormatError(UserError):
    """A file that cannot be read, and the line (from 1) at which that shows."""

    default_code = "format"

    def __init__(self, message: str, line: int, hint: str = "") -> None:
        """Name the line in the message."""
        super().__init__(f"Line {line}: {message}", hint or "Nothing was imported.")
        self.line = line


class MalformedError(ValueError):
    """A record that lacks what every record has, or holds what none can."""


class LossKind(StrEnum):
    """What happened to something that has no place on the other side."""

    DROPPED = "dropped"
    """It was left out."""
    CHANGED = "changed"
    """It was carried as something that means nearly the same."""
    KEPT = "kept"
    """It is stored with the task, and has no effect."""
    CLEANED = "cleaned"
    """Characters that no text needs were taken out."""
    YOURS = "yours"
    """It was changed in ATOM since, and stayed so."""


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to a field that could not be carried, how often, and a few examples."""

    kind: LossKind
    field: str
    count: int
    examples: tuple[str, ...]


class Losses:
    """Counts what could not be carried while a file is read or written."""

    def __init__(self) -> None:
        """Start with nothing lost."""
        self._counts: dict[tuple[LossKind, str], int] = {}
        self._examples: dict[tuple[LossKind, str], tuple[str, ...]] = {}

    def add(self, kind: LossKind, field: str, example: object = "") -> None:
        """Count one more; the first few examples are kept."""
        key = (kind, field)
        count = self._counts.get(key, 0)
        self._counts[key] = count + 1
        if count < _EXAMPLES:
            shown = str(example)[:_EXAMPLE_LENGTH]
            self._examples[key] = (*self._examples.get(key, ()), shown)

    def report(self) -> tuple[Loss, ...]:
        """Return everything counted so far, in the order in which it first happened."""
        return tuple(
            Loss(kind=kind, field=field, count=count, examples=self._examples[kind, field])
            for (kind, field), count in self._counts.items()
        )


class ImportedComment(msgspec.Struct, frozen=True, kw_only=True):
    """A comment that came with a task; `created` is a UTC instant or None."""

    text: str
    created: str | None = None


class ImportedTask(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A task as another program had it, ready to be stored once names and references have ids.

    `fields` are stored fields (`model.task`) without those that refer to other records: `project`
    is a path joined by ``/``, `labels` are names, `section` a name in that project, and `parent`,
    `depends_on` and `rule` are source ids of the same file. A `source_id` stays the same when the
    file is read again. `collection` is `rule` for the pattern of a recurring task, whose `fields`
    are then those of a recurrence rule.
    """

    source_id: str
    fields: JsonObject
    project: str | None = None
    section: str | None = None
    labels: tuple[str, ...] = ()
    parent: str | None = None
    depends_on: tuple[str, ...] = ()
    rule: str | None = None
    comments: tuple[ImportedComment, ...] = ()
    collection: Collection = Collection.TASK


class ImportedRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A record of any kind with its own id, as ATOM wrote it."""

    collection: str
    id: str
    fields: JsonObject


class OutgoingTask(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A stored task with the names that its ids stand for, ready to be written."""

    id: str
    fields: JsonObject
    project: str | None = None
    section: str | None = None
    labels: tuple[str, ...] = ()
    comments: tuple[ImportedComment, ...] = ()


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a file is read with: the zone of the person, and where losses are counted."""

    tz: str
    losses: Losses

    def __post_init__(self) -> None:
        """Refuse a zone that does not exist before anything is read."""
        zone(self.tz)


def _no_source(_id: str) -> str | None:
    return None


class Writing(msgspec.Struct, frozen=True, kw_only=True):
    """What a file is written with: the zone of the person, and where losses are counted.

    `source_of` returns the stored `source` of the task with an id, so that a reference to it can be
    written in the way of the program it came from; `referenced` holds the ids of the tasks that
    others in the file refer to.
    """

    tz: str
    losses: Losses
    source_of: Callable[[str], str | None] = _no_source
    referenced: frozenset[str] = frozenset()


Chunks = Iterable[bytes]
ReadTasks = Callable[[Chunks, Reading], Iterator[ImportedTask]]
WriteTasks = Callable[[Iterable[OutgoingTask], Writing], Iterator[bytes]]


def text_in(fields: JsonObject, name: str) -> str:
    """Return a field that is a text, "" if it is absent."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def object_in(fields: JsonObject, name: str) -> JsonObject:
    """Return a field that is an object, an empty one if it is absent."""
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def drop_others(fields: JsonObject, carried: AbstractSet[str], losses: Losses) -> None:
    """Count the fields that have a value and no place in the file."""
    for name in sorted(fields.keys() - carried):
        if fields[name]:
            losses.add(LossKind.DROPPED, name, fields[name])


def clean_text(text: str, losses: Losses, field: str) -> str:
    """Return notes or another long text without control characters, lines ending as in Unix."""
    if text.isprintable():
        return text
    text = _LINE_BREAKS.sub("\n", text)
    cleaned = _CONTROL.sub("", text)
    if len(cleaned) != len(text):
        losses.add(LossKind.CLEANED, field, cleaned)
    return cleaned


def clean_line(text: str, losses: Losses, field: str) -> str:
    """Return a title or name: as `clean_text`, on one line and without spaces around it."""
    if text.isprintable():
        return text.strip()
    cleaned = clean_text(text, losses, field)
    return " ".join(cleaned.split()) if "\n" in cleaned or "\t" in cleaned else cleaned.strip()


def storable(value: object, depth: int = 0) -> Json:
    """Return a value from another program so that it can be written as JSON again.

    Raises `MalformedError` for what is nested so deeply that a reader could stumble over it.
    """
    if depth > DEEPEST:
        raise MalformedError("something in this record is nested too deeply.")
    if isinstance(value, bool | str | float) or value is None:
        return value
    if isinstance(value, int):
        return value if -(1 << 63) <= value < 1 << 64 else str(value)
    if isinstance(value, list):
        return [storable(one, depth + 1) for one in value]
    if isinstance(value, dict):
        return {str(name): storable(one, depth + 1) for name, one in value.items()}
    return str(value)
