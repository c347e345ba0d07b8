"""Brings ATOM's own export in: every record under its own id, without loss."""

from collections.abc import Iterable
from typing import Final

import msgspec

from atom_desktop.core.session import Session
from atom_desktop.core.transfer.merging import Merged, merged
from atom_desktop.core.transfer.report import Report
from atom_desktop.model.change import Change, Op
from atom_desktop.model.collections import Collection
from atom_desktop.model.formats.base import ImportedRecord, Losses, LossKind, text_in
from atom_desktop.model.json import JsonObject
from atom_desktop.model.kinds import KINDS
from atom_desktop.model.versions import upgraded

CARRIED: Final = tuple(kind for kind in Collection if kind is not Collection.DEVICE)
"""The kinds that an export holds: devices belong to the folder of one vault."""


def planned(
    session: Session, found: Iterable[ImportedRecord], report: Report, losses: Losses
) -> list[Change]:
    """Return the changes that bring the records in; counts them in the report."""
    wanted: dict[tuple[str, str], JsonObject] = {}
    for record in found:
        if not _sound(record, report, losses):
            continue
        key = (record.collection, record.id)
        if key in wanted:
            report.problems.add(f"The {record.collection} {record.id} is there twice.")
            continue
        wanted[key] = record.fields
        if record.collection == Collection.TASK:
            report.show(text_in(record.fields, "title"))
    changes: list[Change] = []
    for key in sorted(wanted):
        changes += _changes(session, key, wanted[key], report, losses)
    return changes


def _sound(record: ImportedRecord, report: Report, losses: Losses) -> bool:
    """Tell whether this ATOM can hold the record; say why not."""
    if record.collection not in CARRIED:
        losses.add(LossKind.DROPPED, record.collection, record.id)
        return False
    kind = Collection(record.collection)
    try:
        msgspec.convert(upgraded(kind, record.fields), KINDS[kind])
    except (msgspec.ValidationError, ValueError) as error:
        report.problems.add(f"The {kind} {record.id} is left out: {error}.")
        return False
    return True


def _changes(
    session: Session, key: tuple[str, str], fields: JsonObject, report: Report, losses: Losses
) -> list[Change]:
    held = session.workspace.read(*key)
    if held is None:
        report.counts.new += 1
        return [Change(*key, Op.CREATE, "", None, fields)]
    outcome = merged(held, fields, sorted({*held.fields, *fields} - {"imported"}))
    _count(outcome, report)
    for name in outcome.yours:
        title = text_in(held.fields, "title") or text_in(held.fields, "name")
        losses.add(LossKind.YOURS, name, title)
    return outcome.changes


def _count(outcome: Merged, report: Report) -> None:
    if outcome.changes:
        report.counts.updated += 1
    else:
        report.counts.unchanged += 1
    if outcome.yours:
        report.counts.kept_yours += 1
