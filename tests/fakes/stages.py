"""The whole window over a real vault in a temporary folder, without its process."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from atom_desktop.gui.bridge import Bridge
from atom_desktop.gui.conductor import Conductor
from atom_desktop.gui.shell.frame import Frame
from atom_desktop.gui.shell.main_page import MainPage
from atom_desktop.gui.theme.appearance import Appearance, Scheme
from tests.fakes.desks import Office


class Stage:
    """A window that shows what the conductor decides."""

    def __init__(self, office: Office, qtbot: QtBot, tokens, icons) -> None:
        self.office = office
        self.qtbot = qtbot
        self.vault = office.house.vault
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        appearance = self.appearance = Appearance(application, tokens, scheme=Scheme.LIGHT)
        self.frame = Frame(appearance, icons)
        self.frame.show()
        self.bridge = Bridge(self.vault.bugs.append)
        self.conductor = Conductor(
            office.desk, self.frame, appearance, icons=icons, bridge=self.bridge
        )

    def begin(self) -> None:
        self.conductor.begin()

    def until(self, page: type) -> None:
        self.qtbot.waitUntil(lambda: isinstance(self.frame.page(), page), timeout=15_000)

    def main(self) -> MainPage:
        """Wait for the page of an open vault, and return it."""
        self.until(MainPage)
        page = self.frame.page()
        assert isinstance(page, MainPage)
        return page
