"""Reads and changes the settings for their page; whatever is changed counts at once."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from atom_desktop.core.settings import Settings
from atom_desktop.gui.runner import Runner
from atom_desktop.gui.shell.settings_page import SettingsPage
from atom_desktop.model.errors import AtomError
from atom_desktop.model.json import Json, JsonObject

SCALE: Final = "appearance.text_scale"
STEP: Final = 10
"""Percent by which a key makes the text larger or smaller."""


class Preferences(QObject):
    """`applied` is emitted when values were changed, `failed` carries why one was not."""

    applied = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, settings: Settings, page: SettingsPage) -> None:
        """Show settings on `page`."""
        super().__init__()
        self._runner = runner
        self._settings = settings
        self._page = page
        self._waiting: list[tuple[str, Json]] = []
        page.changed.connect(self.set)

    def read(self, focus: str | None = None) -> None:
        """Show the present values, and go to one of them, to the first with ""."""

        def came(answer: Json) -> None:
            if not self._waiting:
                self._page.show_settings(answer, focus)

        self._runner.run("settings.list", {}, came)

    def set(self, key: str, value: Json) -> None:
        """Give a setting another value, None for its default; one after the other."""
        self._waiting.append((key, value))
        if len(self._waiting) == 1:
            self._next()

    def _next(self) -> None:
        key, value = self._waiting[0]
        if value is None:
            self._runner.run("settings.reset", {"key": key}, self._done, failed=self._refused)
            return
        params: JsonObject = {"key": key, "value": value}
        self._runner.run("settings.set", params, self._done, failed=self._refused)

    def _done(self, _answer: Json) -> None:
        self._waiting.pop(0)
        if self._waiting:
            self._next()
            return
        self.read()
        self.applied.emit()

    def _refused(self, error: AtomError) -> None:
        self._waiting.clear()
        self.read()
        self.failed.emit(error)

    def scale_text(self, steps: int) -> None:
        """Make the text larger or smaller, or as it was with 0."""
        declared = self._settings.declared(SCALE)
        wanted = int(self._settings.get(SCALE)) + STEP * steps
        least, most = declared.least or wanted, declared.most or wanted
        self.set(SCALE, min(max(wanted, least), most) if steps else None)

    @property
    def moves(self) -> bool:
        """Whether things may move on the screen."""
        return self._settings.get("appearance.motion") == "full"
