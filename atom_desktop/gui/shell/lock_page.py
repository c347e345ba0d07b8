"""The page of a locked vault: a passphrase, or the recovery code, opens it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal

from atom_desktop.gui.controls import Button, Line, Weight
from atom_desktop.gui.icons import Icons
from atom_desktop.gui.shell.card import CardPage
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.model.errors import AtomError
from atom_desktop.store.slots import SlotKind

_SECOND: Final = 1000


class LockPage(CardPage):
    """`unlock` carries a passphrase and a recovery code; both empty mean the keyring."""

    unlock = Signal(str, str)

    def __init__(self, appearance: Appearance, icons: Icons, kinds: Sequence[SlotKind]) -> None:
        """Offer what the vault has slots for."""
        super().__init__(appearance, icons)
        self._kinds = tuple(kinds)
        self._recovering = SlotKind.PASSPHRASE not in kinds
        self._waits = 0
        self._clock = QTimer(self)
        self._clock.setInterval(_SECOND)
        self._clock.timeout.connect(self._tick)
        self.build()

    def restyle(self) -> None:
        """Show the same in the theme in use now; what was typed stays."""
        text, said, shown = self.line.text(), self.problem.text(), not self.problem.isHidden()
        super().restyle()
        self.line.setText(text)
        self.problem.setText(said)
        self.problem.setVisible(shown)
        if self._waits:
            self._allow(allowed=False)
            self._show_wait()

    def build(self) -> None:
        """Put onto the card what the vault has slots for."""
        theme = self.appearance.theme
        self.add_mark()
        self.add_title("Your vault is locked")
        self._help = self.add_text("")
        self.line = Line(theme, "Passphrase", secret=True)
        self.card.body.addWidget(self.line)
        self.problem = self.add_problem()
        self.open = Button("Unlock", theme, Weight.PRIMARY)
        self.other = Button("", theme, Weight.LINK)
        self.keyring = Button("Use the keyring", theme, Weight.SECONDARY)
        self.keyring.setVisible(SlotKind.KEYRING in self._kinds)
        self.card.bar.addWidget(self.open)
        self.card.bar.addWidget(self.keyring)
        self.card.bar.addStretch(1)
        self.card.bar.addWidget(self.other)
        self.line.returnPressed.connect(self._submit)
        self.open.clicked.connect(self._submit)
        self.other.clicked.connect(self._change_way)
        self.keyring.clicked.connect(lambda: self._send("", ""))
        self.setFocusProxy(self.line)
        self._show_way()

    def show_failure(self, failure: AtomError, seconds: float) -> None:
        """Say why the vault did not open; the next attempt is possible after `seconds`."""
        self.line.set_wrong(wrong=True)
        self.line.selectAll()
        self.problem.setText(f"{failure.message} {failure.hint}")
        self.problem.show()
        self._waits = int(seconds + 0.999)
        self.line.setReadOnly(False)
        self._allow(allowed=self._waits == 0)
        if self._waits:
            self._show_wait()
            self._clock.start()

    def _tick(self) -> None:
        self._waits -= 1
        self._show_wait()
        if self._waits <= 0:
            self._clock.stop()
            self._allow(allowed=True)

    def _show_wait(self) -> None:
        self.open.setText("Unlock" if self._waits <= 0 else f"Unlock in {self._waits} s")
        self.open.updateGeometry()

    def _submit(self) -> None:
        text = self.line.text()
        if text and self.open.isEnabled():
            self._send("", text) if self._recovering else self._send(text, "")

    def _send(self, passphrase: str, recovery: str) -> None:
        self.line.setReadOnly(True)
        self._allow(allowed=False)
        self.problem.hide()
        self.unlock.emit(passphrase, recovery)

    def _allow(self, *, allowed: bool) -> None:
        """Let the vault be tried, or not yet; the line keeps the focus through all of it.

        A control that is disabled gives its focus to the next one, the link: a space in what
        is still being typed would press that, and the rest would be shown in plain text.
        """
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        for control in (self.open, self.keyring):
            control.setEnabled(allowed)

    def _change_way(self) -> None:
        self._recovering = not self._recovering
        self.line.clear()
        self.line.set_wrong(wrong=False)
        self.problem.hide()
        self._show_way()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_way(self) -> None:
        if self._recovering:
            self._help.setText("Type the recovery code: 14 groups of 4 letters and digits.")
            self.line.setAccessibleName("Recovery code")
            self.line.setEchoMode(Line.EchoMode.Normal)
            self.other.setText("Use the passphrase")
        else:
            self._help.setText("Type your passphrase to open it.")
            self.line.setAccessibleName("Passphrase")
            self.line.setEchoMode(Line.EchoMode.Password)
            self.other.setText("Use the recovery code")
        self.other.setAccessibleName(self.other.text())
        self.other.updateGeometry()
