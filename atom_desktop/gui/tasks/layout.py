"""Where the parts of a row are: one plain calculation for painting, hitting and editing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRect

from atom_desktop.gui.theme.theme import Lettered, Theme

ONE_LINE: Final = 34
TWO_LINES: Final = 50
NARROW: Final = 560
"""Below this width of the list, at 100 %, rows have two lines."""
LEAST_TITLE: Final = 160


class Part(StrEnum):
    """What can be pointed at in a row."""

    RING = "ring"
    TITLE = "title"
    DUE = "due"
    LABELS = "labels"
    PROJECT = "project"
    REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Widths:
    """How wide the texts of a row are, in pixels; 0 for what is not there."""

    title: int = 0
    signs: tuple[int, ...] = ()
    labels: tuple[int, ...] = ()
    """Of the names alone, without their dots."""
    project: int = 0
    estimate: int = 0
    due: int = 0
    """With its icon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the parts are, in pixels from the upper left corner of the row.

    An empty rectangle is not shown. A label that is too narrow for its name is a dot.
    """

    plate: QRect
    grip: QRect
    ring: QRect
    ring_target: QRect
    title: QRect
    signs: tuple[QRect, ...]
    labels: tuple[QRect, ...]
    named: bool
    project: QRect
    estimate: QRect
    due: QRect
    hairline: QRect

    def part_at(self, x: int, y: int) -> Part:
        """Return what is at a point."""
        if self.ring_target.contains(x, y):
            return Part.RING
        if self.due.contains(x, y):
            return Part.DUE
        if any(label.contains(x, y) for label in self.labels):
            return Part.LABELS
        if self.project.contains(x, y):
            return Part.PROJECT
        return Part.TITLE if self.title.contains(x, y) else Part.REST


class Frame:
    """The numbers of the design, as pixels at the person's size of text."""

    def __init__(self, theme: Theme) -> None:
        """Scale them once."""
        px = theme.px
        self.row, self.tall_row = px(ONE_LINE), px(TWO_LINES)
        self.narrow, self.least_title = px(NARROW), px(LEAST_TITLE)
        self.inset, self.gap, self.end = px(8), px(8), px(20)
        self.grip, self.icon, self.dot, self.after_dot = px(12), px(13), px(7), px(5)
        self.ring_at, self.ring, self.ring_reach = px(44), px(18), px(28)
        self.title_at, self.hairline_at = px(72), px(58)
        self.estimate, self.due = px(56), px(104)
        self.line = theme.line(Lettered.BODY)
        self.small_line = theme.line(Lettered.SMALL)
        self.first_line_at, self.second_line_at = px(7), px(26)

    def two_lines(self, width: int) -> bool:
        """Whether a list of this width has two lines a row."""
        return width < self.narrow

    def height(self, width: int) -> int:
        """Return the height of each row of a list of this width."""
        return self.tall_row if self.two_lines(width) else self.row


def layout_row(frame: Frame, width: int, widths: Widths, *, mirrored: bool = False) -> Places:
    """Return the places of a row; `mirrored` where text is written from right to left."""
    if frame.two_lines(width):
        places = _two_lines(frame, width, widths)
    else:
        places = _one_line(frame, width, widths)
    return _mirrored(places, width) if mirrored else places


def _one_line(frame: Frame, width: int, widths: Widths) -> Places:
    height = frame.row
    due = _ending_at(width - frame.end, widths.due, height)
    right = width - frame.end - max(widths.due, frame.due) - frame.gap
    signs_room = sum(one + frame.gap for one in widths.signs)
    wanted = min(widths.title, frame.least_title) + signs_room
    estimate = _ending_at(right, widths.estimate, height)
    column = max(widths.estimate, frame.estimate) + frame.gap
    if right - column - frame.title_at < wanted:
        estimate, column = QRect(), 0
    right -= column
    taken = _Right(frame, right, height)
    room = right - frame.title_at - wanted
    named = taken.needed(widths.labels, widths.project, named=True) <= room
    shows_project = taken.needed((), widths.project, named=named) <= room
    project = taken.text(widths.project) if widths.project and shows_project else QRect()
    labels = taken.labels(widths.labels, named=named, down_to=frame.title_at + wanted)
    title, signs = _title(frame, widths, taken.at, 0, height)
    return _with_fixed(
        frame,
        width,
        height,
        title=title,
        signs=signs,
        labels=labels,
        named=named,
        project=project,
        estimate=estimate,
        due=due,
    )


def _two_lines(frame: Frame, width: int, widths: Widths) -> Places:
    height, right = frame.tall_row, width - frame.end
    title, signs = _title(frame, widths, right, frame.first_line_at, frame.line)
    at, top, line = frame.title_at, frame.second_line_at, frame.small_line
    due = QRect(at, top, min(widths.due, right - at), line) if widths.due else QRect()
    at += widths.due + frame.gap if widths.due else 0
    estimate = QRect()
    if widths.estimate and at + widths.estimate <= right:
        estimate = QRect(at, top, widths.estimate, line)
        at += widths.estimate + frame.gap
    dotted = frame.dot + frame.after_dot
    project = QRect()
    if widths.project and at + dotted + widths.project <= right:
        project = QRect(at, top, dotted + widths.project, line)
        at += project.width() + frame.gap
    labels = []
    for one in widths.labels:
        if at + dotted + one > right:
            break
        labels.append(QRect(at, top, dotted + one, line))
        at += dotted + one + frame.gap
    return _with_fixed(
        frame,
        width,
        height,
        title=title,
        signs=signs,
        labels=tuple(labels),
        named=True,
        project=project,
        estimate=estimate,
        due=due,
    )


class _Right:
    """Fills the block at the right of a row from its end."""

    def __init__(self, frame: Frame, at: int, height: int) -> None:
        self._frame = frame
        self._height = height
        self._dotted = frame.dot + frame.after_dot
        self.at = at

    def needed(self, labels: tuple[int, ...], project: int, *, named: bool) -> int:
        """Return the width of labels and project; dots alone unless `named`."""
        gap = self._frame.gap
        texts = [self._dotted + one if named else self._frame.dot for one in labels]
        texts += [self._dotted + project] if project else []
        return sum(texts) + gap * len(texts)

    def text(self, width: int) -> QRect:
        """Place a dot and its text."""
        return self._take(self._dotted + width)

    def labels(self, widths: tuple[int, ...], *, named: bool, down_to: int) -> tuple[QRect, ...]:
        """Place labels, the last one first; those for which there is no room are left out."""
        placed: list[QRect] = []
        for one in reversed(widths):
            width = self._dotted + one if named else self._frame.dot
            if self.at - width - self._frame.gap < down_to:
                placed.append(QRect())
                continue
            placed.append(self._take(width))
        return tuple(reversed(placed))

    def _take(self, width: int) -> QRect:
        rect = QRect(self.at - width, 0, width, self._height)
        self.at -= width + self._frame.gap
        return rect


def _title(
    frame: Frame, widths: Widths, right: int, top: int, height: int
) -> tuple[QRect, tuple[QRect, ...]]:
    signs_room = sum(one + frame.gap for one in widths.signs)
    room = max(right - frame.title_at - signs_room, 0)
    title = QRect(frame.title_at, top, min(widths.title, room), height)
    at = title.right() + 1
    signs = []
    for one in widths.signs:
        at += frame.gap
        signs.append(QRect(at, top, one, height))
        at += one
    return title, tuple(signs)


def _with_fixed(
    frame: Frame,
    width: int,
    height: int,
    *,
    title: QRect,
    signs: tuple[QRect, ...],
    labels: tuple[QRect, ...],
    named: bool,
    project: QRect,
    estimate: QRect,
    due: QRect,
) -> Places:
    """Add what stands at the same place in every row."""
    line = frame.row if height == frame.row else 2 * frame.first_line_at + frame.line
    ring = QRect(frame.ring_at, (line - frame.ring) // 2, frame.ring, frame.ring)
    reach = (frame.ring_reach - frame.ring) // 2
    return Places(
        plate=QRect(frame.inset, 0, width - 2 * frame.inset, height),
        grip=QRect(frame.inset, 0, frame.grip, line),
        ring=ring,
        ring_target=QRect(ring.x() - reach, 0, frame.ring_reach, height),
        title=title,
        signs=signs,
        labels=labels,
        named=named,
        project=project,
        estimate=estimate,
        due=due,
        hairline=QRect(frame.hairline_at, height - 1, width - frame.end - frame.hairline_at, 1),
    )


def _ending_at(right: int, width: int, height: int) -> QRect:
    return QRect(right - width, 0, width, height) if width else QRect()


def _mirrored(places: Places, width: int) -> Places:
    def turned(rect: QRect) -> QRect:
        return QRect(width - rect.x() - rect.width(), rect.y(), rect.width(), rect.height())

    return Places(
        plate=turned(places.plate),
        grip=turned(places.grip),
        ring=turned(places.ring),
        ring_target=turned(places.ring_target),
        title=turned(places.title),
        signs=tuple(turned(one) for one in places.signs),
        labels=tuple(turned(one) for one in places.labels),
        named=places.named,
        project=turned(places.project),
        estimate=turned(places.estimate),
        due=turned(places.due),
        hairline=turned(places.hairline),
    )
