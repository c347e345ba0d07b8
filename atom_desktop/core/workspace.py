"""The one door through which records change: checks, stamps, saves, indexes, tells everybody."""

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

import msgspec

from atom_desktop.core.bus import Bus
from atom_desktop.core.clock_watch import ClockWatch
from atom_desktop.model.change import Change, Op, Step, inverse
from atom_desktop.model.errors import AtomError, Conflict, UserError
from atom_desktop.model.ids import NewId
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.record import SET_FIELDS, Record, apply, element_key, seen_tags
from atom_desktop.model.stamp import DAY_MS, HybridClock, Stamp, hlc_milliseconds, make_stamp
from atom_desktop.model.versions import is_newer
from atom_desktop.store.commit import Commit
from atom_desktop.store.store import Store

CLOCK: Final = "accepted-clock"
"""The document of this device that names the last change when somebody accepted the clock."""


class Follower(Protocol):
    """What is kept in line with the records under the workspace's eyes: the index."""

    def follow(self, changed: Iterable[tuple[str, str]]) -> None:
        """Bring the entries of these (collection, id) up to date; quick, any thread."""


class Receipt(msgspec.Struct, frozen=True):
    """A step on its way: `wait` returns when it is durable and raises what kept it from it."""

    step: Step
    commit: Commit

    def wait(self, timeout: float | None = None) -> Step:
        """Return the durable step."""
        self.commit.wait(timeout)
        return self.step


class _Sent(msgspec.Struct):
    """A step that nobody was told of yet; `followed` once the index shows it."""

    commit: Commit
    followed: bool = False

    @property
    def ready(self) -> bool:
        return self.followed and self.commit.done


class Workspace:
    """Runs steps against the store. For any thread, but not from a listener of the bus.

    A step is published on `bus` once it is durable and the follower shows it, in the order of the
    steps, mostly on the writer thread; the error of a step that could not be saved is given to
    `failed` instead.
    """

    def __init__(
        self,
        store: Store,
        follower: Follower,
        bus: Bus[Step],
        *,
        clock: HybridClock,
        new_id: NewId,
        watch: ClockWatch,
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
        self._turning = threading.Lock()
        self._order = threading.Lock()
        self._sent: deque[_Sent] = deque()
        self._telling = False
        self._newest: Commit | None = None
        self._watch = watch

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
            hlc = self._clock.tick()
            device = self._store.device_id
            step = Step(
                id=self._new_id(),
                hlc=hlc,
                actor=actor,
                command=command,
                title=title,
                changes=self._ready(changes, make_stamp(hlc, device)),
                device=device,
                undoes=undoes,
                redoes=redoes,
            )
            sent = _Sent(self._store.commit(step))
            self._sent.append(sent)
            self._newest = sent.commit
        self._follow(sent)
        return Receipt(step, sent.commit)

    def undo(self, actor: str, step_id: str = "") -> Receipt:
        """Take back the actor's last step, or a certain one of theirs.

        Raises `Conflict` if somebody built on it since.
        """
        with self._turning:
            self._settle()
            stacks = self._store.undo_stacks(actor)
            if not stacks.done or (step_id and step_id not in stacks.done):
                message = "There is nothing to undo."
                raise UserError(message, "Every change of yours is already taken back.", "nothing")
            return self._turn_back(step_id or stacks.done[-1], actor, redo=False)

    def redo(self, actor: str) -> Receipt:
        """Repeat the step that the actor's last undo took back."""
        with self._turning:
            self._settle()
            stacks = self._store.undo_stacks(actor)
            if not stacks.undone:
                message = "There is nothing to redo."
                raise UserError(message, "Nothing was undone since the last change.", "nothing")
            return self._turn_back(stacks.undone[-1], actor, redo=True)

    def accept_clock_jump(self) -> None:
        """Write in spite of a clock that has jumped, now and later."""
        self._store.settings.write(CLOCK, [self._store.last_hlc.encode()])
        self._watch.accept()

    def _settle(self) -> None:
        """Wait for the steps on their way: what can be taken back is known once they are saved."""
        if self._newest is not None:
            with contextlib.suppress(AtomError):  # whoever ran that step is told
                self._newest.wait()

    def _turn_back(self, step_id: str, actor: str, *, redo: bool) -> Receipt:
        step = self._store.step(step_id)
        if step is None:
            message = "That change is too old to be taken back."
            raise UserError(message, "A backup of that time still has what was there.", "too-old")
        changes = [inverse(change) for change in reversed(step.changes)]
        plain = step.title.removeprefix("Undo: ")
        if redo:
            return self.run(plain, changes, command="history.redo", actor=actor, redoes=step.id)
        title = f"Undo: {plain}"
        return self.run(title, changes, command="history.undo", actor=actor, undoes=step.id)

    def _follow(self, sent: _Sent) -> None:
        try:
            self._follower.follow(touched(sent.commit.step))
        finally:
            sent.followed = True
            sent.commit.when_done(lambda _: self._tell())

    def _ready(self, changes: Sequence[Change], stamp: Stamp) -> tuple[Change, ...]:
        """Check each change against the records as the changes before it in the step leave them."""
        names = tuple(dict.fromkeys((change.collection, change.id) for change in changes))
        held = self._store.read_many(names)
        if len(names) == len(changes) and all(change.op is Op.CREATE for change in changes):
            for change, record in zip(changes, held, strict=True):
                if record is not None and record.alive:
                    raise _stale(change, "its id")
            return tuple(changes)
        left = dict(zip(names, held, strict=True))
        ready = []
        for change in changes:
            name = (change.collection, change.id)
            checked = _checked(change, left[name], stamp)
            left[name] = apply(left[name], checked, stamp)
            ready.append(checked)
        return tuple(ready)

    def _check_clock(self) -> None:
        """Name a clock that has jumped before it decides which change is the newer one."""
        last = self._store.last_hlc
        if int(last, 16):
            self._watch.check(last, self._was_accepted)

    def _tell(self) -> None:
        """Tell, in their order, of the steps that the disk has answered and the follower shows."""
        while (sent := self._next()) is not None:
            try:
                self._answered(sent.commit)
            finally:
                self._telling = False

    def _next(self) -> _Sent | None:
        """Take the oldest step if it can be told of and no other thread is telling."""
        with self._order:
            if self._telling or not self._sent or not self._sent[0].ready:
                return None
            self._telling = True
            return self._sent.popleft()

    def _was_accepted(self) -> bool:
        """Tell whether somebody has accepted how far the clock stands from the last change."""
        kept = self._store.settings.read(CLOCK)
        if kept is None:
            return False
        last = hlc_milliseconds(self._store.last_hlc)
        return last <= hlc_milliseconds(kept.decode()) + DAY_MS

    def _answered(self, commit: Commit) -> None:
        if commit.error is None:
            self.bus.publish(commit.step)
            return
        self._follower.follow(touched(commit.step))
        self._failed(commit.error)


def touched(step: Step) -> list[tuple[str, str]]:
    """Return the (collection, id) of the records that a step changes, each once, in its order."""
    return list(dict.fromkeys((change.collection, change.id) for change in step.changes))


def field_changes(record: Record, values: JsonObject) -> list[Change]:
    """Return the changes that give fields of a record new values; what is equal is left out.

    Null clears a field. A set is given as a list.
    """
    changes = []
    for field, value in values.items():
        if field in SET_FIELDS:
            changes += _to_set(record, field, value if isinstance(value, list) else [])
        elif (held := record.fields.get(field)) != value:
            changes.append(Change(record.collection, record.id, Op.SET, field, held, value))
    return changes


def set_changes(
    record: Record, field: str, add: Iterable[Json] = (), remove: Iterable[Json] = ()
) -> list[Change]:
    """Return the changes that add elements to a set and remove others; needless ones left out."""
    present = {element_key(element) for element in _held(record, field)}
    added = {key: element for element in add if (key := element_key(element)) not in present}
    removed = {key: element for element in remove if (key := element_key(element)) in present}
    adds = [Change(record.collection, record.id, Op.ADD, field, None, e) for e in added.values()]
    return adds + [
        Change(record.collection, record.id, Op.REMOVE, field, element, None)
        for element in removed.values()
    ]


def _to_set(record: Record, field: str, wanted: list[Json]) -> list[Change]:
    keys = {element_key(element) for element in wanted}
    unwanted = [element for element in _held(record, field) if element_key(element) not in keys]
    return set_changes(record, field, wanted, unwanted)


def _held(record: Record, field: str) -> list[Json]:
    held = record.fields.get(field)
    return held if isinstance(held, list) else []


def _checked(change: Change, record: Record | None, stamp: Stamp) -> Change:
    """Return a change as it is saved; raises `Conflict` if it does not fit the record."""
    if change.op is Op.CREATE:
        # What was erased in this very step cannot come back in it: both have the same stamp.
        if record is not None and (record.alive or record.erased >= stamp):
            raise _stale(change, "its id")
        return change
    if record is None or not record.alive:
        raise _gone(change)
    if is_newer(change.collection, record.fields):
        message = f"This {change.collection} was written by a newer ATOM."
        raise Conflict(message, "It is shown as it is; update ATOM to change it.", "newer")
    if change.op is not Op.ERASE and (change.field in SET_FIELDS) is (change.op is Op.SET):
        message = f"{change.op} does not fit the field {change.field}"
        raise ValueError(message)
    if change.op is Op.SET and record.fields.get(change.field) != change.before:
        raise _stale(change, change.field)
    if change.op is Op.ERASE and not _is_whole(record, change.before):
        raise _stale(change, "the whole record")
    return _with_tags(change, record) if change.op is Op.REMOVE else change


def _with_tags(change: Change, record: Record) -> Change:
    tags = seen_tags(record, change.field, change.before)
    if not tags:
        raise _stale(change, change.field)
    return msgspec.structs.replace(change, after=tags)


def _is_whole(record: Record, before: Json) -> bool:
    """Tell whether a record is as an erase says; null says nothing."""
    if before is None:
        return True
    made = Change(record.collection, record.id, Op.CREATE, after=before)
    return apply(None, made, record.stamp).fields == record.fields


def _stale(change: Change, what: str) -> Conflict:
    message = f"The {change.collection} was changed meanwhile: {what} is not what it was."
    return Conflict(message, "Look at it again, then repeat what you wanted.", "stale")


def _gone(change: Change) -> Conflict:
    message = f"The {change.collection} is not there any more."
    return Conflict(message, "It was erased meanwhile; `atom history` shows by what.", "gone")
