"""Keeps what is typed into a line: a lock, a crash or a power cut does not lose it."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from atom_desktop.core.drafts import Drafts
from atom_desktop.gui.shell.quick_add import QuickAdd

PAUSE_MS: Final = 400
"""Milliseconds without a key after which a text is kept."""


class KeptLine(QObject):
    """Until `stop`: then the line may be emptied without the draft being emptied as well."""

    def __init__(self, entry: QuickAdd, drafts: Drafts, name: str) -> None:
        """Bring back what was not saved before, unless something stands in the line already."""
        super().__init__()
        self._entry = entry
        self._drafts = drafts
        self._name = name
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self._kept = drafts.read(name)
        if not entry.kept():
            entry.bring_back(self._kept)
        self._stop = entry.changed.connect(self._changed)

    def stop(self) -> None:
        """Keep what stands in the line now, and look no more."""
        self._pause.stop()
        self._drafts.keep(self._name, self._entry.kept())
        self._entry.changed.disconnect(self._stop)

    def _changed(self) -> None:
        """Wait while letters come; a line that was finished is kept at once."""
        if self._entry.line.text():
            self._pause.start()
        else:
            self._pause.stop()
            self._keep()

    def _keep(self) -> None:
        kept = self._entry.kept()
        if kept != self._kept:
            self._kept = kept
            self._drafts.keep(self._name, kept)
