"""One step of work as a list of changes: the unit of journal, undo, history, sync and preview."""

from enum import StrEnum

import msgspec

from atom_desktop.model.json import Json


class Op(StrEnum):
    """What a change does to a record."""

    CREATE = "create"
    """`after` is the whole record."""
    SET = "set"
    """`field` goes from `before` to `after`; the last writer wins."""
    ADD = "add"
    """The element `after` joins the set `field`; its tag is the stamp of the step."""
    REMOVE = "remove"
    """The element `before` leaves the set `field`; `after` lists the add-tags that were seen."""
    ERASE = "erase"
    """The record goes; `before` is the whole record, or null when it is erased for ever."""


class Change(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One field of one record, before and after."""

    collection: str
    id: str
    op: Op
    field: str = ""
    before: Json = None
    after: Json = None


class Step(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Changes that take effect together, with who made them, how and when.

    A step touches one element of a set at most once: the add-tag of an element is the stamp of the
    step, so a second addition in the same step could not be told from a removed first one.
    `hlc` is 16 hex digits (`model.stamp`); `device` is not written in a log, whose header names
    it. A step above 1,000 changes is written in parts that share id and hlc and takes effect with
    the part that has `last` set. `undoes` and `redoes` name the step that this one takes back or
    repeats.
    """

    id: str
    hlc: str
    actor: str
    command: str
    title: str
    changes: tuple[Change, ...]
    device: str = ""
    undoes: str = ""
    redoes: str = ""
    part: int = 0
    last: bool = True


def inverse(change: Change) -> Change:
    """Return the change that takes `change` back.

    Taking back a `remove` adds the element anew; taking back an `add` removes it with no tags
    listed, and the workspace fills in the tags that it sees at that moment.
    """
    match change.op:
        case Op.CREATE:
            return _turned(change, Op.ERASE, change.after, None)
        case Op.SET:
            return _turned(change, Op.SET, change.after, change.before)
        case Op.ADD:
            return _turned(change, Op.REMOVE, change.after, None)
        case Op.REMOVE:
            return _turned(change, Op.ADD, None, change.before)
        case Op.ERASE:
            return _turned(change, Op.CREATE, None, change.before)


def _turned(change: Change, op: Op, before: Json, after: Json) -> Change:
    return Change(change.collection, change.id, op, change.field, before, after)
