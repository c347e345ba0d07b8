"""The one door through which records change: checks, stamps, saves, indexes, and tells everybody."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import msgspec

from atom_desktop.core.bus import Bus
from atom_desktop.model.change import Change, Op, Step, inverse
from atom_desktop.model.errors import AtomError, Conflict, UserError
from atom_desktop.model.ids import NewId
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.record import Record, element_key, seen_tags
from atom_desktop.model.stamp import DAY_MS, HybridClock
from atom_desktop.store.commit import Commit
from atom_desktop.store.store import Store

EMPTY: Final[JsonObject] = {}


class Follower(Protocol):
    """What is kept in line with the records under the workspace's eyes: the index."""

    def follow(self, changed: Iterable[tuple[str, str]]) -> None:
        """Bring the entries of these (collection, id) up to date; quick, any thread."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A step on its way: `wait` returns when it is durable and raises what kept it from it."""

    step: Step
    commit: Commit

    def wait(self, timeout: float | None = None) -> Step:
        """Return the durable step."""
        self.commit.wait(timeout)
        return self.step


class Workspace:
    """Runs steps against the store. For any thread, but not from a listener of the bus.

    A step is published on `bus` once it is durable, on the writer thread, in the order of the
    steps; a step that could not be saved is given to `failed` instead.
    """

    def __init__(  # noqa: PLR0913 -- built once, by app.py
        self,
        store: Store,
        follower: Follower,
        bus: Bus[Step],
        *,
        clock: HybridClock,
        new_id: NewId,
        failed: Callable[[AtomError], None],
    ) -> None:
        """Take the parts."""
        self._store = store
        self._follower = follower
        self.bus = bus
        self._clock = clock
        self._new_id = new_id
        self._failed = failed
        self._lock = threading.Lock()
        self._jump_accepted = False

    def read(self, collection: str, record_id: str) -> Record | None:
        """Return a living record, or None."""
        record = self._store.read(collection, record_id)
        return record if record is not None and record.alive else None

    def run(
        self,
        title: str,
        changes: Sequence[Change],
        *,
        command: str,
        actor: str,
        undoes: str = "",
        redoes: str = "",
    ) -> Receipt:
        """Check and save changes as one step.

        A change whose `before` does not hold any more raises `Conflict`, and nothing is changed.
        Tags of removed elements are filled in here. Returns before the step is durable.
        """
        if not changes:
            message = "There is nothing to change."
            raise UserError(message, "Everything is already as you asked.", "nothing-to-do")
        with self._lock:
            self._check_clock()
            ready = tuple(self._ready(changes))
            step = Step(
                id=self._new_id(),
                hlc=self._clock.tick(),
                actor=actor,
                command=command,
                title=title,
                changes=ready,
                device=self._store.device_id,
                undoes=undoes,
                redoes=redoes,
            )
            commit = self._store.commit(step)
            self._follower.follow(touched(step))
        commit.when_done(self._answered)
        return Receipt(step, commit)

    def undo(self, actor: str) -> Receipt:
        """Take back the actor's last step; raises `Conflict` if somebody built on it since."""
        stacks = self._store.undo_stacks(actor)
        if not stacks.done:
            message = "There is nothing to undo."
            raise UserError(message, "Every change of yours is already taken back.", "nothing")
        return self._turn_back(stacks.done[-1], actor, redo=False)

    def redo(self, actor: str) -> Receipt:
        """Repeat the step that the actor's last undo took back."""
        stacks = self._store.undo_stacks(actor)
        if not stacks.undone:
            message = "There is nothing to redo."
            raise UserError(message, "Nothing was undone since the last change.", "nothing")
        return self._turn_back(stacks.undone[-1], actor, redo=True)

    def accept_clock_jump(self) -> None:
        """Write in spite of a clock that stands far from the last change."""
        self._jump_accepted = True

    def _turn_back(self, step_id: str, actor: str, *, redo: bool) -> Receipt:
        step = self._store.step(step_id)
        if step is None:
            message = "That change is too old to be taken back."
            raise UserError(message, "A backup of that time still has what was there.", "too-old")
        changes = [inverse(change) for change in reversed(step.changes)]
        self._check_erased(changes)
        plain = step.title.removeprefix("Undo: ")
        if redo:
            return self.run(plain, changes, command="history.redo", actor=actor, redoes=step.id)
        title = f"Undo: {plain}"
        return self.run(title, changes, command="history.undo", actor=actor, undoes=step.id)

    def _check_erased(self, changes: Iterable[Change]) -> None:
        """Refuse to take back a create on which somebody has built since."""
        for change in changes:
            if change.op is not Op.ERASE:
                continue
            record = self.read(change.collection, change.id)
            if record is None or _visible(record.fields) != _visible(change.before):
                raise _stale(change, "the whole record")

    def _ready(self, changes: Sequence[Change]) -> Iterable[Change]:
        """Check each change against the records, and against the changes before it in the step."""
        if all(change.op is Op.CREATE for change in changes):
            for change in changes:
                if self.read(change.collection, change.id) is not None:
                    raise _stale(change, "its id")
            return changes
        return self._checked(changes)

    def _checked(self, changes: Sequence[Change]) -> list[Change]:
        earlier: dict[tuple[str, str, str], Json] = {}
        made: set[tuple[str, str]] = set()
        ready: list[Change] = []
        for change in changes:
            name = (change.collection, change.id)
            record = self.read(change.collection, change.id)
            if change.op is Op.CREATE:
                if record is not None:
                    raise _stale(change, "its id")
                made.add(name)
            elif record is None and name not in made:
                raise _gone(change)
            ready.append(self._filled(change, record, earlier))
        return ready

    def _filled(
        self, change: Change, record: Record | None, earlier: dict[tuple[str, str, str], Json]
    ) -> Change:
        fields = record.fields if record else EMPTY
        if change.op is Op.SET:
            field = (change.collection, change.id, change.field)
            if earlier.get(field, fields.get(change.field)) != change.before:
                raise _stale(change, change.field)
            earlier[field] = change.after
        elif change.op is Op.REMOVE and record is not None:
            tags = seen_tags(record, change.field, change.before)
            if not tags:
                raise _stale(change, change.field)
            return msgspec.structs.replace(change, after=tags)
        return change

    def _check_clock(self) -> None:
        """Name a clock that has jumped before it decides which change is the newer one."""
        if self._jump_accepted or int(self._store.last_hlc, 16) == 0:
            return
        jump = self._clock.jump_ms()
        if jump < -DAY_MS:
            days = -jump // DAY_MS
            message = f"The clock of this computer stands {days} days before the last change."
            hint = (
                "Nothing was changed. Set the clock, or accept it: "
                "`atom run vault.accept-clock`, or “Use this clock” in the window."
            )
            raise Conflict(message, hint, "clock-jump")
        self._jump_accepted = True

    def _answered(self, commit: Commit) -> None:
        """Tell of a step that the disk has answered; runs on the writer thread."""
        if commit.error is None:
            self.bus.publish(commit.step)
            return
        self._follower.follow(touched(commit.step))
        self._failed(commit.error)


def touched(step: Step) -> set[tuple[str, str]]:
    """Return the (collection, id) of the records that a step changes."""
    return {(change.collection, change.id) for change in step.changes}


def field_changes(record: Record, values: JsonObject) -> list[Change]:
    """Return the changes that give fields of a record new values; null clears, equal is left out."""
    return [
        Change(record.collection, record.id, Op.SET, field, record.fields.get(field), value)
        for field, value in values.items()
        if record.fields.get(field) != value
    ]


def set_changes(
    record: Record, field: str, add: Iterable[Json] = (), remove: Iterable[Json] = ()
) -> list[Change]:
    """Return the changes that add elements to a set and remove others; needless ones left out."""
    held = record.fields.get(field)
    present = {element_key(element) for element in held} if isinstance(held, list) else set()
    changes = []
    for element in add:
        if element_key(element) not in present:
            changes.append(Change(record.collection, record.id, Op.ADD, field, None, element))
    for element in remove:
        if element_key(element) in present:
            changes.append(Change(record.collection, record.id, Op.REMOVE, field, element, None))
    return changes


def _visible(fields: Json) -> JsonObject:
    return {k: v for k, v in fields.items() if v is not None} if isinstance(fields, dict) else {}


def _stale(change: Change, what: str) -> Conflict:
    message = f"The {change.collection} was changed meanwhile: {what} is not what it was."
    return Conflict(message, "Look at it again, then repeat what you wanted.", "stale")


def _gone(change: Change) -> Conflict:
    message = f"The {change.collection} is not there any more."
    return Conflict(message, "It was erased meanwhile; `atom history` shows by what.", "gone")
