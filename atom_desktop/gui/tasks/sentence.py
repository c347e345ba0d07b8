"""A task in one sentence, for those who hear the list instead of seeing it."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from atom_desktop.core.index.columns import Mark
from atom_desktop.gui.tasks.rows import TaskRow
from atom_desktop.gui.tasks.when import Nearness
from atom_desktop.model.task import LOWEST_PRIORITY, Status

_SIGNS: Final = {
    Mark.ATTACHMENT: "with attachment",
    Mark.RECURRING: "repeats",
    Mark.CHECKLIST: "with checklist",
    Mark.NOTES: "with notes",
    Mark.LINK: "with link",
}
_STATUS: Final = {
    Status.OPEN: "not done",
    Status.WAITING: "waiting",
    Status.DONE: "done",
    Status.CANCELLED: "cancelled",
}


def sentence(task: TaskRow) -> str:
    """Return for instance: Call Ann, priority 2, due tomorrow 9:00, project Home, not done."""
    parts = [task.title or _tr("Without a title")]
    if task.priority < LOWEST_PRIORITY:
        parts.append(f"{_tr('priority')} {task.priority}")
    parts += _dates(task)
    if task.estimate:
        parts.append(task.estimate)
    if task.project is not None:
        parts.append(f"{_tr('project')} {task.project.name}")
    parts += [f"{_tr('label')} {tag.name}" for tag in task.labels]
    parts += [_tr(_SIGNS[mark]) for mark in task.signs]
    if task.blocked:
        parts.append(f"{_tr('blocked by')} {task.blocked}")
    if task.trashed:
        parts.append(_tr("in the trash"))
    parts.append(_tr(_STATUS[task.status]))
    return ", ".join(parts)


def _dates(task: TaskRow) -> list[str]:
    parts = []
    if task.due is not None:
        late = task.due.nearness is Nearness.OVERDUE
        parts.append(f"{_tr('overdue since') if late else _tr('due')} {task.due.spoken}")
    if task.deadline is not None:
        parts.append(f"{_tr('deadline')} {task.deadline.spoken}")
    return parts


def _tr(text: str) -> str:
    return QCoreApplication.translate("Sentence", text)
