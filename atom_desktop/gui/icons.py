"""Icons in the colours of the theme: line icons by name, and the mark of ATOM."""

from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_INK: Final = "currentColor"
_MARK_INK: Final = "#3257D6"
_MOST: Final = 2000
"""Pixmaps kept; a window uses a few hundred."""


class Glyph(StrEnum):
    """The line icons in use; the values are their names in the Lucide set."""

    ADD = "plus"
    ALARM = "alarm-clock"
    ARCHIVE = "archive"
    ATTACHMENT = "paperclip"
    BACK = "arrow-left"
    BELL = "bell"
    BLOCKED = "link"
    CALENDAR = "calendar"
    CHECK = "check"
    CHECKLIST = "list-checks"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_RIGHT = "chevron-right"
    CIRCLE_ALERT = "circle-alert"
    CIRCLE_CHECK = "circle-check"
    CIRCLE_X = "circle-x"
    CLOCK = "clock"
    CLOSE = "x"
    COPY = "copy"
    DELETE = "trash-2"
    DOWNLOAD = "download"
    EDIT = "pencil"
    ELLIPSIS = "ellipsis"
    EYE = "eye"
    EYE_OFF = "eye-off"
    FILE_DOWN = "file-down"
    FILE_UP = "file-up"
    FILTER = "list-filter"
    FILTER_OFF = "funnel-x"
    FLAG = "flag"
    FOLDER = "folder"
    FUNNEL = "funnel"
    GRIP = "grip-vertical"
    HISTORY = "history"
    INBOX = "inbox"
    KEY = "key-round"
    KEYBOARD = "keyboard"
    LINK = "link-2"
    LOCK = "lock"
    LOCK_OPEN = "lock-open"
    MENU = "menu"
    MOVE = "move-right"
    NOTES = "file-text"
    PANEL_LEFT = "panel-left"
    PANEL_RIGHT = "panel-right"
    POWER = "power"
    PROJECT = "hash"
    REDO = "redo-2"
    REPEAT = "repeat"
    RESTORE = "rotate-ccw"
    SAVE = "save"
    SEARCH = "search"
    SETTINGS = "settings"
    SHIELD = "shield-check"
    SOMEDAY = "moon"
    STAR = "star"
    SUN = "sun"
    TAG = "tag"
    TARGET = "target"
    TIMER = "timer"
    UNDO = "undo-2"
    UPCOMING = "calendar-days"
    UPLOAD = "upload"


class Icons:
    """Draws icons once for each size, colour and density of pixels, and keeps them."""

    def __init__(self, resources: Path) -> None:
        """Take the folder of our own design."""
        self._resources = resources
        self._sources: dict[str, bytes] = {}
        self._kept: dict[tuple[str, int, int, float], QPixmap] = {}

    def read(self) -> None:
        """Read the line icons from their archive: 50 ms that a worker can spend beforehand."""
        self._sources |= _all_in(lucide_archive(), tuple(f"{one}.svg" for one in Glyph))

    def pixmap(self, glyph: Glyph, size: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
        """Return a line icon of `size` pixels, for a screen of that many dots a pixel."""
        return self._drawn(f"{glyph}.svg", size, colour, ratio)

    def icon(self, glyph: Glyph, size: int, colour: QColor, ratio: float = 1.0) -> QIcon:
        """Return a line icon for a button or a menu."""
        return QIcon(self.pixmap(glyph, size, colour, ratio))

    def mark(self, size: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
        """Return the mark of ATOM: the ring with its electron."""
        return self._drawn("mark", size, colour, ratio)

    def app_icon(self) -> QIcon:
        """Return the icon of windows."""
        return QIcon(str(self._resources / "icon" / "atom-app.svg"))

    def tray_icon(self, state: str = "", *, light_bar: bool) -> QIcon:
        """Return the icon in the tray, as it is or locked, attention, offline or listening."""
        middle = f"-{state}" if state else ""
        bar = "light" if light_bar else "dark"
        return QIcon(str(self._resources / "icon" / f"tray{middle}-{bar}.svg"))

    def _drawn(self, name: str, size: int, colour: QColor, ratio: float) -> QPixmap:
        key = (name, size, colour.rgba(), ratio)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            found = self._kept[key] = draw_svg(self._source(name, colour), size, ratio)
        return found

    def _source(self, name: str, colour: QColor) -> bytes:
        if name == "mark":
            path = self._resources / "icon" / "mark.svg"
            return path.read_bytes().replace(_MARK_INK.encode(), colour.name().encode())
        if name not in self._sources:
            self.read()
        return self._sources[name].replace(_INK.encode(), colour.name().encode())


def draw_svg(source: bytes, size: int, ratio: float) -> QPixmap:
    """Return a square picture of `size` pixels on a transparent ground."""
    dots = max(round(size * ratio), 1)
    pixmap = QPixmap(QSize(dots, dots))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, dots, dots))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def lucide_archive() -> Path:
    """Return the file that holds the line icons; importing the package would cost 30 ms."""
    found = find_spec("lucide")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("the package lucide is not installed", name="lucide")
    return Path(found.origin).parent / "lucide.zip"


def _all_in(archive: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    with ZipFile(archive) as opened:
        return {name: opened.read(name) for name in names}
