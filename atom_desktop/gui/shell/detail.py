"""The pane of one task: its fields, each saved when the person leaves it."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from atom_desktop.gui.controls import Button, Line, Weight, Words, fill
from atom_desktop.gui.fields import Choice, Hair, Page, scrolling
from atom_desktop.gui.icons import Glyph, Icons
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered, Theme
from atom_desktop.model.errors import AtomError
from atom_desktop.model.json import Json, JsonObject

PRIORITIES: Final = ("P1 highest", "P2 high", "P3 medium", "P4 none")
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NEAR: Final = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}
_ROWS: Final = (
    ("due", "When", Glyph.CALENDAR),
    ("deadline", "Deadline", Glyph.FLAG),
    ("priority", "Priority", Glyph.CIRCLE_ALERT),
    ("project", "Project", Glyph.FOLDER),
    ("labels", "Labels", Glyph.TAG),
    ("estimate", "Estimate", Glyph.TIMER),
    ("start", "Hidden until", Glyph.EYE_OFF),
)
_HINTS: Final = {
    "due": "tomorrow 9:00",
    "deadline": "friday",
    "start": "next week",
    "project": "Inbox",
    "labels": "phone, errand",
    "estimate": "30m",
}


class DetailPane(QWidget):
    """`edited` carries the id, the name of a field and its new text; `closed` wants no pane."""

    edited = Signal(str, str, str)
    closed = Signal()

    def __init__(self, appearance: Appearance, icons: Icons, today: Callable[[], dt.date]) -> None:
        """Begin empty; dates are said as seen from `today`."""
        super().__init__()
        theme = appearance.theme
        self._today = today
        self._task_id = ""
        self._shown: dict[str, str] = {}
        fill(self, theme.colours.surface_base)
        self.setAccessibleName("Details of the task")
        self.lines = {"title": Line(theme, "Title")}
        self.lines["title"].setFont(theme.font(Lettered.HEADING))
        for name, said, _ in _ROWS:
            if name != "priority":
                self.lines[name] = Line(theme, said)
                self.lines[name].setPlaceholderText(_HINTS[name])
        self.priority = Choice(theme, "Priority")
        self.priority.addItems(PRIORITIES)
        self.notes = Notes(theme, "Notes")
        self.notes.setMinimumHeight(theme.px(110))
        self.problem = Words("", theme, Lettered.SMALL, theme.colours.danger_text)
        self.problem.hide()
        self.about = Words("", theme, Lettered.SMALL, theme.colours.text_tertiary)
        self._lay_out(appearance, icons)
        self._connect()

    def show_task(self, task: Mapping[str, Json]) -> None:
        """Show a task as the commands give it; what is being typed at the moment is kept."""
        same = task["id"] == self._task_id
        self._task_id = str(task["id"])
        shown = field_texts(task, self._today())
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
        """Say why a field was not changed; what was typed stays, and can be tried again."""
        self._shown.pop(field, None)
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

    def _lay_out(self, appearance: Appearance, icons: Icons) -> None:
        theme = appearance.theme
        px = theme.px
        head = QHBoxLayout()
        title = Words("Details", theme, Lettered.HEADING, theme.colours.text_primary)
        close = Button("", theme, Weight.QUIET)
        close.setAccessibleName("Close the details")
        close.setToolTip("Close  Esc")
        ink, ratio = theme.colours.text_secondary, self.devicePixelRatioF()
        close.setIcon(icons.icon(Glyph.CLOSE, px(16), ink, ratio))
        close.clicked.connect(lambda _checked: self.closed.emit())
        head.addWidget(title, 1)
        head.addWidget(close)
        inner = QWidget()
        fill(inner, theme.colours.surface_base)
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(20), px(4), px(14), px(14))
        column.setSpacing(px(8))
        column.addWidget(self.lines["title"])
        column.addLayout(self._form(theme, icons))
        column.addWidget(self.problem)
        column.addWidget(Hair(theme))
        column.addWidget(Words("Notes", theme, Lettered.SUBHEAD, theme.colours.text_secondary))
        column.addWidget(self.notes, 1)
        column.addWidget(self.about)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head.setContentsMargins(px(20), px(8), px(14), px(6))
        layout.addLayout(head)
        layout.addWidget(scrolling(inner, theme), 1)

    def _form(self, theme: Theme, icons: Icons) -> QGridLayout:
        """Return the fields in rows: icon, name, value."""
        px, colours = theme.px, theme.colours
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(1, px(84))
        for row, (name, said, glyph) in enumerate(_ROWS):
            sign = QLabel()
            ratio = self.devicePixelRatioF()
            sign.setPixmap(icons.pixmap(glyph, px(15), colours.text_tertiary, ratio))
            words = Words(said, theme, Lettered.BODY, colours.text_secondary)
            words.setWordWrap(False)
            field = self.priority if name == "priority" else self.lines[name]
            words.setBuddy(field)
            grid.addWidget(sign, row, 0)
            grid.addWidget(words, row, 1)
            grid.addWidget(field, row, 2)
        return grid

    def _connect(self) -> None:
        for name, line in self.lines.items():
            line.editingFinished.connect(
                lambda name=name, line=line: self._leave(name, line.text())
            )
        self.notes.left.connect(lambda: self._leave("notes", self.notes.toPlainText()))
        self.priority.activated.connect(lambda place: self._leave("priority", str(place + 1)))

    def _leave(self, field: str, text: str) -> None:
        if self._task_id and text != self._shown.get(field, ""):
            self._shown[field] = text
            self.problem.hide()
            self.edited.emit(self._task_id, field, text)


class Notes(Page):
    """A field for many lines that says when it is left."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the person is done here."""
        super().focusOutEvent(event)
        self.left.emit()


def field_texts(task: Mapping[str, Json], today: dt.date) -> dict[str, str]:
    """Return the fields of a task as they are typed."""
    project, labels, estimate = task["project"], task["labels"], task["estimate"]
    return {
        "title": str(task["title"] or ""),
        "due": planned_text(task["due"], today),
        "deadline": planned_text(task["deadline"], today),
        "start": planned_text(task["start"], today),
        "project": str(project["path"]) if isinstance(project, dict) else "",
        "labels": ", ".join(map(str, labels)) if isinstance(labels, list) else "",
        "estimate": f"{estimate}m" if estimate else "",
        "priority": str(task["priority"]),
        "notes": str(task["notes"] or ""),
    }


def planned_text(planned: Json, today: dt.date) -> str:
    """Return a planned time as a person says it, and as the date grammar reads it back."""
    if not isinstance(planned, dict):
        return ""
    said = str(planned.get("date") or planned.get("at"))
    try:
        day = dt.date.fromisoformat(said[:10])
    except ValueError:
        return said
    clock = said[11:16].removeprefix("0")
    ahead = (day - today).days
    weekday = _DAYS[day.weekday()] if 1 < ahead < len(_DAYS) else day.isoformat()
    words = _NEAR.get(ahead, weekday)
    return f"{words} {clock}".strip()


def about_text(task: Mapping[str, Json]) -> str:
    """Return when a task was made, changed and done."""
    said = (("Made", "created"), ("changed", "changed"), ("done", "done"))
    parts = [
        f"{word} {str(task[name])[:16].replace('T', ' ')} UTC"
        for word, name in said
        if task[name] and (name != "changed" or task[name] != task["created"])
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
