"""Reads what Taskwarrior exports: a JSON array, or one object a line.

The attributes are those of Taskwarrior's own description of its JSON format
(https://taskwarrior.org/docs/design/task/, read 2026-11). Its instants become wall times of the
person's zone, since a task that is due at nine is due at nine after a change of the clocks too.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Final

import msgspec

from atom_desktop.model.collections import Collection
from atom_desktop.model.formats.base import (
    UNTITLED,
    Chunks,
    FormatError,
    ImportedTask,
    Losses,
    LossKind,
    MalformedError,
    Reading,
    clean_line,
    clean_text,
    storable,
)
from atom_desktop.model.formats.recurring import rule_from_words
from atom_desktop.model.formats.stream import (
    Source,
    not_utf_8,
    place_of_object,
    read_batches,
    read_objects,
)
from atom_desktop.model.formats.zones import Wall
from atom_desktop.model.json import Json, JsonObject

NAME: Final = "taskwarrior"
PRIORITIES: Final = {"H": 1, "M": 2, "L": 3}
_SEPARATORS: Final = re.compile(rb"[\s,\[\]]*+")
_START: Final = re.compile(rb"\s*\[?")
_RAW_CONTROL: Final = re.compile(rb"[\x00-\x1f\x7f]")
_READ: Final = frozenset({
    "description", "uuid", "entry", "status", "project", "tags", "priority", "due", "scheduled",
    "wait", "end", "depends", "annotations", "recur", "parent", "id", "urgency", "modified",
})  # fmt: skip
_SILENTLY_KEPT: Final = frozenset({"mask", "imask", "rtype"})
_OPEN: Final = ("pending", "waiting", "recurring")
_OF_THE_RECORD: Final = ("created", "source", "trashed")
_LONGEST_ID: Final = 200
_LONG_AGO: Final = "1970-01-01T00:00:00Z"

_decode = msgspec.json.Decoder(dict[str, object]).decode


def read(chunks: Chunks, reading: Reading) -> Iterator[ImportedTask]:
    """Yield each task; raises `FormatError` at the first that cannot be read."""
    source = Source(chunks)
    start = _START.match(source.buffer)
    is_array = start is not None and start[0].endswith(b"[")
    source.drop(start.end() if start else 0)
    reader = _Reader(reading)
    yield from _from_batches(source, reader)
    for place, piece in read_objects(source, _SEPARATORS):
        try:
            yield reader.task(_object(piece, reading.losses))
        except (msgspec.DecodeError, RecursionError) as error:
            message = f"this is not JSON: {error}."
            raise FormatError(message, source.line_at(place)) from error
        except UnicodeDecodeError as error:
            raise not_utf_8(piece, source.line_at(place)) from error
        except MalformedError as error:
            raise FormatError(str(error), source.line_at(place)) from error
    if source.buffer:
        seen = source.buffer[:20].decode(errors="replace")
        raise FormatError(f"“{seen}” stands where a task should.", source.line)
    if is_array and not source.closed:
        hint = "The file may have been cut short. Nothing was imported."
        raise FormatError("the list of tasks does not end.", source.line, hint)


def _from_batches(source: Source, reader: "_Reader") -> Iterator[ImportedTask]:
    """Yield the tasks of the usual layout, in which each stands on a line of its own."""
    for batch in read_batches(source):
        number = 0
        try:
            for number, raw in enumerate(batch):  # noqa: B007 -- names the task that fails
                yield reader.task(raw)
        except MalformedError as error:
            place = place_of_object(source.buffer, number)
            raise FormatError(str(error), source.line_at(place)) from error


def _object(piece: bytes, losses: Losses) -> dict[str, object]:
    """Read one object; raw control characters, which JSON forbids, are taken out."""
    try:
        return _decode(piece)
    except msgspec.DecodeError:
        cleaned = _RAW_CONTROL.sub(b" ", piece)
        if cleaned == piece:
            raise
        decoded = _decode(cleaned)
        losses.add(LossKind.CLEANED, "text", cleaned.decode())
        return decoded


class _Reader:
    """Turns one object after the other into a task; what it cannot carry is counted."""

    def __init__(self, reading: Reading) -> None:
        self._losses = reading.losses
        self._wall = Wall(reading.tz)
        self._labels: dict[str, str] = {}
        self._projects: dict[str, str | None] = {}
        self._made: dict[str, int] = {}

    def task(self, raw: dict[str, object]) -> ImportedTask:
        kept: JsonObject = {} if raw.keys() <= _READ else self._unknown(raw)
        source_id = self._source_id(raw)
        fields: JsonObject = {"title": self._title(raw), "source": f"{NAME}:{source_id}"}
        self._state(raw, fields, kept)
        self._dates(raw, fields, kept)
        if "annotations" in raw:
            self._notes(raw, fields, kept)
        if "parent" in raw or "recur" in raw:
            return self._recurring(raw, fields, kept, source_id)
        return self._finished(raw, fields, kept, source_id)

    def _finished(
        self, raw: dict[str, object], fields: JsonObject, kept: JsonObject, source_id: str
    ) -> ImportedTask:
        project = self._project(raw, kept) if "project" in raw else None
        labels = self._read_labels(raw, kept) if "tags" in raw else ()
        depends = self._depends(raw, kept) if "depends" in raw else ()
        if kept:
            fields["imported"] = kept
        return ImportedTask(
            source_id=source_id, fields=fields, project=project, labels=labels, depends_on=depends
        )

    def _keep(self, kept: JsonObject, name: str, value: object) -> None:
        """Store a value that ATOM has no place for, and say so."""
        kept[name] = storable(value)
        self._losses.add(LossKind.KEPT, name, kept[name])

    def _unknown(self, raw: dict[str, object]) -> JsonObject:
        kept: JsonObject = {}
        for name in raw.keys() - _READ:
            if name in _SILENTLY_KEPT:
                kept[name] = storable(raw[name])
            else:
                self._keep(kept, name, raw[name])
        return kept

    def _source_id(self, raw: dict[str, object]) -> str:
        """Return the uuid, or a name made of title and creation where there is none."""
        uuid = raw.get("uuid")
        if isinstance(uuid, str) and 0 < len(uuid) <= _LONGEST_ID and uuid.isprintable():
            return uuid.lower()
        said = f"{_text(raw.get('entry'))} {_text(raw.get('description'))}".encode()
        made = hashlib.blake2b(said, digest_size=16).hexdigest()
        count = self._made[made] = self._made.get(made, -1) + 1
        return f"{made}-{count}" if count else made

    def _title(self, raw: dict[str, object]) -> str:
        title = raw.get("description")
        if not isinstance(title, str):
            raise MalformedError("this task has no description.")
        cleaned = clean_line(title, self._losses, "description")
        if not cleaned:
            self._losses.add(LossKind.CHANGED, "description", UNTITLED)
        return cleaned or UNTITLED

    def _instant(self, raw: dict[str, object], name: str, kept: JsonObject) -> str | None:
        value = raw[name]
        read = self._wall.utc(value) if isinstance(value, str) else None
        if read is None and value is not None:
            self._keep(kept, name, value)
        return read

    def _planned(self, raw: dict[str, object], name: str, kept: JsonObject) -> Json:
        value = raw[name]
        read = self._wall.planned(value) if isinstance(value, str) else None
        if read is None and value is not None:
            self._keep(kept, name, value)
        return read

    def _dates(self, raw: dict[str, object], fields: JsonObject, kept: JsonObject) -> None:
        """Carry scheduled as due, due as deadline (and due if none is scheduled), wait as start."""
        if "due" in raw and (deadline := self._planned(raw, "due", kept)):
            fields["due"] = fields["deadline"] = deadline
        if "scheduled" in raw and (due := self._planned(raw, "scheduled", kept)):
            fields["due"] = due
        if "wait" in raw and (start := self._planned(raw, "wait", kept)):
            fields["start"] = start

    def _state(self, raw: dict[str, object], fields: JsonObject, kept: JsonObject) -> None:
        """Carry priority, creation, status and what the status says about when."""
        if "priority" in raw:
            self._priority(raw["priority"], fields, kept)
        if "entry" in raw and (created := self._instant(raw, "entry", kept)):
            fields["created"] = created
        ended = self._instant(raw, "end", kept) if "end" in raw else None
        if "modified" in raw and raw["modified"] not in (raw.get("entry"), raw.get("end")):
            self._losses.add(LossKind.DROPPED, "modified", _text(raw["modified"]))
        status = raw.get("status", "pending")
        if status in _OPEN:
            return
        when = ended or fields.get("created")
        if status == "completed":
            fields["status"] = "done"
            if when is not None:
                fields["done"] = when
        elif status == "deleted":
            fields["trashed"] = when or _LONG_AGO
        else:
            self._keep(kept, "status", status)

    def _priority(self, priority: object, fields: JsonObject, kept: JsonObject) -> None:
        if isinstance(priority, str) and priority in PRIORITIES:
            fields["priority"] = PRIORITIES[priority]
        elif priority:
            self._keep(kept, "priority", priority)

    def _notes(self, raw: dict[str, object], fields: JsonObject, kept: JsonObject) -> None:
        """Carry annotations as notes; when there is more to them than text, keep them as well."""
        annotations = raw["annotations"]
        if not isinstance(annotations, list):
            self._keep(kept, "annotations", annotations)
            return
        first = annotations[0] if len(annotations) == 1 else None
        if isinstance(first, dict) and first.get("entry") == raw.get("entry"):
            text = first.get("description")
            if isinstance(text, str) and text:
                fields["notes"] = clean_text(text, self._losses, "annotations")
                return
        texts = [one.get("description") for one in annotations if isinstance(one, dict)]
        read = [text for text in texts if isinstance(text, str)]
        notes = "\n\n".join([clean_text(text, self._losses, "annotations") for text in read])
        if notes:
            fields["notes"] = notes
        if len(read) != len(annotations):
            self._keep(kept, "annotations", annotations)
        elif notes:
            kept["annotations"] = storable(annotations)

    def _read_labels(self, raw: dict[str, object], kept: JsonObject) -> tuple[str, ...]:
        names = self._names(raw, "tags", kept)
        known = self._labels
        for name in names:
            if name not in known:
                known[name] = clean_line(name, self._losses, "tags")
        return tuple([known[name] for name in names if known[name]])

    def _depends(self, raw: dict[str, object], kept: JsonObject) -> tuple[str, ...]:
        names = self._names(raw, "depends", kept)
        return tuple(name.strip().lower() for name in names if name.strip())

    def _names(self, raw: dict[str, object], field: str, kept: JsonObject) -> list[str]:
        """Read a list of names, or names with commas between them."""
        value = raw[field]
        if isinstance(value, str):
            return value.split(",")
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return value
        self._keep(kept, field, value)
        return []

    def _project(self, raw: dict[str, object], kept: JsonObject) -> str | None:
        project = raw["project"]
        if not isinstance(project, str):
            self._keep(kept, "project", project)
            return None
        if project not in self._projects:
            self._projects[project] = self._path(project)
        return self._projects[project]

    def _path(self, project: str) -> str | None:
        """Turn ``home.garden`` into ``home/garden``."""
        parts = [part.strip() for part in clean_line(project, self._losses, "project").split(".")]
        if "/" in project:
            parts = [part.replace("/", "-") for part in parts]
            self._losses.add(LossKind.CHANGED, "project", project)
        return "/".join(part for part in parts if part) or None

    def _recurring(
        self, raw: dict[str, object], fields: JsonObject, kept: JsonObject, source_id: str
    ) -> ImportedTask:
        """Give a task its recurrence; the pattern of Taskwarrior's instances becomes a rule."""
        words = raw.get("recur")
        rule = rule_from_words(words) if isinstance(words, str) else None
        if rule is None and words is not None:
            self._keep(kept, "recur", words)
        recurrence: JsonObject = {"rule": rule, "from": "due", "text": str(words)}
        is_pattern = raw.get("status") == "recurring" and rule is not None
        if rule is not None and not is_pattern and "status" not in fields:
            fields["recurrence"] = recurrence
        task = self._finished(raw, fields, kept, source_id)
        if is_pattern:
            return _pattern(task, recurrence)
        parent = raw.get("parent")
        rule_id = parent.lower() if isinstance(parent, str) else None
        return msgspec.structs.replace(task, rule=rule_id)


def _text(value: object) -> str:
    """Return a text, "" for anything else: what is nested deeply cannot even be shown."""
    return value if isinstance(value, str) else ""


def _pattern(task: ImportedTask, recurrence: JsonObject) -> ImportedTask:
    """Turn the hidden pattern of recurring tasks into a recurrence rule."""
    template = {name: value for name, value in task.fields.items() if name not in _OF_THE_RECORD}
    fields = recurrence | {
        name: task.fields[name] for name in _OF_THE_RECORD if name in task.fields
    }
    if "due" in template:
        fields["start"] = template["due"]
    fields["template"] = template
    return msgspec.structs.replace(task, fields=fields, collection=Collection.RULE)
