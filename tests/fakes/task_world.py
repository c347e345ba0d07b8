"""Random tasks and queries, and what a query means said as plainly as possible.

Nothing here is fast and nothing is shared with the index: it is what the index is compared with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from atom_desktop.core.index.words import has_prefixes, words_of
from atom_desktop.core.workspace import field_changes
from atom_desktop.model.change import Change, Op
from atom_desktop.model.ids import encode_id
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.planned import local, read_planned, wall_minutes
from atom_desktop.model.query.nodes import (
    And,
    DateField,
    Everything,
    Flag,
    FlagName,
    Has,
    HasLabel,
    InProject,
    InSection,
    MayHave,
    Node,
    Not,
    Or,
    Phrase,
    Priority,
    Query,
    Sort,
    SortKey,
    StatusIs,
    Text,
    TextField,
    When,
)
from atom_desktop.model.record import Record
from atom_desktop.model.stamp import hlc_milliseconds
from atom_desktop.model.task import Status
from tests.fakes.vault import VaultInUse


def fixed_id(kind: int, number: int) -> str:
    return encode_id(bytes([kind, number]) + bytes(14))


TASKS: Final = [fixed_id(1, number) for number in range(8)]
NAMED: Final[dict[str, dict[str, JsonObject]]] = {
    "project": {
        fixed_id(2, 1): {"name": "Home"},
        fixed_id(2, 2): {"name": "Garden", "parent": fixed_id(2, 1)},
        fixed_id(2, 3): {"name": "Work"},
    },
    "section": {
        fixed_id(3, 1): {"name": "Now", "project": fixed_id(2, 1)},
        fixed_id(3, 2): {"name": "Later", "project": fixed_id(2, 1)},
    },
    "label": {
        fixed_id(4, 1): {"name": "shop"},
        fixed_id(4, 2): {"name": "shop/food"},
        fixed_id(4, 3): {"name": "deep"},
    },
}
WORDS: Final = (
    "buy",
    "milk",
    "Milch",
    "Straße",
    "STRASSE",
    "café",
    "東京",
    "x_y",
    "naïve",
    "…",
    "ﬁn",
)

texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
days = st.integers(20, 28).map(lambda day: f"2026-11-{day}")
hours = st.sampled_from(["00:00", "09:29", "09:30", "09:31", "23:59"])
instants = st.tuples(days, hours).map(lambda found: f"{found[0]}T{found[1]}:30Z")
planned = st.one_of(
    days.map(lambda day: {"date": day}),
    st.tuples(days, hours, st.sampled_from([None, "Europe/Berlin", "America/New_York"])).map(
        lambda found: {"at": f"{found[0]}T{found[1]}:00", "tz": found[2]}
    ),
)


def some_of(choices: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(choices), unique=True, max_size=2)


FIELDS: Final[dict[str, st.SearchStrategy[Json]]] = {
    "title": texts,
    "notes": texts,
    "project": st.sampled_from([*NAMED["project"], fixed_id(2, 9)]),
    "section": st.sampled_from(list(NAMED["section"])),
    "labels": some_of(list(NAMED["label"])),
    "priority": st.integers(1, 4),
    "status": st.sampled_from(["waiting", "done", "cancelled"]),
    "due": planned,
    "start": planned,
    "deadline": planned,
    "created": instants,
    "done": instants,
    "trashed": instants,
    "archived": instants,
    "estimate": st.just(15),
    "duration": st.just(30),
    "order": st.sampled_from(["1", "V", "Vx", "zz5"]),
    "someday": st.just(True),
    "recurrence": st.just({"rule": "FREQ=DAILY"}),
    "rule": st.just("r"),
    "parent": st.sampled_from(TASKS),
    "depends_on": some_of(TASKS),
    "attachments": st.just(["a"]),
    "reminders": st.just([{"id": "r"}]),
    "checklist": st.just([{"id": "c", "title": "C"}]),
    "links": st.just(["https://example.com"]),
}
tasks: st.SearchStrategy[JsonObject] = st.fixed_dictionaries({}, optional=FIELDS)
changes = st.lists(
    st.tuples(st.sampled_from(TASKS), st.none() | tasks, st.booleans()), min_size=1, max_size=8
)
"""Which task gets which fields (none: it is erased), and whether it keeps its other ones."""

LEAVES: Final[st.SearchStrategy[Node]] = st.one_of(
    st.just(Everything()),
    st.builds(
        Text,
        st.lists(
            st.sampled_from(["mil", "stra", "strasse", "cafe", "東", "x", "!", "fi"]), max_size=2
        ).map(tuple),
        st.sampled_from(TextField),
    ),
    st.builds(
        Phrase,
        st.sampled_from(["buy milk", "milk", "straße café", "東京", "?", "X Y"]),
        st.sampled_from(TextField),
    ),
    st.builds(InProject, st.sampled_from(["home", "Garden", "Home/Garden", "nowhere"])),
    st.builds(InSection, st.sampled_from(["now", "Later", "nowhere"])),
    st.builds(HasLabel, st.sampled_from(["SHOP", "shop/food", "deep", "nowhere"])),
    st.builds(Priority, st.integers(1, 4), st.integers(1, 4)),
    st.builds(StatusIs, st.sampled_from(Status)),
    st.builds(Flag, st.sampled_from(FlagName)),
    st.builds(Has, st.sampled_from(MayHave)),
    st.builds(
        When,
        st.sampled_from(DateField),
        st.none() | st.integers(29_918_880, 29_931_000),
        st.none() | st.integers(29_918_880, 29_931_000),
    ),
)
nodes: Final[st.SearchStrategy[Node]] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.tuples(inner, inner)),
        st.builds(Or, st.tuples(inner, inner, inner)),
    ),
    max_leaves=5,
)
sorts = st.lists(
    st.builds(Sort, st.sampled_from(SortKey), st.booleans()), max_size=2, unique_by=lambda s: s.key
).map(tuple)
queries = st.builds(Query, where=nodes, sort=sorts, limit=st.none() | st.integers(0, 5))


def furnish(vault: VaultInUse) -> None:
    """Make the projects, sections and labels that tasks name."""
    made = [
        Change(kind, one, Op.CREATE, "", None, fields)
        for kind, records in NAMED.items()
        for one, fields in records.items()
    ]
    vault.run(*made)


def carry_out(vault: VaultInUse, wanted: Sequence[tuple[str, JsonObject | None, bool]]) -> set[str]:
    """Bring tasks to what was drawn, a step each; return the ids of those that were touched."""
    touched = set()
    for task, fields, keeps in wanted:
        record = vault.workspace.read("task", task)
        made: list[Change] = []
        if record is None:
            if fields is not None:
                made = [Change("task", task, Op.CREATE, "", None, fields)]
        elif fields is None:
            made = [Change("task", task, Op.ERASE, "", record.fields)]
        else:
            gone: JsonObject = {} if keeps else dict.fromkeys(record.fields)
            made = field_changes(record, {**gone, **fields})
        if made:
            vault.workspace.run("Change", made, command="test", actor="me")
            touched.add(task)
    return touched


@dataclass(frozen=True)
class World:
    """All living tasks, and the hour."""

    tasks: dict[str, Record]
    now: datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, vault: VaultInUse) -> "World":
        found = {one: vault.workspace.read("task", one) for one in TASKS}
        living = {one: record for one, record in found.items() if record is not None}
        return cls(living, vault.clock.now().replace(tzinfo=None), vault.clock.zone())

    def holds(self, node: Node, task: str) -> bool:
        """Say whether a condition holds, as the words beside it in `model.query.nodes` do."""
        match node:
            case Everything():
                return True
            case And(parts):
                return all(self.holds(part, task) for part in parts)
            case Or(parts):
                return any(self.holds(part, task) for part in parts)
            case Not(part):
                return not self.holds(part, task)
            case Text() | Phrase():
                return self._reads(node, task)
            case Flag(name):
                return self._flagged(name, task)
            case When():
                return self._is_when(node, task)
            case _:
                return self._plain(node, self.tasks[task].fields, task)

    def _plain(self, node: Node, fields: JsonObject, task: str) -> bool:
        match node:
            case InProject(name):
                return fields.get("project") in _projects(name)
            case InSection(name):
                return _name("section", fields.get("section")) == name.casefold()
            case HasLabel(name):
                held = [_name("label", one) for one in fields.get("labels", [])]
                start = name.casefold()
                return any(one == start or one.startswith(f"{start}/") for one in held)
            case Priority(first, last):
                return first <= fields.get("priority", 4) <= last
            case StatusIs(status):
                return bool(fields.get("status", "open") == status)
            case Has(what):
                return self._has(what, fields, task)
        raise AssertionError(node)

    def _has(self, what: MayHave, fields: JsonObject, task: str) -> bool:
        match what:
            case MayHave.SUBTASKS:
                return any(one.fields.get("parent") == task for one in self.tasks.values())
            case MayHave.PRIORITY:
                return fields.get("priority", 4) < 4
            case MayHave.RECURRENCE:
                return "recurrence" in fields or "rule" in fields
        plural = {"label", "attachment", "reminder", "link"}
        return bool(fields.get(f"{what}s" if what in plural else what))

    def _reads(self, node: Text | Phrase, task: str) -> bool:
        fields = self.tasks[task].fields
        names = ("title", "notes") if node.field is TextField.ANY else (str(node.field),)
        parts = [words_of(fields.get(name, "")) for name in names]
        if isinstance(node, Phrase):
            run = f" {' '.join(words_of(node.text))} "
            return bool(run.strip()) and any(run in f" {' '.join(part)} " for part in parts)
        prefixes = [one for word in node.words for one in words_of(word)]
        return has_prefixes([word for part in parts for word in part], prefixes)

    def _is_open(self, task: Json) -> bool:
        record = self.tasks.get(str(task))
        if record is None or record.fields.get("trashed"):
            return False
        return record.fields.get("status", "open") in {"open", "waiting"}

    def _flagged(self, name: FlagName, task: str) -> bool:
        fields = self.tasks[task].fields
        match name:
            case FlagName.OVERDUE:
                due = fields.get("due")
                limit = self.now if due and "at" in due else self.now.replace(hour=0, minute=0)
                open_still = fields.get("status", "open") in {"open", "waiting"}
                return bool(due) and open_still and self._wall(due) < limit
            case FlagName.BLOCKED:
                return any(map(self._is_open, fields.get("depends_on", [])))
            case FlagName.BLOCKING:
                others = (one.fields.get("depends_on", []) for one in self.tasks.values())
                return self._is_open(task) and any(task in one for one in others)
            case FlagName.DEFERRED:
                return bool(fields.get("start")) and self._wall(fields["start"]) > self.now
            case FlagName.RECURRING:
                return "recurrence" in fields or "rule" in fields
        return bool(fields.get(str(name)))

    def _wall(self, value: Json) -> datetime:
        found = read_planned(value)
        assert found is not None
        return local(found, self.zone)

    def minutes(self, field: str, task: str) -> int | None:
        record = self.tasks[task]
        if field == "changed":
            stamp = max([record.stamp, *record.stamps.values()])
            instant = datetime.fromtimestamp(hlc_milliseconds(stamp) / 1000, self.zone)
            return wall_minutes(instant)
        value = record.fields.get(field)
        if value is None:
            return None
        if field in {"created", "done"}:
            return wall_minutes(datetime.fromisoformat(value).astimezone(self.zone))
        return wall_minutes(self._wall(value))

    def _is_when(self, node: When, task: str) -> bool:
        at = self.minutes(str(node.field), task)
        if at is None:
            return False
        return (node.start is None or node.start <= at) and (node.end is None or at < node.end)

    def answer(self, query: Query, ages: dict[str, int]) -> list[str]:
        """Return the ids of a query in order; of equal ones the older first."""
        found = sorted((one for one in self.tasks if self.holds(query.where, one)), key=ages.get)
        keys = query.sort or (Sort(SortKey.DUE), Sort(SortKey.PRIORITY))
        for sort in (Sort(SortKey.ORDER), *reversed(keys)):
            values = {one: self._value(sort.key, one) for one in found}
            there = [one for one in found if values[one] is not None]
            missing = [one for one in found if values[one] is None]
            found = sorted(there, key=values.__getitem__, reverse=sort.descending) + missing
        return found[: query.limit]

    def _value(self, key: SortKey, task: str) -> Json:
        fields = self.tasks[task].fields
        match key:
            case SortKey.TITLE:
                return fields.get("title", "").casefold()
            case SortKey.PRIORITY:
                return fields.get("priority", 4)
            case SortKey.ORDER:
                return fields.get("order")
        return self.minutes(str(key), task)


def _name(kind: str, record_id: Json) -> str:
    return str(NAMED[kind].get(str(record_id), {}).get("name", "")).casefold()


def _projects(name: str) -> set[str]:
    """Return the ids of the projects that a name means: those of that name or path, and inside."""
    inside = {"home": {1, 2}, "garden": {2}, "home/garden": {2}}.get(name.casefold(), set())
    return {fixed_id(2, number) for number in inside}
