"""The pane of one task: its fields, each saved when the person leaves it."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from atom_desktop.gui.controls import Button, Line, Weight, Words, fill
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered
from atom_desktop.model.errors import AtomError
from atom_desktop.model.json import Json, JsonObject

PRIORITIES: Final = ("1 highest", "2 high", "3 medium", "4 none")
_LINES: Final = (
    ("title", "Title"),
    ("due", "When"),
    ("deadline", "Deadline"),
    ("start", "Hidden until"),
    ("project", "Project"),
    ("labels", "Labels"),
    ("estimate", "Estimate"),
)


class DetailPane(QWidget):
    """`edited` carries the id, the name of a field and its new text; `closed` wants no pane."""

    edited = Signal(str, str, str)
    closed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        """Begin empty."""
        super().__init__()
        theme = appearance.theme
        self._task_id = ""
        self._shown: dict[str, str] = {}
        fill(self, theme.colours.surface_base)
        self.setAccessibleName("Details of the task")
        self.lines = {name: Line(theme, said) for name, said in _LINES}
        self.priority = QComboBox()
        self.priority.addItems(PRIORITIES)
        self.priority.setAccessibleName("Priority")
        self.notes = Notes()
        self.problem = Words("", theme, Lettered.SMALL, theme.colours.danger_text)
        self.problem.hide()
        self.about = Words("", theme, Lettered.SMALL, theme.colours.text_tertiary)
        self._lay_out(appearance)
        self._connect()

    def show_task(self, task: Mapping[str, Json]) -> None:
        """Show a task as the commands give it; what is being typed at the moment is kept."""
        same = task["id"] == self._task_id
        self._task_id = str(task["id"])
        shown = field_texts(task)
        for name, line in self.lines.items():
            if not (same and line.hasFocus() and line.text() != self._shown.get(name)):
                line.setText(shown[name])
                line.set_wrong(wrong=False)
        if not (same and self.notes.hasFocus()):
            self.notes.setPlainText(shown["notes"])
        self.priority.setCurrentIndex(int(shown["priority"]) - 1)
        self._shown = shown
        self.about.setText(about_text(task))
        if not same:
            self.problem.hide()

    def task_id(self) -> str:
        """Return whose details are shown, "" for nobody's."""
        return self._task_id

    def clear(self) -> None:
        """Forget the task."""
        self._task_id = ""
        self._shown = {}
        for line in self.lines.values():
            line.clear()
        self.notes.clear()

    def show_failure(self, field: str, failure: AtomError) -> None:
        """Say why a field was not changed; what was typed stays."""
        if field in self.lines:
            self.lines[field].set_wrong(wrong=True)
        self.problem.setText(f"{failure.message} {failure.hint}".strip())
        self.problem.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the pane with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.save()
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Save what was typed and not left yet."""
        for name, line in self.lines.items():
            self._leave(name, line.text())
        self._leave("notes", self.notes.toPlainText())

    def _lay_out(self, appearance: Appearance) -> None:
        theme = appearance.theme
        head = QHBoxLayout()
        title = Words("Details", theme, Lettered.HEADING, theme.colours.text_primary)
        close = Button("Close", theme, Weight.QUIET)
        close.clicked.connect(lambda _checked: self.closed.emit())
        head.addWidget(title, 1)
        head.addWidget(close)
        form = QFormLayout()
        form.setSpacing(theme.px(6))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for name, said in _LINES:
            form.addRow(said, self.lines[name])
            if name == "title":
                form.addRow("Priority", self.priority)
        layout = QVBoxLayout(self)
        edge = theme.px(16)
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.setSpacing(theme.px(8))
        layout.addLayout(head)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(Words("Notes", theme, Lettered.SUBHEAD, theme.colours.text_secondary))
        layout.addWidget(self.notes, 1)
        layout.addWidget(self.about)

    def _connect(self) -> None:
        for name, line in self.lines.items():
            line.editingFinished.connect(
                lambda name=name, line=line: self._leave(name, line.text())
            )
        self.notes.left.connect(lambda: self._leave("notes", self.notes.toPlainText()))
        self.priority.activated.connect(lambda place: self._leave("priority", str(place + 1)))

    def _leave_line(self, field: str, line: Line) -> None:
        self._leave(field, line.text())

    def _leave(self, field: str, text: str) -> None:
        if self._task_id and text != self._shown.get(field, ""):
            self._shown[field] = text
            self.problem.hide()
            self.edited.emit(self._task_id, field, text)


class Notes(QPlainTextEdit):
    """A field for many lines that says when it is left."""

    left = Signal()

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.setAccessibleName("Notes")
        self.setTabChangesFocus(True)
        self.setPlaceholderText("Notes")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the person is done here."""
        super().focusOutEvent(event)
        self.left.emit()


def field_texts(task: Mapping[str, Json]) -> dict[str, str]:
    """Return the fields of a task as they are typed."""
    project, labels, estimate = task["project"], task["labels"], task["estimate"]
    return {
        "title": str(task["title"] or ""),
        "due": planned_text(task["due"]),
        "deadline": planned_text(task["deadline"]),
        "start": planned_text(task["start"]),
        "project": str(project["path"]) if isinstance(project, dict) else "",
        "labels": ", ".join(map(str, labels)) if isinstance(labels, list) else "",
        "estimate": f"{estimate}m" if estimate else "",
        "priority": str(task["priority"]),
        "notes": str(task["notes"] or ""),
    }


def planned_text(planned: Json) -> str:
    """Return a planned time as the date grammar reads it."""
    if not isinstance(planned, dict):
        return ""
    if "date" in planned:
        return str(planned["date"])
    return str(planned["at"]).replace("T", " ")[:16]


def about_text(task: Mapping[str, Json]) -> str:
    """Return when a task was made, changed and done."""
    said = (("Made", "created"), ("changed", "changed"), ("done", "done"))
    parts = [
        f"{word} {str(task[name])[:16].replace('T', ' ')} UTC" for word, name in said if task[name]
    ]
    return ", ".join(parts)


def changed_fields(field: str, text: str, labels: JsonObject) -> JsonObject:
    """Return the parameters of `task.edit` for one field."""
    if field != "labels":
        return {"set": {field: text}}
    wanted = [part.strip().lstrip("@") for part in text.split(",") if part.strip()]
    held = labels.get("labels")
    before = [str(one) for one in held] if isinstance(held, list) else []
    return {
        "add_labels": [one for one in wanted if one not in before],
        "remove_labels": [one for one in before if one not in wanted],
    }
