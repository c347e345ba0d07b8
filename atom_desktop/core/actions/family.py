"""Who belongs to a task: its subtasks at any depth, and the tasks above it."""

from collections.abc import Iterable, Iterator

from atom_desktop.core.session import Session
from atom_desktop.model.collections import Collection
from atom_desktop.model.record import Record


def subtasks_below(session: Session, ids: Iterable[str]) -> list[Record]:
    """Return the subtasks of these tasks at any depth, without the tasks themselves."""
    columns = session.index.columns
    seen = level = set(ids)
    found: list[str] = []
    while level:
        links = list(columns.parents.items())
        below = [columns.id_of(row) for row, parent in links if parent in level]
        level = {one for one in below if one not in seen}
        seen = seen | level
        found.extend(sorted(level))
    records = (session.workspace.read(Collection.TASK, one) for one in found)
    return [record for record in records if record is not None]


def tasks_above(session: Session, task_id: str) -> Iterator[str]:
    """Yield the id of the parent of a task, of its parent, and so on."""
    columns = session.index.columns
    seen = {task_id}
    parent = columns.parents.get(columns.row_of(task_id), "")
    while parent and parent not in seen:
        yield parent
        seen.add(parent)
        parent = columns.parents.get(columns.row_of(parent), "")
