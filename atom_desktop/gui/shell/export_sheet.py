"""Writing everything to a readable file: in which format, where, and what could not be carried."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from atom_desktop.core.jobs import Progress
from atom_desktop.gui.controls import Weight, Words
from atom_desktop.gui.runner import Runner
from atom_desktop.gui.shell.file_words import format_titles, loss_lines
from atom_desktop.gui.shell.sheet import Bar, Sheet
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered
from atom_desktop.model.errors import AtomError
from atom_desktop.model.json import Json, JsonObject

COMMAND: Final = "file.export"
_ENDINGS: Final = {"todotxt": ".txt"}


class ExportSheet(Sheet):
    """Asks for a format and a file, and tells afterwards what is in it."""

    def __init__(self, parent: QWidget, appearance: Appearance, runner: Runner) -> None:
        """Begin with ATOM's own format, which carries everything."""
        super().__init__(parent, appearance, "Export")
        self._runner = runner
        self._progress: Progress | None = None
        self.add_text(
            "The file is not encrypted: everybody who can open it can read your tasks. ATOM's own "
            "format carries everything, the others what they have a place for."
        )
        self.choice = QComboBox()
        self.choice.setAccessibleName("Format")
        for name, title in format_titles().items():
            self.choice.addItem(title, name)
        self.body.addWidget(self.choice)
        self.far = Words("", self.theme, Lettered.SMALL, self.theme.colours.text_secondary)
        self.share = Bar(self.theme)
        self.foot.addWidget(self.far)
        self.foot.addWidget(self.share)
        self.share.hide()
        self.cancel = self.add_button("Cancel", Weight.QUIET)
        self.go = self.add_button("Choose a file", Weight.PRIMARY)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._choose)
        self.choice.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def reject(self) -> None:
        """Give up: no file is left behind that is not whole."""
        if self._progress is not None:
            self._progress.cancel()
        super().reject()

    def _choose(self) -> None:
        name = str(self.choice.currentData())
        suggested = str(Path.home() / f"atom-export{_ENDINGS.get(name, '.json')}")
        # Qt asks whether a file of that name is to be replaced.
        chosen, _ = QFileDialog.getSaveFileName(self, "Export to", suggested)
        if chosen:
            self._export(Path(chosen), name)

    def _export(self, path: Path, name: str) -> None:
        self.go.setEnabled(False)
        self.share.show()
        params: JsonObject = {"path": str(path.absolute()), "format": name, "force": True}
        self._progress = self._runner.run(
            COMMAND,
            params,
            self.while_open(self._exported),
            failed=self.while_open(self._failed),
            told=self.while_open(self._told),
        )

    def _told(self, report: JsonObject) -> None:
        done, total = report.get("done"), report.get("total")
        if isinstance(done, int) and isinstance(total, int):
            self.share.show_share(done, total)
        self.far.setText(str(report.get("text", "")))

    def _exported(self, answer: Json) -> None:
        self._end()
        if not isinstance(answer, dict):
            return
        self.clear()
        count = answer["count"]
        shown = f"{count:,}" if isinstance(count, int) else str(count)
        self.add_heading(f"{shown} records were written to {answer['path']}.")
        losses = loss_lines(answer)
        self.add_text("What does not fit:" if losses else "Everything was carried.")
        for line in losses:
            self.add_text(line)
        self.go.hide()
        self.cancel.setText("Close")
        self.cancel.setAccessibleName("Close")
        self.cancel.updateGeometry()
        self.cancel.setFocus()

    def _failed(self, error: AtomError) -> None:
        self._end()
        self.go.setEnabled(True)
        self.add_text(f"{error.message} {error.hint}".strip(), bad=True)

    def _end(self) -> None:
        self._progress = None
        self.share.hide()
        self.far.setText("")
