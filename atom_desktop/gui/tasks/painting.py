"""Paints rows: every text and picture is measured and drawn once, then only put in its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QStaticText

from atom_desktop.core.index.columns import Mark
from atom_desktop.gui.icons import Glyph, Icons
from atom_desktop.gui.tasks.layout import Frame, Places, Widths, layout_row
from atom_desktop.gui.tasks.ring import Rings, RingState
from atom_desktop.gui.tasks.rows import Tag, TaskRow, make_room
from atom_desktop.gui.tasks.when import Nearness, When
from atom_desktop.gui.theme.theme import Lettered, Theme

_GLYPHS: Final = {
    Mark.ATTACHMENT: Glyph.ATTACHMENT,
    Mark.RECURRING: Glyph.REPEAT,
    Mark.CHECKLIST: Glyph.CHECKLIST,
    Mark.NOTES: Glyph.NOTES,
    Mark.LINK: Glyph.LINK,
}
_MOST: Final = 3000
LONGEST_LABEL: Final = 24
"""Letters of a label or project; more is cut."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text that is ready to be put down."""

    text: QStaticText
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sign:
    """A small icon behind the title, with words or without."""

    glyph: Glyph
    colour: QColor
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that is measured and placed, for one width."""

    task: TaskRow
    width: int
    mirrored: bool
    places: Places
    title: Words
    signs: tuple[Sign, ...]
    due: Words | None
    due_glyph: Glyph
    due_colour: QColor
    elided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a row stands at the moment it is painted."""

    plate: QColor | None = None
    focused: bool = False
    barred: bool = False
    """One of many that are selected: a bar at its start says so besides the colour."""
    ruled: bool = True
    """Whether a line separates it from the next row."""
    pointed: bool = False
    """Whether the pointer is over the ring."""
    phase: float | None = None
    """How far the electron is, while the task is being completed."""


class RowPainter:
    """Paints rows in one theme on a screen of one density of pixels."""

    def __init__(self, theme: Theme, icons: Icons, ratio: float = 1.0) -> None:
        """Take what to paint with."""
        self.theme = theme
        self.ratio = ratio
        self.frame = Frame(theme)
        self._icons = icons
        self._rings = Rings(theme, self.frame.ring)
        self._body = theme.font(Lettered.BODY)
        self._small = theme.font(Lettered.SMALL)
        self._body_metrics = QFontMetrics(self._body)
        self._small_metrics = QFontMetrics(self._small)
        self._words: dict[str, Words] = {}
        self._dots: dict[tuple[int | None, bool], QPixmap] = {}
        self._ready: dict[int, Ready] = {}
        colours = theme.colours
        self._due_colours = {
            Nearness.OVERDUE: colours.due_overdue,
            Nearness.TODAY: colours.due_today,
            Nearness.TOMORROW: colours.due_tomorrow,
            Nearness.WEEK: colours.due_week,
            Nearness.LATER: colours.due_later,
        }

    def ready(self, task: TaskRow, width: int, *, mirrored: bool = False) -> Ready:
        """Return a row measured and placed; kept until its task, the width or the side changes."""
        found = self._ready.get(task.row)
        fits = found is not None and found.width == width and found.mirrored is mirrored
        if found is None or not fits or found.task != task:
            make_room(self._ready, _MOST)
            found = self._ready[task.row] = self._made(task, width, mirrored=mirrored)
        return found

    def paint(self, painter: QPainter, row: Ready, look: Look) -> None:
        """Paint a row whose upper left corner is the origin."""
        places, task = row.places, row.task
        colours = self.theme.colours
        self._paint_ground(painter, places, look)
        if look.phase is None:
            state = RingState(task.status, task.priority, look.pointed)
            painter.drawPixmap(places.ring.topLeft(), self._rings.pixmap(state, self.ratio))
        else:
            at = QPointF(places.ring.topLeft())
            self._rings.paint_orbit(painter, at, task.priority, look.phase)
        painter.setFont(self._body)
        quiet = colours.text_tertiary
        plain = colours.text_secondary if task.blocked else colours.text_primary
        painter.setPen(quiet if task.closed else plain)
        _put(painter, row.title, places.title)
        if task.closed:
            self._strike(painter, places.title, quiet)
        painter.setFont(self._small)
        for sign, place in zip(row.signs, places.signs, strict=True):
            self._paint_sign(painter, sign, place, quiet)
        painter.setPen(quiet if task.closed else colours.text_secondary)
        self._paint_tags(painter, row)
        if task.estimate and not places.estimate.isEmpty():
            painter.setPen(quiet)
            _put(painter, self.words(task.estimate), places.estimate)
        if row.due is not None:
            self._paint_due(painter, row, row.due)

    def paint_unread(self, painter: QPainter, width: int, number: int) -> None:
        """Paint a row of which nothing is known yet."""
        frame = self.frame
        places = layout_row(frame, width, Widths(title=frame.least_title + (number * 53) % 150))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colours.surface_chip)
        painter.drawEllipse(places.ring.adjusted(1, 1, -1, -1))
        bar = QRect(places.title)
        bar.setHeight(frame.dot + 2)
        bar.moveCenter(QPoint(bar.center().x(), places.title.center().y()))
        painter.drawRoundedRect(bar, 3, 3)

    def words(self, text: str) -> Words:
        """Return a small text, ready to be put down."""
        found = self._words.get(text)
        if found is None:
            make_room(self._words, _MOST)
            width = self._small_metrics.horizontalAdvance(text) + 1
            found = self._words[text] = _words(text, self._small, width, self._small_metrics)
        return found

    def _made(self, task: TaskRow, width: int, *, mirrored: bool) -> Ready:
        signs = tuple(self._signs(task))
        shown, glyph = _date_of(task)
        due = None if shown is None else self.words(shown.text)
        frame = self.frame
        icon = frame.icon + frame.after_dot
        widths = Widths(
            title=self._body_metrics.horizontalAdvance(task.title) + 1,
            signs=tuple(self._sign_width(one) for one in signs),
            labels=tuple(self._tag_words(tag).width for tag in task.labels),
            project=0 if task.project is None else self._tag_words(task.project).width,
            estimate=self.words(task.estimate).width if task.estimate else 0,
            due=0 if due is None else icon + due.width,
        )
        places = layout_row(frame, width, widths, mirrored=mirrored)
        room = places.title.width()
        title = task.title
        if room < widths.title:
            title = self._body_metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
        nearness = Nearness.LATER if shown is None or task.closed else shown.nearness
        return Ready(
            task=task,
            width=width,
            mirrored=mirrored,
            places=places,
            title=_words(title, self._body, room, self._body_metrics),
            signs=signs,
            due=due,
            due_glyph=glyph,
            due_colour=self._due_colours[nearness],
            elided=room < widths.title,
        )

    def _strike(self, painter: QPainter, title: QRect, colour: QColor) -> None:
        """Strike a title through: a font that does it puts the line elsewhere on some screens."""
        metrics = self._body_metrics
        top = title.y() + (title.height() - metrics.height()) // 2
        line = top + metrics.ascent() - metrics.strikeOutPos()
        painter.fillRect(title.x(), line, title.width(), self.theme.px(1), colour)

    def _signs(self, task: TaskRow) -> Iterable[Sign]:
        quiet = self.theme.colours.text_tertiary
        for mark in task.signs:
            yield Sign(_GLYPHS[mark], quiet)
        if task.deadline is not None and task.due is not None:
            nearness = Nearness.LATER if task.closed else task.deadline.nearness
            yield Sign(Glyph.FLAG, self._due_colours[nearness])
        if task.blocked:
            yield Sign(Glyph.BLOCKED, quiet, self.words(f"{_tr('Blocked by')} {task.blocked}"))

    def _sign_width(self, sign: Sign) -> int:
        frame = self.frame
        words = sign.words
        return frame.icon + (0 if words is None else frame.after_dot + words.width)

    def _tag_words(self, tag: Tag) -> Words:
        name = tag.name
        if len(name) > LONGEST_LABEL:
            name = f"{name[: LONGEST_LABEL - 1]}…"
        return self.words(name)

    def _paint_ground(self, painter: QPainter, places: Places, look: Look) -> None:
        colours, radius = self.theme.colours, 0 if look.barred else self.theme.px(6)
        if look.plate is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.plate)
            painter.drawRoundedRect(places.plate, radius, radius)
        if look.focused:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(colours.border_focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for inset in (0.5, 1.5):
                edge = places.plate.toRectF().adjusted(inset, inset, -inset, -inset)
                painter.drawRoundedRect(edge, radius - inset, radius - inset)
        if look.barred:
            bar = QRect(places.plate)
            bar.setWidth(self.theme.px(3))
            painter.fillRect(bar, colours.accent_base)
        if look.ruled:
            painter.fillRect(places.hairline, colours.border_subtle)

    def _paint_sign(self, painter: QPainter, sign: Sign, place: QRect, quiet: QColor) -> None:
        icon = self._icon(sign.glyph, sign.colour)
        _place_icon(painter, icon, place.x(), place, self.frame.icon)
        if sign.words is not None:
            painter.setPen(quiet)
            start = self.frame.icon + self.frame.after_dot
            _put(painter, sign.words, place.adjusted(start, 0, 0, 0))

    def _paint_tags(self, painter: QPainter, row: Ready) -> None:
        places, task = row.places, row.task
        for tag, place in zip(task.labels, places.labels, strict=False):
            if not place.isEmpty():
                self._paint_tag(painter, tag, place, row, square=False)
        if task.project is not None and not places.project.isEmpty():
            self._paint_tag(painter, task.project, places.project, row, square=True)

    def _paint_tag(
        self, painter: QPainter, tag: Tag, place: QRect, row: Ready, *, square: bool
    ) -> None:
        dot = self._dot(tag.hue, square=square)
        size = self.frame.dot
        at = place.right() + 1 - size if row.mirrored else place.x()
        _place_icon(painter, dot, at, place, size)
        start = size + self.frame.after_dot
        if place.width() > start:
            inside = place.adjusted(0 if row.mirrored else start, 0, 0, 0)
            _put(painter, self._tag_words(tag), inside)

    def _paint_due(self, painter: QPainter, row: Ready, words: Words) -> None:
        place, size = row.places.due, self.frame.icon
        quiet = self.theme.colours.text_tertiary
        colour = quiet if row.task.closed else row.due_colour
        at = place.right() + 1 - size if row.mirrored else place.x()
        _place_icon(painter, self._icon(row.due_glyph, colour), at, place, size)
        painter.setPen(colour)
        start = 0 if row.mirrored else size + self.frame.after_dot
        _put(painter, words, place.adjusted(start, 0, 0, 0))

    def _icon(self, glyph: Glyph, colour: QColor) -> QPixmap:
        return self._icons.pixmap(glyph, self.frame.icon, colour, self.ratio)

    def _dot(self, hue: int | None, *, square: bool) -> QPixmap:
        found = self._dots.get((hue, square))
        if found is None:
            found = self._dots[hue, square] = self._dot_drawn(hue, square=square)
        return found

    def _dot_drawn(self, hue: int | None, *, square: bool) -> QPixmap:
        size = self.frame.dot
        dots = round(size * self.ratio)
        pixmap = QPixmap(dots, dots)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.hue(hue).dot)
        corner = dots * 0.28 if square else dots / 2
        painter.drawRoundedRect(0, 0, dots, dots, corner, corner)
        painter.end()
        pixmap.setDevicePixelRatio(self.ratio)
        return pixmap


def _date_of(task: TaskRow) -> tuple[When | None, Glyph]:
    """Return the date in the last column, and its icon."""
    if task.due is not None:
        return task.due, Glyph.CLOCK if task.due.timed else Glyph.CALENDAR
    return task.deadline, Glyph.FLAG


def _words(text: str, font: QFont, width: int, metrics: QFontMetrics) -> Words:
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    static.prepare(font=font)
    return Words(static, width, metrics.height())


def _put(painter: QPainter, words: Words, place: QRect) -> None:
    top = place.y() + (place.height() - words.height) // 2
    painter.drawStaticText(place.x(), top, words.text)


def _place_icon(painter: QPainter, icon: QPixmap, x: int, place: QRect, size: int) -> None:
    painter.drawPixmap(QPoint(x, place.y() + (place.height() - size + 1) // 2), icon)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Row", text)
