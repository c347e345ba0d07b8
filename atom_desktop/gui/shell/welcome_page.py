"""The first steps: make a vault, and keep its recovery code."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QLabel, QWidget

from atom_desktop.core.private_file import write_private
from atom_desktop.gui.controls import Button, Line, Weight, Words
from atom_desktop.gui.icons import Glyph, Icons
from atom_desktop.gui.shell.card import CardPage
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered
from atom_desktop.model.errors import AtomError

COLUMNS: Final = 4
CLIPBOARD_MS: Final = 30_000
_SHORT: Final = 8


class WelcomePage(CardPage):
    """`chosen` carries a passphrase and whether the keyring is to open the vault as well."""

    chosen = Signal(str, bool)
    finished = Signal()

    def __init__(self, appearance: Appearance, icons: Icons, folder: Path) -> None:
        """Begin with the first step; the vault will lie in `folder`."""
        super().__init__(appearance, icons)
        self._folder = folder
        self._code = ""
        self.build()

    def restyle(self) -> None:
        """Show the same in the theme in use now; what was typed stays."""
        if self._code:
            kept = self.kept.isChecked()
            super().restyle()
            self.kept.setChecked(kept)
            return
        typed = self.passphrase.text(), self.again.text(), self.keyring.isChecked()
        busy = not self.passphrase.isEnabled()
        super().restyle()
        self.passphrase.setText(typed[0])
        self.again.setText(typed[1])
        self.keyring.setChecked(typed[2])
        self.set_busy(busy=busy) if busy else self._look()

    def build(self) -> None:
        """Put the step that somebody is at onto the card."""
        if self._code:
            self._second_step()
        else:
            self._first_step()

    def set_busy(self, *, busy: bool) -> None:
        """Show that the vault is being made, which takes about a second by design."""
        for control in (self.passphrase, self.again, self.keyring, self.make):
            control.setEnabled(not busy)
        self.make.setText("Making the vault ..." if busy else "Make the vault")
        self.make.updateGeometry()

    def show_failure(self, failure: AtomError) -> None:
        """Say why no vault was made."""
        self.set_busy(busy=False)
        self.problem.setText(f"{failure.message} {failure.hint}")
        self.problem.show()

    def show_code(self, code: str) -> None:
        """Show the recovery code, which is never shown again."""
        self._code = code
        self.renew_card()
        self._second_step()

    def _second_step(self) -> None:
        theme = self.appearance.theme
        key = QLabel()
        size, ink = theme.px(40), theme.colours.accent_base
        key.setPixmap(self.icons.pixmap(Glyph.KEY, size, ink, self.devicePixelRatioF()))
        self.card.body.addWidget(key)
        self.add_title("Keep your recovery code")
        self.add_text(
            "It opens the vault if you forget the passphrase or lose the keyring. Nobody can "
            "reset it, so keep it away from this computer. It is shown only now."
        )
        self.card.body.addWidget(self._groups(self._code))
        self.problem = self.add_problem()
        save = Button("Save as file", theme)
        save.clicked.connect(self._save)
        copy = Button("Copy", theme)
        copy.clicked.connect(self._copy)
        self.kept = QCheckBox("I have written it down or saved it")
        self.card.body.addWidget(self.kept)
        self.go_on = Button("Start", theme, Weight.PRIMARY)
        self.go_on.setEnabled(False)
        self.kept.toggled.connect(self.go_on.setEnabled)
        self.go_on.clicked.connect(self.finished.emit)
        self.card.bar.addWidget(save)
        self.card.bar.addWidget(copy)
        self.card.bar.addStretch(1)
        self.card.bar.addWidget(self.go_on)
        self.kept.setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_step(self) -> None:
        theme = self.appearance.theme
        self.add_mark()
        self.add_title("Make your vault")
        self.add_text(
            "Your tasks, keys and notes are encrypted on this computer before they touch the "
            f"disk. No account and no server is needed. They will lie in {self._folder}."
        )
        self.card.body.addSpacing(theme.px(8))
        self.add_label("Passphrase")
        self.passphrase = Line(theme, "Passphrase", secret=True)
        self.card.body.addWidget(self.passphrase)
        self.strength = self.add_text("")
        self.add_label("Repeat it")
        self.again = Line(theme, "Repeat the passphrase", secret=True)
        self.card.body.addWidget(self.again)
        self.keyring = QCheckBox("Open it with this computer's keyring")
        self.keyring.setAccessibleDescription("Then the passphrase may be left empty.")
        self.card.body.addWidget(self.keyring)
        self.problem = self.add_problem()
        self.make = Button("Make the vault", theme, Weight.PRIMARY)
        self.card.bar.addStretch(1)
        self.card.bar.addWidget(self.make)
        for line in (self.passphrase, self.again):
            line.textChanged.connect(self._look)
            line.returnPressed.connect(self._submit)
        self.keyring.toggled.connect(self._look)
        self.make.clicked.connect(self._submit)
        self.setFocusProxy(self.passphrase)
        self._look()

    def _look(self) -> None:
        text, again = self.passphrase.text(), self.again.text()
        differs = bool(again) and again != text
        self.again.set_wrong(wrong=differs)
        enough = bool(text) or self.keyring.isChecked()
        self.make.setEnabled(enough and text == again)
        if differs:
            self.strength.setText("The two differ.")
        elif text and len(text) < _SHORT:
            self.strength.setText("Short: four or five random words are better.")
        else:
            self.strength.setText("")

    def _submit(self) -> None:
        if self.make.isEnabled():
            self.problem.hide()
            self.chosen.emit(self.passphrase.text(), self.keyring.isChecked())

    def _groups(self, code: str) -> QWidget:
        theme = self.appearance.theme
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setSpacing(theme.px(10))
        for number, group in enumerate(code.split("-")):
            words = Words(group, theme, Lettered.MONO, theme.colours.text_primary)
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(words, number // COLUMNS, number % COLUMNS)
        sheet.setAccessibleName(f"Recovery code: {code.replace('-', ' ')}")
        return sheet

    def _copy(self) -> None:
        clipboard, code = QGuiApplication.clipboard(), self._code
        clipboard.setText(code)

        def forget() -> None:
            if clipboard.text() == code:
                clipboard.clear()

        QTimer.singleShot(CLIPBOARD_MS, clipboard, forget)

    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the recovery code", "atom-recovery.txt")
        if not chosen:
            return
        text = f"Recovery code of the ATOM vault in {self._folder}\n\n{self._code}\n"
        try:
            write_private(Path(chosen), text)
        except FileExistsError:
            self.problem.setText("There is a file of that name. Choose another one.")
            self.problem.show()
        except OSError as error:
            self.problem.setText(f"The code could not be saved: {error.strerror}.")
            self.problem.show()
        else:
            self.kept.setChecked(True)
