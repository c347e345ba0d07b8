"""Notes when a window has been painted for the first time."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

PATIENCE: Final = 400
"""Milliseconds after which a window that nobody can see counts as painted."""


class FirstPicture(QObject):
    """`painted` is emitted once."""

    painted = Signal()

    def __init__(self, widget: QWidget) -> None:
        """Watch a widget that is about to be shown."""
        super().__init__()
        self._widget = widget
        self._over = False
        widget.installEventFilter(self)
        QTimer.singleShot(PATIENCE, self, self._tell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the first paint event has passed."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._tell)
        return False

    def _tell(self) -> None:
        if not self._over:
            self._over = True
            self.painted.emit()
