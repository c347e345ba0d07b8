"""Brings the tasks of a file in: plans what to do first, and then does it in one step."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from operator import attrgetter
from pathlib import Path
from typing import Final

from atom_desktop.core.commands import Caller, Context
from atom_desktop.core.session import Session
from atom_desktop.core.transfer import records
from atom_desktop.core.transfer.merging import FROM_FILES, merged
from atom_desktop.core.transfer.naming import Naming
from atom_desktop.core.transfer.report import PREVIEWED, Report
from atom_desktop.core.transfer.source import chunks, known_format, stop_if_cancelled
from atom_desktop.core.transfer.source_ids import SourceIds
from atom_desktop.model.change import Change, Op
from atom_desktop.model.collections import Collection
from atom_desktop.model.formats import atom_json
from atom_desktop.model.formats.base import (
    FormatError,
    ImportedTask,
    Losses,
    LossKind,
    Reading,
    object_in,
    text_in,
)
from atom_desktop.model.formats.registry import task_format
from atom_desktop.model.formats.zones import utc_text
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.order import is_order, spread
from atom_desktop.model.record import Record
from atom_desktop.store.runs import sorted_runs

COMMAND: Final = "file.import"
TASK: Final = Collection.TASK
DEEPEST: Final = 64
"""How far tasks may be nested inside each other."""


def import_file(context: Context, path: Path, format: str, *, dry_run: bool) -> Report:
    """Import a file in one step; with `dry_run` only say what would happen.

    Raises `FormatError` for a file that is malformed anywhere (a dry run names it among the
    problems), and `UserError` when cancelled; nothing was changed then.
    """
    name = known_format(path, format)
    report = Report(name)
    losses = Losses()
    with _nothing_thrown_away():
        try:
            changes = _planned(context, path, report, losses)
        except FormatError as error:
            if not dry_run:
                raise
            report.problems.add(error.message, error.line)
            report.refused = True
            changes = []
        if changes and not dry_run:
            report.step = _carried_out(context, path, changes)
    report.losses = losses.report()
    return report


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Look for no garbage: an import makes none, and looking would take an eighth of its time."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


def _planned(context: Context, path: Path, report: Report, losses: Losses) -> list[Change]:
    content = chunks(path, context.caller)
    if report.format == atom_json.NAME:
        return records.planned(context.session, atom_json.read(content), report, losses)
    plan = Plan(context.session, report, losses)
    reading = Reading(tz=_zone_name(context.session), losses=losses)
    for task in task_format(report.format).read(content, reading):
        plan.take(task)
    return plan.changes(context.caller)


def _carried_out(context: Context, path: Path, changes: list[Change]) -> str:
    caller = context.caller
    stop_if_cancelled(caller)
    total = len(changes)
    caller.progress({"done": 0, "total": total, "text": "Saving"})
    title = f"Import {path.name}"
    receipt = context.session.workspace.run(title, changes, command=COMMAND, actor=context.actor)
    step = receipt.wait()
    caller.progress({"done": total, "total": total, "text": "Saved"})
    return step.id


def _zone_name(session: Session) -> str:
    return session.clock.zone().key or "UTC"


class Plan:
    """What an import of tasks will do: `take` each task, then ask for the `changes`."""

    def __init__(self, session: Session, report: Report, losses: Losses) -> None:
        """Begin with nothing taken."""
        self._session = session
        self._report = report
        self._losses = losses
        self._now = utc_text(session.clock.now().astimezone(UTC))
        self._ids = SourceIds(session.store.keys, report.format)
        self._naming = Naming(session, self._ids, self._now)
        self._creates: list[Change] = []
        self._rules: set[str] = set()
        self._referring: list[tuple[str, JsonObject, ImportedTask]] = []
        self._comments: list[Change] = []
        self._label_sets: dict[tuple[str, ...], list[Json]] = {}

    def take(self, task: ImportedTask) -> None:
        """Give a task its id, and the ids that its names stand for."""
        made = self._ids.new(task.source_id)
        if made is None:
            made = self._ids.again(task.source_id)
            message = f"Two tasks have the id “{task.source_id[:60]}”; both are kept."
            self._report.problems.add(message)
        fields = task.fields
        if len(self._report.preview) < PREVIEWED:
            self._report.show(text_in(fields, "title") or text_in(fields, "text"))
        named = fields
        if task.collection is Collection.RULE:
            self._rules.add(made)
            named = object_in(fields, "template")
        self._name(task, named)
        self._creates.append(Change(task.collection, made, Op.CREATE, "", None, fields))
        if task.parent or task.depends_on or task.rule:
            self._referring.append((made, fields, task))
        if task.comments:
            self._take_comments(made, task)

    def changes(self, caller: Caller) -> list[Change]:
        """Return everything to do, what others refer to first; counts it in the report."""
        self._refer()
        stop_if_cancelled(caller)
        total = len(self._creates)
        caller.progress({"done": 0, "total": total, "text": "Comparing"})
        updates = self._updates()
        new = self._creates
        if updates:
            new = [one for one in new if (one.collection, one.id) not in updates]
        self._report.counts.new = len(new)
        self._complete(new)
        updated = [change for changes in updates.values() for change in changes]
        return [*self._naming.changes, *new, *updated, *self._comments]

    def _name(self, task: ImportedTask, fields: JsonObject) -> None:
        """Put ids in the place of the names of project, section and labels."""
        naming = self._naming
        project = naming.project(task.project) if task.project is not None else None
        if project is not None:
            fields["project"] = project
            if task.section:
                fields["section"] = naming.section(project, task.section)
        if task.labels:
            labels = self._label_sets.get(task.labels)
            if labels is None:
                found = sorted({naming.label(name) for name in task.labels})
                labels = self._label_sets[task.labels] = [*found]
            fields["labels"] = labels

    def _take_comments(self, task_id: str, task: ImportedTask) -> None:
        for number, comment in enumerate(task.comments):
            comment_id = self._ids.of(f"{task.source_id}\0comment\0{number}")
            if self._session.workspace.read(Collection.COMMENT, comment_id) is not None:
                continue
            fields: JsonObject = {
                "text": comment.text,
                "record": task_id,
                "created": comment.created or self._now,
            }
            change = Change(Collection.COMMENT, comment_id, Op.CREATE, "", None, fields)
            self._comments.append(change)

    def _refer(self) -> None:
        """Put ids in the place of the names by which tasks of the file call each other."""
        ancestry = _Ancestry(self._session)
        for task_id, fields, task in self._referring:
            if task.parent and (parent := self._target(TASK, "parent", task.parent)):
                if ancestry.add(task_id, parent):
                    fields["parent"] = parent
                else:
                    self._losses.add(LossKind.DROPPED, "parent", text_in(fields, "title"))
            awaited = {self._target(TASK, "depends_on", one) for one in task.depends_on}
            found = sorted(one for one in awaited if one and one != task_id)
            if found:
                fields["depends_on"] = [*found]
            if task.rule and (rule := self._target(Collection.RULE, "rule", task.rule)):
                fields["rule"] = rule

    def _target(self, kind: Collection, field: str, source_id: str) -> str | None:
        """Return the id of what a task refers to, None (and a loss) if there is no such thing."""
        target = self._ids.of(source_id)
        known = source_id in self._ids.known and (target in self._rules) == (kind != TASK)
        if not known and self._session.workspace.read(kind, target) is None:
            self._losses.add(LossKind.DROPPED, field, source_id)
            return None
        return target

    def _updates(self) -> dict[tuple[str, str], list[Change]]:
        """Return what changes in each record that is there already; counts it in the report."""
        found: dict[tuple[str, str], list[Change]] = {}
        counts = self._report.counts
        for create, held in self._held():
            fields = create.after if isinstance(create.after, dict) else {}
            outcome = merged(held, fields, FROM_FILES)
            found[create.collection, create.id] = outcome.changes
            if outcome.changes:
                counts.updated += 1
            else:
                counts.unchanged += 1
            if outcome.yours:
                counts.kept_yours += 1
            for name in outcome.yours:
                self._losses.add(LossKind.YOURS, name, text_in(held.fields, "title"))
        return found

    def _held(self) -> Iterator[tuple[Change, Record]]:
        """Yield the tasks that are there already, with their records.

        They are read in the order of their ids, so that each block on the disk is opened once.
        """
        for some in sorted_runs(self._creates, attrgetter("id")):
            names = [(create.collection, create.id) for create in some]
            for create, held in zip(some, self._session.store.read_many(names), strict=True):
                if held is not None and held.alive:
                    yield create, held

    def _complete(self, new: list[Change]) -> None:
        """Put new tasks behind the others, in the order of the file, and say when they came."""
        last = self._session.index.columns.last_order()
        orders = spread(len(new), last if is_order(last) else "")
        for create, order in zip(new, orders, strict=True):
            fields = create.after
            if isinstance(fields, dict):
                fields.setdefault("created", self._now)
                if create.collection == TASK:
                    fields["order"] = order


class _Ancestry:
    """Which task is in which, so that none ends up inside itself."""

    def __init__(self, session: Session) -> None:
        self._columns = session.index.columns
        self._parents: dict[str, str] = {}

    def add(self, task_id: str, parent: str) -> bool:
        """Put a task into another; False if that one is inside it, or too deep inside others."""
        at: str | None = parent
        for _ in range(DEEPEST):
            if at is None:
                self._parents[task_id] = parent
                return True
            if at == task_id:
                return False
            at = self._parents.get(at) or self._columns.parents.get(self._columns.row_of(at))
        return False
