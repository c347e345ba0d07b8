"""Bringing tasks in from a file: what was found is shown first, and nothing is changed by that."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from atom_desktop.core.jobs import Progress
from atom_desktop.gui.controls import Weight, Words
from atom_desktop.gui.runner import Done, Runner
from atom_desktop.gui.shell.deeds import Deeds
from atom_desktop.gui.shell.file_words import (
    count_of,
    format_titles,
    found_text,
    loss_lines,
    problem_lines,
    title_lines,
)
from atom_desktop.gui.shell.sheet import Bar, Sheet
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered
from atom_desktop.model.errors import AtomError
from atom_desktop.model.json import Json, JsonObject

COMMAND = "file.import"


class ImportSheet(Sheet):
    """Looks into the file at once; `deeds` hear what was brought in, also after it is closed."""

    def __init__(
        self, parent: QWidget, appearance: Appearance, *, runner: Runner, deeds: Deeds, path: Path
    ) -> None:
        """Show what is in the file at `path`."""
        super().__init__(parent, appearance, f"Import {path.name}")
        self._runner = runner
        self._deeds = deeds
        self._path = path
        self._format = ""
        self._progress: Progress | None = None
        colours = self.theme.colours
        self.far = Words("", self.theme, Lettered.SMALL, colours.text_secondary)
        self.share = Bar(self.theme)
        self.foot.addWidget(self.far)
        self.foot.addWidget(self.share)
        self.cancel = self.add_button("Cancel", Weight.QUIET)
        self.go = self.add_button("Import", Weight.PRIMARY)
        self.go.setEnabled(False)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._import)
        self._look()

    def reject(self) -> None:
        """Give up: what has been read is forgotten, and nothing was changed."""
        if self._progress is not None:
            self._progress.cancel()
        super().reject()

    def _look(self) -> None:
        self.clear()
        self.add_text("Nothing is changed yet.")
        self._run(self.while_open(self._found), dry_run=True)

    def _import(self) -> None:
        self.go.setEnabled(False)
        self._run(self._imported, dry_run=False)

    def _run(self, done: Done[Json], *, dry_run: bool) -> None:
        params: JsonObject = {"path": str(self._path), "format": self._format, "dry_run": dry_run}
        self._show_far(busy=True)
        self._progress = self._runner.run(
            COMMAND, params, done, failed=self._failed, told=self.while_open(self._told)
        )

    def _told(self, report: JsonObject) -> None:
        done, total = report.get("done"), report.get("total")
        if isinstance(done, int) and isinstance(total, int):
            self.share.show_share(done, total)
        self.far.setText(str(report.get("text", "")))

    def _found(self, answer: Json) -> None:
        self._show_far(busy=False)
        if not isinstance(answer, dict):
            return
        self.clear()
        self.add_heading(found_text(answer))
        self.add_text("Nothing is changed yet. The import is one step that can be undone.")
        self._show_part("First of them", title_lines(answer))
        self._show_part("What does not fit", loss_lines(answer))
        self._show_part("What could not be read", problem_lines(answer), bad=True)
        changes = count_of(answer, "new") + count_of(answer, "updated")
        self.go.setEnabled(changes > 0)
        self.go.setText(f"Import {changes:,}" if changes else "Import")
        self.go.updateGeometry()
        self.go.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_part(self, heading: str, lines: list[str], *, bad: bool = False) -> None:
        if lines:
            self.add_heading(heading)
        for line in lines:
            self.add_text(line, bad=bad)

    def _imported(self, answer: Json) -> None:
        self._progress = None
        self._deeds.imported(self._path.name, answer)
        if not self.over:
            self.accept()

    def _failed(self, error: AtomError) -> None:
        self._progress = None
        if self.over:
            self._deeds.gave_up(error)
            return
        self._show_far(busy=False)
        if error.code == "format":
            self._ask_format(error)
            return
        self.clear()
        self.add_heading(error.message)
        self.add_text(error.hint)

    def _ask_format(self, error: AtomError) -> None:
        """Let the person say what the file is, where that cannot be told."""
        self.clear()
        self.add_heading(error.message)
        self.add_text("What is it?")
        choice = QComboBox()
        choice.setAccessibleName("Format of the file")
        for name, title in format_titles().items():
            choice.addItem(title, name)
        self.body.addWidget(choice)
        choice.activated.connect(lambda place: self._take_format(choice.itemData(place)))
        choice.setFocus()

    def _take_format(self, name: str) -> None:
        self._format = name
        self._look()

    def _show_far(self, *, busy: bool) -> None:
        self.share.show_share(0, 1)
        self.far.setText("Reading" if busy else "")
        self.share.setVisible(busy)
        self.far.setVisible(busy)
