"""What the list says where there is no task: what happened, and what to do."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QPainter

from atom_desktop.gui.theme.theme import Lettered, Theme

_WIDEST: Final = 420


@dataclass(frozen=True, slots=True)
class ListWords:
    """A sentence, and what to do about it."""

    said: str
    hint: str = ""

    @property
    def spoken(self) -> str:
        """Return both as one text."""
        return " ".join(part for part in (self.said, self.hint) if part)


NOTHING_TO_SAY: Final = ListWords("")


def empty_words() -> ListWords:
    """Return what an empty list says that shows everything."""
    return ListWords(_tr("No tasks yet."), _tr("Press Q to add one, or paste a list."))


def reading_words(done: int = 0, total: int = 0) -> ListWords:
    """Return what is said while tasks are still being read, and how far that is."""
    far = _tr("%1 of %2.").replace("%1", str(done)).replace("%2", str(total)) if total else ""
    return ListWords(_tr("Reading your tasks."), far)


def no_match_words(text: str) -> ListWords:
    """Return what is said where nothing fits what was typed."""
    said = _tr("No task matches “%1”.").replace("%1", text.strip()[:80])
    return ListWords(said, _tr("Closed tasks are found with: status done. Esc clears the filter."))


def paint_words(painter: QPainter, room: QRect, words: ListWords, theme: Theme) -> None:
    """Paint words in the upper middle of a room."""
    width = min(room.width() - theme.px(40), theme.px(_WIDEST))
    box = QRect(0, 0, max(width, 1), theme.line(Lettered.SUBHEAD) * 3)
    box.moveCenter(room.center())
    box.moveTop(room.top() + room.height() // 4)
    flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
    painter.setFont(theme.font(Lettered.SUBHEAD))
    painter.setPen(theme.colours.text_secondary)
    used = painter.boundingRect(box, flags, words.said)
    painter.drawText(box, flags, words.said)
    box.moveTop(used.bottom() + theme.px(8))
    painter.setFont(theme.font(Lettered.BODY))
    painter.setPen(theme.colours.text_tertiary)
    painter.drawText(box, flags, words.hint)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ListWords", text)
