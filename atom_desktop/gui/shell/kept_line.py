"""Keeps what is typed into a line: a lock, a crash or a power cut does not lose it."""

from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLineEdit

from atom_desktop.core.drafts import Drafts

PAUSE_MS: Final = 400
"""Milliseconds without a key after which a text is kept."""


class KeptLine(QObject):
    """Until `stop`: then the line may be emptied without the draft being emptied as well."""

    def __init__(self, line: QLineEdit, drafts: Drafts, name: str) -> None:
        """Bring back what was typed before, unless something stands in the line already."""
        super().__init__()
        self._line = line
        self._drafts = drafts
        self._name = name
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        if not line.text():
            line.setText(drafts.read(name))
        self._stop = line.textChanged.connect(self._changed)

    def stop(self) -> None:
        """Keep what stands in the line now, and look no more."""
        if self._pause.isActive():
            self._pause.stop()
            self._keep()
        self._line.textChanged.disconnect(self._stop)

    def _changed(self, text: str) -> None:
        if text:
            self._pause.start()
        else:
            self._pause.stop()
            self._keep()

    def _keep(self) -> None:
        self._drafts.keep(self._name, self._line.text())
