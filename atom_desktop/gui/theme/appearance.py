"""The theme in use: follows the system or the person's choice, and tells when it changes."""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication

from atom_desktop.gui.theme.palette import make_palette
from atom_desktop.gui.theme.theme import Lettered, Theme, make_theme
from atom_desktop.gui.theme.tokens import Tokens


class Scheme(StrEnum):
    """Which of the two themes to show."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Appearance(QObject):
    """Holds the theme. `changed` carries the new one, after the palette and font were set."""

    changed = Signal(object)

    def __init__(
        self,
        application: QApplication,
        tokens: Tokens,
        *,
        scheme: Scheme = Scheme.SYSTEM,
        text_scale: float = 1.0,
    ) -> None:
        """Begin with what the settings say."""
        super().__init__()
        self._application = application
        self._tokens = tokens
        # Kept: the application's font is set to ours below.
        self._system_font = QFont(application.font())
        self._scheme = scheme
        self._text_scale = text_scale
        self.theme = self._made()
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._system_changed)
        self._apply()

    def choose(self, scheme: Scheme, text_scale: float) -> None:
        """Take other settings."""
        self._scheme, self._text_scale = scheme, text_scale
        self._renew()

    def _system_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self._renew()

    def _renew(self) -> None:
        theme = self._made()
        if (theme.dark, theme.scale) == (self.theme.dark, self.theme.scale):
            return
        self.theme = theme
        self._apply()
        self.changed.emit(theme)

    def _made(self) -> Theme:
        dark = self._scheme is Scheme.DARK
        if self._scheme is Scheme.SYSTEM:
            dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return make_theme(self._tokens, dark=dark, scale=self._text_scale, system=self._system_font)

    def _apply(self) -> None:
        self._application.setPalette(make_palette(self.theme))
        self._application.setFont(self.theme.font(Lettered.BODY))
