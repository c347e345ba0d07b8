"""Short words for tests that read and write files of tasks."""

from collections.abc import Callable, Iterator

from atom_desktop.model.formats import taskwarrior, taskwarrior_write, todotxt, todotxt_write
from atom_desktop.model.formats.base import (
    FormatError,
    ImportedTask,
    Loss,
    Losses,
    OutgoingTask,
    Reading,
    Writing,
)
from atom_desktop.model.ids import encode_id

BERLIN = "Europe/Berlin"
TASK_ID = encode_id(bytes(15) + b"\x07")


def read_taskwarrior(content: bytes, tz: str = BERLIN) -> tuple[list[ImportedTask], list[Loss]]:
    losses = Losses()
    tasks = list(taskwarrior.read([content], Reading(tz=tz, losses=losses)))
    return tasks, list(losses.report())


def read_todotxt(content: bytes, tz: str = BERLIN) -> tuple[list[ImportedTask], list[Loss]]:
    losses = Losses()
    tasks = list(todotxt.read([content], Reading(tz=tz, losses=losses)))
    return tasks, list(losses.report())


def write_taskwarrior(*tasks: OutgoingTask, sources=None) -> tuple[bytes, list[Loss]]:
    losses = Losses()
    known = sources or {}
    writing = Writing(tz=BERLIN, losses=losses, source_of=known.get)
    return b"".join(taskwarrior_write.write(tasks, writing)), list(losses.report())


def write_todotxt(*tasks: OutgoingTask, referenced=()) -> tuple[bytes, list[Loss]]:
    losses = Losses()
    writing = Writing(tz=BERLIN, losses=losses, referenced=frozenset(referenced))
    return b"".join(todotxt_write.write(tasks, writing)), list(losses.report())


def outgoing(title: str = "Call mum", **rest) -> OutgoingTask:
    """Return a task about to be written; names of `OutgoingTask` stay, the others are fields."""
    own = {
        name: rest.pop(name)
        for name in ("project", "section", "labels", "comments", "id")
        if name in rest
    }
    return OutgoingTask(**{"id": TASK_ID, "fields": {"title": title, **rest}, **own})


def as_outgoing(task: ImportedTask, task_id: str = TASK_ID) -> OutgoingTask:
    """Return a task that was read as it would be written again."""
    return OutgoingTask(
        id=task_id,
        fields=task.fields,
        project=task.project,
        section=task.section,
        labels=task.labels,
        comments=task.comments,
    )


def counted(losses: list[Loss]) -> dict[tuple[str, str], int]:
    return {(str(loss.kind), loss.field): loss.count for loss in losses}


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


def refused_at(read: Callable[[bytes], object], content: bytes) -> int | None:
    """Return the line at which a file is refused, None if it is read."""
    try:
        read(content)
    except FormatError as error:
        return error.line
    return None
