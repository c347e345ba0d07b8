"""One theme: the colours and fonts of light or dark, at the person's size of text."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetrics

from atom_desktop.gui.theme.tokens import Colours, Hue, Letters, Tokens

BASE_SIZE: Final = 13
"""The size of body text, in pixels, that the tokens are given for."""
LARGEST_BASE: Final = 15
SMALLEST_SCALE: Final = 0.8
LARGEST_SCALE: Final = 2.0
_TABULAR: Final = QFont.Tag("tnum")
_GREY: Final = "grey"
_WITHOUT_ANGLE: Final = frozenset({_GREY, "brown"})


class Lettered(StrEnum):
    """What text is for; the names are those of the design's lettering."""

    DISPLAY = "display"
    TITLE = "title"
    HEADING = "heading"
    SUBHEAD = "subhead"
    INPUT_LARGE = "input_large"
    BODY = "body"
    BODY_STRONG = "body_strong"
    READING = "reading"
    SMALL = "small"
    CAPTION = "caption"
    CAPTION_STRONG = "caption_strong"
    METRIC = "metric"
    MONO = "mono"


@dataclass(frozen=True)
class Theme:
    """What to paint with. `px` turns a number of the design into pixels at this size of text."""

    dark: bool
    scale: float
    colours: Colours
    fonts: Mapping[Lettered, QFont]
    lines: Mapping[Lettered, int]
    hues: Mapping[str, Hue]

    def px(self, number: float) -> int:
        """Return a length of the design at this size of text."""
        return max(round(number * self.scale), 1 if number > 0 else 0)

    def font(self, lettered: Lettered) -> QFont:
        """Return the font for a purpose."""
        return self.fonts[lettered]

    def line(self, lettered: Lettered) -> int:
        """Return the height of a line for a purpose."""
        return self.lines[lettered]

    def metrics(self, lettered: Lettered) -> QFontMetrics:
        """Return the measures of the font for a purpose."""
        return self._metrics[lettered]

    def hue(self, degrees: int | None) -> Hue:
        """Return the hue that is nearest to an angle of 0 to 359; grey for none."""
        if degrees is None:
            return self.hues[_GREY]
        return min(self._angles, key=lambda held: _apart(held[0], degrees))[1]

    def priority(self, level: int) -> QColor:
        """Return the colour of a priority, 1 the highest."""
        colours = self.colours
        shown = (colours.priority_p1, colours.priority_p2, colours.priority_p3)
        return shown[level - 1] if 1 <= level <= len(shown) else colours.priority_p4

    @cached_property
    def _metrics(self) -> dict[Lettered, QFontMetrics]:
        return {lettered: QFontMetrics(font) for lettered, font in self.fonts.items()}

    @cached_property
    def _angles(self) -> list[tuple[int, Hue]]:
        named = ((name, hue) for name, hue in self.hues.items() if name not in _WITHOUT_ANGLE)
        return [(hue.dot.hsvHue(), hue) for _, hue in named]


def make_theme(tokens: Tokens, *, dark: bool, scale: float, system: QFont) -> Theme:
    """Build a theme; `scale` is the person's, on top of the size that the system asks for."""
    whole = min(max(scale, SMALLEST_SCALE), LARGEST_SCALE) * base_size(system) / BASE_SIZE
    letters: dict[Lettered, Letters] = {one: getattr(tokens.type, one) for one in Lettered}
    return Theme(
        dark=dark,
        scale=whole,
        colours=tokens.color.dark if dark else tokens.color.light,
        fonts={one: _font(said, one, whole, system, tokens) for one, said in letters.items()},
        lines={one: round(said.line * whole) for one, said in letters.items()},
        hues={name: held.dark if dark else held.light for name, held in tokens.hue.items()},
    )


def base_size(system: QFont) -> int:
    """Return the pixels of body text that the system's font asks for, within reason."""
    return min(max(QFontInfo(system).pixelSize(), BASE_SIZE), LARGEST_BASE)


def _font(said: Letters, one: Lettered, scale: float, system: QFont, tokens: Tokens) -> QFont:
    font = QFont(system)
    if one is Lettered.MONO:
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        font.setFamilies([*tokens.font.mono, font.family()])
    font.setPixelSize(max(round(said.size * scale), 6))
    font.setWeight(QFont.Weight(said.weight))
    font.setFeature(_TABULAR, 1)
    return font


def _apart(one: int, other: int) -> int:
    """Return how far two angles are apart."""
    distance = abs(one - other) % 360
    return min(distance, 360 - distance)
