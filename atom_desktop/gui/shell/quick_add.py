"""The line in which a task is typed, with what was understood of it below."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from atom_desktop.gui.controls import Words
from atom_desktop.gui.icons import Glyph, Icons
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.gui.theme.theme import Lettered
from atom_desktop.model.errors import AtomError
from atom_desktop.model.quick_add.draft import Draft, Span, SpanKind
from atom_desktop.model.quick_add.explain import explain

WIDTH: Final = 680
RADIUS: Final = 12
_HINT: Final = "Enter adds it, Shift+Enter keeps the line open, Esc closes."
_HUES: Final = {
    SpanKind.PROJECT: 225,
    SpanKind.LABEL: 180,
    SpanKind.PRIORITY: 0,
    SpanKind.DUE: 260,
    SpanKind.TIME: 260,
    SpanKind.RECURRENCE: 260,
    SpanKind.ESTIMATE: 43,
    SpanKind.DURATION: 43,
    SpanKind.DEADLINE: 0,
}
_GLYPHS: Final = {
    SpanKind.PROJECT: Glyph.PROJECT,
    SpanKind.SECTION: Glyph.FOLDER,
    SpanKind.LABEL: Glyph.TAG,
    SpanKind.PRIORITY: Glyph.FLAG,
    SpanKind.DUE: Glyph.CALENDAR,
    SpanKind.TIME: Glyph.CLOCK,
    SpanKind.START: Glyph.EYE_OFF,
    SpanKind.DEADLINE: Glyph.TARGET,
    SpanKind.DURATION: Glyph.TIMER,
    SpanKind.ESTIMATE: Glyph.TIMER,
    SpanKind.RECURRENCE: Glyph.REPEAT,
    SpanKind.REMINDER: Glyph.BELL,
    SpanKind.LINK: Glyph.LINK,
    SpanKind.NOTES: Glyph.NOTES,
}

Understand = Callable[[str], Draft]
Outcome = Callable[[AtomError | None], None]

_BETWEEN: Final = "\x1e"
"""Stands between lines that are kept together; no key types it."""


class QuickAdd(QWidget):
    """A window of its own, made once. `added` carries a line that was finished.

    Such a line is kept until its `outcome` is told; one that was refused comes back. `changed`
    is emitted when there is something else to keep.
    """

    added = Signal(str)
    changed = Signal()

    def __init__(self, appearance: Appearance, icons: Icons, understand: Understand) -> None:
        """Read every line with `understand`, which takes microseconds."""
        super().__init__(None, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
        theme = appearance.theme
        self._appearance = appearance
        self._understand = understand
        self._sent: list[str] = []
        self._refused: list[str] = []
        self.setWindowTitle("Quick add")
        self.setAccessibleName("Quick add")
        self.setFixedWidth(theme.px(WIDTH))
        self.line = QLineEdit()
        self.line.setFrame(False)
        self.line.setFont(theme.font(Lettered.INPUT_LARGE))
        self.line.setPlaceholderText("Call Ann tomorrow 9:00 @phone #Home p2")
        self.line.setAccessibleName("New task")
        self.line.setMinimumHeight(theme.px(40))
        self.chips = Chips(appearance, icons, theme.px(WIDTH) - 2 * theme.px(18))
        ink = theme.colours.text_secondary
        self.help = Words("", theme, Lettered.SMALL, ink)
        self.understood = Words("", theme, Lettered.SMALL, ink)
        layout = QVBoxLayout(self)
        edge = theme.px(18)
        layout.setContentsMargins(edge, theme.px(14), edge, theme.px(14))
        layout.setSpacing(theme.px(8))
        for part in (self.line, self.chips, self.understood, self.help):
            layout.addWidget(part)
        self.line.textChanged.connect(self._read)
        self.line.textEdited.connect(lambda _text: self._say_keys())
        self._say_keys()
        self.setFocusProxy(self.line)

    def open(self) -> None:
        """Show the line; what was typed before and not added is still there."""
        self._say_keys()
        if self._refused and not self.line.text():
            self.line.setText(self._refused.pop(0))
        self._read(self.line.text())
        self.adjustSize()
        screen = QGuiApplication.screenAt(self.cursor().pos()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        left = room.left() + (room.width() - self.width()) // 2
        self.move(left, room.top() + room.height() // 5)
        self.show()
        self.raise_()
        self.activateWindow()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add on Enter, close on Esc."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._add(keep=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Go away when the person turns to another window."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colours.border_control, 1))
        painter.setBrush(theme.colours.surface_raised)
        painter.drawPath(self._shape())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have round corners on every desktop, also on those that cannot mix windows."""
        super().resizeEvent(event)
        self.setMask(QRegion(self._shape().toFillPolygon().toPolygon()))

    def kept(self) -> str:
        """Return everything that was typed and is not known to be saved, for `bring_back`."""
        texts = (self.line.text(), *self._refused, *self._sent)
        return _BETWEEN.join(text for text in texts if text)

    def bring_back(self, kept: str) -> None:
        """Show what was typed and not saved; of several lines, the first."""
        first, *self._refused = kept.split(_BETWEEN)
        self.line.setText(first)

    def outcome(self, text: str) -> Outcome:
        """Return what is to be told what has become of a line that was added."""
        return partial(self._answered, text)

    def forget(self) -> None:
        """Empty the line: the vault is being locked."""
        self._sent, self._refused = [], []
        self.line.clear()
        self.hide()

    def _shape(self) -> QPainterPath:
        radius = self._appearance.theme.px(RADIUS)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        return shape

    def _add(self, *, keep: bool) -> None:
        text = self.line.text().strip()
        if not text:
            return
        self._sent.append(text)
        self.line.clear()
        if not keep:
            self.hide()
        self.added.emit(text)

    def _answered(self, text: str, refused: AtomError | None) -> None:
        """Let go of a line that is saved; show one that is not, unless another is being typed."""
        if text in self._sent:
            self._sent.remove(text)
        if refused is not None:
            self._refused.append(text)
            self.open()
            self.help.setText(f"{refused.message} {refused.hint}".strip())
            self.help.set_ink(self._appearance.theme.colours.danger_text)
            self.adjustSize()
        self.changed.emit()

    def _say_keys(self) -> None:
        self.help.setText(_HINT)
        self.help.set_ink(self._appearance.theme.colours.text_secondary)

    def _read(self, text: str) -> None:
        draft = self._understand(text)
        self.chips.show_spans(draft.spans)
        self.understood.setText(explain(draft) if text.strip() else "")
        self.chips.setVisible(bool(draft.spans))
        self.adjustSize()
        self.changed.emit()


class Chips(QWidget):
    """What was recognised, one plate each; names to be made have a dashed one."""

    def __init__(self, appearance: Appearance, icons: Icons, width: int) -> None:
        """Begin without any; rows of chips are at most `width` wide."""
        super().__init__()
        self._appearance = appearance
        self._icons = icons
        self._width = width
        self._chips: list[Chip] = []

    def show_spans(self, spans: tuple[Span, ...]) -> None:
        """Show these and no others."""
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [Chip(self._appearance, self._icons, span) for span in spans]
        gap = self._appearance.theme.px(6)
        left = top = bottom = 0
        for chip in self._chips:
            if left and left + chip.width() > self._width:
                left, top = 0, bottom + gap
            chip.setParent(self)
            chip.move(left, top)
            chip.show()
            left += chip.width() + gap
            bottom = top + chip.height()
        self.setFixedHeight(bottom)

    def texts(self) -> list[str]:
        """Return what stands on the plates."""
        return [chip.accessibleName() for chip in self._chips]


class Chip(QWidget):
    """One recognised stretch."""

    def __init__(self, appearance: Appearance, icons: Icons, span: Span) -> None:
        """Show the text of `span`."""
        super().__init__()
        theme = appearance.theme
        self._theme = theme
        self._new = span.new
        ink = theme.hue(_HUES.get(span.kind)).dot
        glyph = _GLYPHS.get(span.kind, Glyph.CHECK)
        self._sign = icons.pixmap(glyph, theme.px(14), ink, self.devicePixelRatioF())
        said = f"{span.text} (new)" if span.new else span.text
        metrics = theme.metrics(Lettered.CAPTION_STRONG)
        widest = theme.px(260)
        self._text = metrics.elidedText(said, Qt.TextElideMode.ElideRight, widest)
        width = metrics.horizontalAdvance(self._text)
        self.setFixedSize(width + theme.px(38), theme.px(26))
        self.setAccessibleName(f"{span.kind}: {said}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint plate, icon and text."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colours.border_control, 1)
        pen.setStyle(Qt.PenStyle.DashLine if self._new else Qt.PenStyle.NoPen)
        painter.setPen(pen)
        painter.setBrush(theme.colours.surface_chip)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, theme.px(6), theme.px(6))
        size = theme.px(14)
        painter.drawPixmap(theme.px(9), (self.height() - size) // 2, self._sign)
        painter.setPen(theme.colours.text_primary)
        painter.setFont(theme.font(Lettered.CAPTION_STRONG))
        room = self.rect().adjusted(theme.px(28), 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()
