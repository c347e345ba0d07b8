"""Writes what the vault holds into a file of another program, or into one of ATOM's own."""

import contextlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from atom_desktop.core.commands import Context
from atom_desktop.core.index.columns import Mark
from atom_desktop.core.session import Session
from atom_desktop.core.transfer.records import CARRIED
from atom_desktop.core.transfer.report import losses_json
from atom_desktop.core.transfer.source import stop_if_cancelled
from atom_desktop.model.collections import Collection
from atom_desktop.model.errors import Conflict, NotFound, UserError
from atom_desktop.model.formats import atom_json, todotxt
from atom_desktop.model.formats.base import (
    ImportedComment,
    Losses,
    LossKind,
    OutgoingTask,
    Writing,
    text_in,
)
from atom_desktop.model.formats.registry import task_format
from atom_desktop.model.json import JsonObject
from atom_desktop.model.record import Record
from atom_desktop.store.disk import Disk, write_all
from atom_desktop.store.faults import explained

TASK: Final = Collection.TASK
BUFFER: Final = 1 << 18
REPORT_EVERY: Final = 500
FEW: Final = 50_000
"""Up to this many tasks are written in the order given by hand."""
_NAMES_ALONE: Final = frozenset({TASK, Collection.PROJECT, Collection.SECTION, Collection.LABEL})
_HIDDEN: Final = int(Mark.GONE | Mark.TRASHED)
_SILENT: Final = frozenset({*_NAMES_ALONE, Collection.COMMENT, Collection.LINK, Collection.SETTING})
"""Kinds that a format of tasks carries, or that mean nothing outside of this vault."""


def export_file(context: Context, path: Path, format: str, *, force: bool) -> JsonObject:
    """Write a file; say how many records are in it, and what could not be carried.

    The file has its name only once it is whole. Raises `Conflict` where there is one already,
    unless `force` is set.
    """
    name = format or (todotxt.NAME if path.suffix.lower() == ".txt" else atom_json.NAME)
    losses = Losses()
    counted = _Counted(context)
    pieces = _pieces(context.session, name, losses, counted)
    _check_place(context.session, path, force=force)
    size = _written(context.session.around.disk, path, pieces)
    return {
        "format": name,
        "path": str(path),
        "count": counted.done,
        "bytes": size,
        "losses": losses_json(losses.report()),
    }


class _Counted:
    """Counts what is written, tells how far it is, and stops when nobody waits any more."""

    def __init__(self, context: Context) -> None:
        self._caller = context.caller
        self._total = context.session.index.columns.count
        self.done = 0

    def records(self, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            if not record.alive:
                continue
            if self.done % REPORT_EVERY == 0:
                stop_if_cancelled(self._caller)
                total = max(self._total, self.done)
                self._caller.progress({"done": self.done, "total": total, "text": "Writing"})
            self.done += 1
            yield record


def _pieces(session: Session, name: str, losses: Losses, counted: _Counted) -> Iterator[bytes]:
    store = session.store
    if name == atom_json.NAME:
        everything = chain.from_iterable(store.scan(kind) for kind in CARRIED)
        return atom_json.write(counted.records(everything))
    write = task_format(name).write
    outgoing = _Outgoing(session)
    _count_others(session, losses)
    writing = Writing(
        tz=session.clock.zone().key or "UTC",
        losses=losses,
        source_of=outgoing.source_of,
        referenced=outgoing.referenced(),
    )
    return write(map(outgoing.task, counted.records(_tasks(session))), writing)


def _tasks(session: Session) -> Iterator[Record]:
    """Yield the tasks: in the order given by hand if there are not too many."""
    columns, store = session.index.columns, session.store
    if columns.count > FEW:
        yield from store.scan(TASK)
        return
    order, created = columns.cells["order"], columns.cells["created"]
    for row in sorted(columns.living(), key=lambda row: (order[row], created[row])):
        record = store.read(TASK, columns.id_of(row))
        if record is not None:
            yield record


def _count_others(session: Session, losses: Losses) -> None:
    """Count the records that a format of tasks has no place for."""
    for kind in CARRIED:
        if kind in _SILENT:
            continue
        for record in session.store.scan(kind):
            if record.alive:
                fields = record.fields
                named = (
                    text_in(fields, "name") or text_in(fields, "title") or text_in(fields, "text")
                )
                losses.add(LossKind.DROPPED, kind, named)


class _Outgoing:
    """Puts names in the place of ids."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._paths: dict[str, str] = {}
        self._comments: dict[str, list[ImportedComment]] = {}
        for record in session.store.scan(Collection.COMMENT):
            fields = record.fields
            if record.alive and not fields.get("trashed"):
                created = text_in(fields, "created") or None
                comment = ImportedComment(text=text_in(fields, "text"), created=created)
                self._comments.setdefault(text_in(fields, "record"), []).append(comment)

    def task(self, record: Record) -> OutgoingTask:
        fields = record.fields
        names = self._session.index.names
        labels = fields.get("labels")
        ids = labels if isinstance(labels, list) else []
        found = (names.get(Collection.LABEL, str(one)) for one in ids)
        section = names.get(Collection.SECTION, text_in(fields, "section"))
        return OutgoingTask(
            id=record.id,
            fields=fields,
            project=self._path(text_in(fields, "project")),
            section=section.name if section else None,
            labels=tuple(one.name for one in found if one),
            comments=tuple(self._comments.get(record.id, ())),
        )

    def source_of(self, task_id: str) -> str | None:
        record = self._session.workspace.read(TASK, task_id)
        return text_in(record.fields, "source") if record else None

    def referenced(self) -> frozenset[str]:
        """Return the ids of the tasks that others belong to or wait for."""
        columns = self._session.index.columns
        named = {*columns.parents.values(), *chain.from_iterable(columns.depends.values())}
        marks = columns.cells["marks"]
        rows = ((one, columns.row_of(one)) for one in named)
        return frozenset(one for one, row in rows if row >= 0 and not marks[row] & _HIDDEN)

    def _path(self, project: str) -> str | None:
        if project not in self._paths:
            self._paths[project] = self._session.index.names.path(project) if project else ""
        return self._paths[project] or None


def _check_place(session: Session, path: Path, *, force: bool) -> None:
    """Refuse to write where something would be lost."""
    if path.is_dir():
        raise UserError(f"“{path}” is a folder.", "Name a file in it.")
    if not path.parent.is_dir():
        raise NotFound(f"There is no folder “{path.parent}”.", "Make it, or name another one.")
    if path.resolve().is_relative_to(session.folders.data.resolve()):
        message = "The folder of the vault holds nothing but sealed files."
        raise UserError(message, "Write the file to another folder.")
    if path.exists() and not force:
        message = f"There is a file “{path}” already."
        raise Conflict(message, "Name another one, or say --force to replace it.", "exists")


def _written(disk: Disk, path: Path, pieces: Iterable[bytes]) -> int:
    """Write beside the file, and give it its name when it is whole and on the disk."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with contextlib.suppress(FileNotFoundError):
            disk.unlink(unfinished)  # left behind by a power cut
        handle = disk.create(unfinished)
        try:
            size = _append(disk, handle, pieces)
            disk.sync(handle)
        finally:
            disk.close(handle)
        disk.rename(unfinished, path)
        disk.sync_dir(path.parent)
    except BaseException as error:
        with contextlib.suppress(OSError):
            disk.unlink(unfinished)
        if isinstance(error, OSError):
            raise explained(error, path) from error
        raise
    return size


def _append(disk: Disk, handle: int, pieces: Iterable[bytes]) -> int:
    held: list[bytes] = []
    waiting = size = 0
    for piece in pieces:
        held.append(piece)
        waiting += len(piece)
        if waiting >= BUFFER:
            write_all(disk, handle, b"".join(held))
            size += waiting
            held, waiting = [], 0
    write_all(disk, handle, b"".join(held))
    return size + waiting
