"""Starts the window: it is painted before anything is read, and what it needs follows."""

import gc
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication

from atom_desktop.core.jobs import Job, Jobs
from atom_desktop.gui.bridge import Bridge
from atom_desktop.gui.first_picture import FirstPicture
from atom_desktop.gui.icons import Icons
from atom_desktop.gui.resources import find_resources
from atom_desktop.gui.shell.frame import Frame
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered
from atom_desktop.gui.theme.tokens import read_tokens

if TYPE_CHECKING:
    from atom_desktop.gui.conductor import Conductor
    from atom_desktop.gui.desk import Desk

SAMPLE: Final = "Today 9:41"
SWITCH: Final = 0.0005
"""Seconds that a worker may compute before the window gets its turn."""


def run(make_desk: Callable[[], "Desk"]) -> int:
    """Show the window until the person quits; return the exit status.

    `make_desk` runs on a worker: what it imports would hold up the first picture.
    """
    application = QApplication(sys.argv[:1])
    application.setApplicationName("atom")
    application.setApplicationDisplayName("ATOM")
    application.setDesktopFileName("atom")
    application.setQuitOnLastWindowClosed(False)
    start = Start(application, make_desk)
    start.begin()
    return application.exec()


class Start:
    """From an empty window to one that works with a vault."""

    def __init__(self, application: QApplication, make_desk: Callable[[], "Desk"]) -> None:
        """Make what can be painted."""
        resources = find_resources()
        self._make_desk = make_desk
        self._appearance = Appearance(application, read_tokens(resources / "tokens.json"))
        self._icons = Icons(resources)
        self._bridge = Bridge(self._report)
        self._jobs = Jobs(self._report)
        self._conductor: Conductor | None = None
        self.frame = Frame(self._appearance, self._icons)

    def begin(self) -> None:
        """Show the window, and then build what stands behind it."""
        sys.setswitchinterval(SWITCH)
        self._picture = FirstPicture(self.frame.page())
        self._picture.painted.connect(self._build)
        self.frame.show()

    def _build(self) -> None:
        def prepare(_progress: object) -> "Desk":
            self._icons.read()
            return self._make_desk()

        job = self._jobs.start("start", prepare)
        job.when_done(self._arrived, self._bridge.post)
        QApplication.setWindowIcon(self._icons.app_icon())
        # The fonts of the system are looked up now, while there is nothing else to do here.
        for lettered in Lettered:
            self._appearance.theme.metrics(lettered).horizontalAdvance(SAMPLE)

    def _arrived(self, job: "Job[Desk]") -> None:
        from atom_desktop.gui.conductor import Conductor  # noqa: PLC0415 -- after the first picture

        try:
            desk = job.result()
        except Exception as error:  # noqa: BLE001 -- an edge: without a desk there is nothing to show
            self._report(error)
            QApplication.exit(1)
            return
        conductor = Conductor(
            desk, self.frame, self._appearance, icons=self._icons, bridge=self._bridge
        )
        self._conductor = conductor
        conductor.begin()
        # What is there by now stays: the collector need not look at it again and again.
        gc.freeze()

    def leave(self) -> None:
        """Take everything off the screen, without ending the process."""
        self._bridge.close()
        self._jobs.close()
        if self._conductor is not None:
            self._conductor.leave()
        self.frame.hide()
        self.frame.deleteLater()

    @staticmethod
    def _report(error: BaseException) -> None:
        """Let a bug in the first moments be seen where the program was started."""
        sys.excepthook(type(error), error, error.__traceback__)
