"""The pane of one task: fields saved when they are left, title and notes while they are typed."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from atom_desktop.gui.controls import Button, Line, Weight, Words, fill
from atom_desktop.gui.fields import Choice, Hair, Page, scrolling
from atom_desktop.gui.icons import Glyph, Icons
from atom_desktop.gui.shell.unsaved import Unsaved
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered, Theme
from atom_desktop.model.errors import AtomError
from atom_desktop.model.json import Json, JsonObject

PAUSE_MS: Final = 1000
"""Milliseconds without a key after which what was typed is saved."""
LONGEST_MS: Final = 4000
"""Milliseconds after which it is saved while the person types on."""
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
        self._stored: dict[str, str] = {}
        self._settled: dict[str, str] = {}  # the texts that need no saving, as they stand here
        self._unsaved = Unsaved()
        self._pause = self._timer(PAUSE_MS)
        self._longest = self._timer(LONGEST_MS)
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
        """Show a task as the commands give it; what is typed and not saved is kept."""
        same = task["id"] == self._task_id
        if not same:
            self._save_changed()
        self._task_id = str(task["id"])
        self._stored = field_texts(task, self._today())
        for field in self._stored:
            self._refresh(field, same=same)
        self.about.setText(about_text(task))
        self._show_problems()

    def task_id(self) -> str:
        """Return whose details are shown, "" for nobody's."""
        return self._task_id

    def clear(self) -> None:
        """Forget the task."""
        self._task_id = ""
        self._stored = {}
        self._settled = {}
        self._unsaved.clear()
        for line in self.lines.values():
            line.clear()
        self.notes.clear()
        self._show_problems()
        self._pause.stop()
        self._longest.stop()

    def show_saved(self, task_id: str, field: str, task: Mapping[str, Json]) -> None:
        """Follow a task whose field was saved."""
        self._send_next(task_id, field, self._unsaved.saved(task_id, field))
        if task_id == self._task_id:
            self.show_task(task)

    def show_failure(self, task_id: str, field: str, failure: AtomError) -> bool:
        """Say why a field was not changed; what was typed stays, and can be tried again.

        False if nobody sees it, because the pane is closed or shows another task.
        """
        self._send_next(task_id, field, self._unsaved.refused(task_id, field, failure))
        if task_id == self._task_id:
            self._refresh(field, same=True)
            self._show_problems()
        seen = task_id == self._task_id and self.isVisible()
        return seen or field not in self._unsaved.problems(task_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up what was refused with Esc; leave the pane if there is nothing of that kind."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self._discard():
            self.save()
            self.closed.emit()

    def save(self) -> None:
        """Save what was typed and not left yet, and try again what was refused."""
        self._save_changed()
        self._try_again()

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
            line.editingFinished.connect(lambda name=name: self._leave(name))
        self.notes.left.connect(lambda: self._leave("notes"))
        self.priority.activated.connect(lambda _place: self._leave("priority"))
        self.lines["title"].textEdited.connect(self._typing)
        self.notes.textChanged.connect(self._typing)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self._save_typed)
        return timer

    def _typing(self) -> None:
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def _save_typed(self) -> None:
        """Save title and notes; half a date or half a label would be read as something else."""
        self._pause.stop()
        self._longest.stop()
        self._save("notes")
        if self._text("title").strip():
            self._save("title")

    def _text(self, field: str) -> str:
        if field == "priority":
            return str(self.priority.currentIndex() + 1)
        return self.notes.toPlainText() if field == "notes" else self.lines[field].text()

    def _put(self, field: str, text: str) -> None:
        """Let a field show a text; one that shows it keeps its cursor."""
        if text == self._text(field):
            return
        if field == "priority":
            self.priority.setCurrentIndex(int(text) - 1)
        elif field == "notes":
            self.notes.setPlainText(text)
        else:
            self.lines[field].setText(text)

    def _refresh(self, field: str, *, same: bool) -> None:
        """Show what is stored, unless the person is typing or something is not saved yet."""
        stored, text = self._stored[field], self._text(field)
        unsaved = self._unsaved.text(self._task_id, field)
        if unsaved is not None:
            if not same:
                self._settled[field] = unsaved
                self._put(field, unsaved)
            return
        typing = same and text != self._settled.get(field)
        there = self.lines.get(field, self.notes).hasFocus()
        echo = same and not typing and there and text.strip() == stored.strip()
        self._settled[field] = text if echo else stored
        if not (typing or echo):
            self._put(field, stored)

    def _show_problems(self) -> None:
        problems = self._unsaved.problems(self._task_id)
        for name, line in self.lines.items():
            line.set_wrong(wrong=name in problems)
        self.problem.setText("\n".join(dict.fromkeys(problems.values())))
        self.problem.setVisible(bool(problems))

    def _leave(self, field: str) -> None:
        """Save a field; what was refused is tried again with it."""
        if self._save(field):
            self._try_again()
        elif field in self._unsaved.problems(self._task_id):
            self._send(field)

    def _save_changed(self) -> None:
        for field in self._settled:
            self._save(field)

    def _try_again(self) -> None:
        for field in self._unsaved.problems(self._task_id):
            self._send(field)

    def _save(self, field: str) -> bool:
        """Send a text that differs from what was sent or stored; tell whether it does."""
        differs = bool(self._task_id) and self._text(field) != self._settled.get(field, "")
        if differs:
            self._send(field)
        return differs

    def _send(self, field: str) -> None:
        text = self._settled[field] = self._text(field)
        goes = self._unsaved.send(self._task_id, field, text)
        self._show_problems()
        if goes:
            self.edited.emit(self._task_id, field, text)

    def _send_next(self, task_id: str, field: str, text: str | None) -> None:
        if text is not None and self._unsaved.send(task_id, field, text):
            self.edited.emit(task_id, field, text)

    def _discard(self) -> bool:
        """Show what is stored in place of what was refused; Ctrl+Z in the field takes it back."""
        fields = self._unsaved.give_up(self._task_id)
        for field in fields:
            stored = self._settled[field] = self._stored[field]
            if field == "priority":
                self._put(field, stored)
            elif field == "notes":
                cursor = self.notes.textCursor()
                cursor.select(QTextCursor.SelectionType.Document)
                cursor.insertText(stored)
            else:
                self.lines[field].selectAll()
                self.lines[field].insert(stored)
        self._show_problems()
        return bool(fields)


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
