"""The ring that is ticked: the orbit of the mark, with its electron on the way round."""

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from atom_desktop.gui.theme.theme import Theme
from atom_desktop.model.task import LOWEST_PRIORITY, Status

DESIGNED: Final = 18.0
"""The size that the numbers below are for."""
STROKE: Final = 1.5
STROKE_FIRST: Final = 2.0
FILL: Final = 0.12
ELECTRON: Final = 2.3
ELECTRON_AT: Final = -45.0
"""Degrees, clockwise from the right."""
_GAP: Final = 26.0
_TICK: Final = ((5.4, 9.2), (7.9, 11.7), (12.6, 6.7))


@dataclass(frozen=True, slots=True)
class RingState:
    """What decides how a ring looks while it is at rest."""

    status: Status
    priority: int
    pointed: bool = False


class Rings:
    """Draws each kind of ring once for each density of pixels."""

    def __init__(self, theme: Theme, size: int) -> None:
        """Draw in the colours of `theme`, `size` pixels wide."""
        self._theme = theme
        self._size = size
        self._kept: dict[tuple[RingState, float], QPixmap] = {}

    def pixmap(self, state: RingState, ratio: float) -> QPixmap:
        """Return a ring at rest."""
        found = self._kept.get((state, ratio))
        if found is None:
            found = self._kept[state, ratio] = self._drawn(state, ratio)
        return found

    def paint_orbit(self, painter: QPainter, at: QPointF, priority: int, phase: float) -> None:
        """Paint the ring while its electron runs round; `phase` from 0 to 1."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(at)
        painter.scale(self._size / DESIGNED, self._size / DESIGNED)
        self._orbit(painter, self._colour(priority), priority, ELECTRON_AT + 360.0 * phase)
        painter.restore()

    def _drawn(self, state: RingState, ratio: float) -> QPixmap:
        dots = max(round(self._size * ratio), 1)
        pixmap = QPixmap(dots, dots)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(dots / DESIGNED, dots / DESIGNED)
        self._paint(painter, state)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _paint(self, painter: QPainter, state: RingState) -> None:
        colour = self._colour(state.priority)
        if state.status is Status.DONE:
            self._disc(painter)
            self._tick(painter, self._theme.colours.surface_base, 1.8)
        elif state.status is Status.CANCELLED:
            self._disc(painter)
            painter.setPen(_pen(self._theme.colours.surface_base, 1.8))
            painter.drawLine(QPointF(5.8, 9.0), QPointF(12.2, 9.0))
        elif state.pointed:
            self._orbit(painter, colour, state.priority, ELECTRON_AT)
            self._tick(painter, colour, 1.5, smaller=0.82)
        else:
            self._ring(painter, colour, state)

    def _ring(self, painter: QPainter, colour: QColor, state: RingState) -> None:
        stroke = _stroke(state.priority)
        pen = _pen(colour, stroke)
        if state.status is Status.WAITING:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([2.6 / stroke, 2.2 / stroke])
        painter.setPen(pen)
        painter.setBrush(_inside(colour, state.priority))
        painter.drawEllipse(_circle(stroke))

    def _orbit(self, painter: QPainter, colour: QColor, priority: int, degrees: float) -> None:
        """Draw the ring open where its electron is."""
        stroke = _stroke(priority)
        circle = _circle(stroke)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_inside(colour, priority))
        painter.drawEllipse(circle)
        painter.setPen(_pen(colour, stroke))
        # Qt counts sixteenths of a degree against the clock.
        painter.drawArc(circle, round((-degrees + _GAP) * 16), round((360 - 2 * _GAP) * 16))
        radius, middle = circle.width() / 2, circle.center()
        turn = radians(degrees)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        at = QPointF(middle.x() + radius * cos(turn), middle.y() + radius * sin(turn))
        painter.drawEllipse(at, ELECTRON, ELECTRON)

    def _disc(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colours.text_secondary)
        painter.drawEllipse(QRectF(0.75, 0.75, DESIGNED - 1.5, DESIGNED - 1.5))

    def _tick(self, painter: QPainter, colour: QColor, stroke: float, smaller: float = 1.0) -> None:
        middle = DESIGNED / 2
        points = [middle + (part - middle) * smaller for point in _TICK for part in point]
        path = QPainterPath(QPointF(*points[:2]))
        for place in (2, 4):
            path.lineTo(QPointF(*points[place : place + 2]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_pen(colour, stroke))
        painter.drawPath(path)

    def _colour(self, priority: int) -> QColor:
        return self._theme.priority(priority)


def _stroke(priority: int) -> float:
    return STROKE_FIRST if priority == 1 else STROKE


def _circle(stroke: float) -> QRectF:
    edge = 1.0 + stroke / 2
    return QRectF(edge, edge, DESIGNED - 2 * edge, DESIGNED - 2 * edge)


def _inside(colour: QColor, priority: int) -> QColor:
    """Return the tint inside a ring: none for the lowest priority."""
    tint = QColor(colour)
    tint.setAlphaF(FILL if priority < LOWEST_PRIORITY else 0.0)
    return tint


def _pen(colour: QColor, width: float) -> QPen:
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(colour, width, Qt.PenStyle.SolidLine, cap, join)
