"""The numbers of the design, read from `resources/tokens.json`."""

from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtGui import QColor


def _dotted(name: str) -> str:
    """Return the name in the file: surface.selectedInactive for surface_selected_inactive."""
    family, _, rest = name.partition("_")
    first, *others = rest.split("_")
    return family + (f".{first}" if first else "") + "".join(map(str.capitalize, others))


class Colours(msgspec.Struct, frozen=True, kw_only=True, rename=_dotted):
    """One colour for each role."""

    surface_window: QColor
    surface_sidebar: QColor
    surface_base: QColor
    surface_raised: QColor
    surface_sunken: QColor
    surface_hover: QColor
    surface_sidebar_hover: QColor
    surface_pressed: QColor
    surface_selected: QColor
    surface_selected_inactive: QColor
    surface_chip: QColor
    surface_tooltip: QColor
    scrim: QColor
    border_subtle: QColor
    border_default: QColor
    border_control: QColor
    border_focus: QColor
    text_primary: QColor
    text_secondary: QColor
    text_tertiary: QColor
    text_disabled: QColor
    text_on_accent: QColor
    text_on_tooltip: QColor
    text_link: QColor
    accent_base: QColor
    accent_hover: QColor
    accent_pressed: QColor
    accent_subtle: QColor
    accent_text: QColor
    danger_base: QColor
    danger_text: QColor
    danger_subtle: QColor
    warning_base: QColor
    warning_text: QColor
    warning_subtle: QColor
    success_base: QColor
    success_text: QColor
    success_subtle: QColor
    local_text: QColor
    local_subtle: QColor
    cloud_text: QColor
    cloud_subtle: QColor
    priority_p1: QColor
    priority_p2: QColor
    priority_p3: QColor
    priority_p4: QColor
    due_overdue: QColor
    due_today: QColor
    due_tomorrow: QColor
    due_week: QColor
    due_later: QColor
    diff_add_bg: QColor
    diff_add_text: QColor
    diff_del_bg: QColor
    diff_del_text: QColor


class Hue(msgspec.Struct, frozen=True):
    """The colours of a project or label: of its dot, and of areas filled with it."""

    dot: QColor
    fill: QColor


class HueTokens(msgspec.Struct, frozen=True):
    """A hue on a light and on a dark ground."""

    light: Hue
    dark: Hue


class Letters(msgspec.Struct, frozen=True):
    """The size of letters and of their line in pixels at 100 %, and their weight."""

    size: int
    line: int
    weight: int


class Lettering(msgspec.Struct, frozen=True, kw_only=True):
    """Letters for each purpose."""

    display: Letters
    title: Letters
    heading: Letters
    subhead: Letters
    input_large: Letters
    body: Letters
    body_strong: Letters
    reading: Letters
    small: Letters
    caption: Letters
    caption_strong: Letters
    metric: Letters
    mono: Letters


class Schemes(msgspec.Struct, frozen=True):
    """The colours of the two themes."""

    light: Colours
    dark: Colours


class MonoFamilies(msgspec.Struct, frozen=True):
    """Families of even letters, the best first; no other family is ever set."""

    mono: tuple[str, ...]


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """What of the file is used from here; sizes that one part alone uses stand in that part."""

    color: Schemes
    hue: dict[str, HueTokens]
    font: MonoFamilies
    type: Lettering


_LONG: Final = len("#RRGGBBAA")


def read_tokens(path: Path) -> Tokens:
    """Read the file."""
    return msgspec.json.decode(path.read_bytes(), type=Tokens, dec_hook=_colour)


def _colour(kind: type, value: object) -> QColor:
    """Read ``#RRGGBB`` or ``#RRGGBBAA``; Qt would take the latter for ``#AARRGGBB``."""
    text = str(value)
    if kind is not QColor or not text.startswith("#"):
        raise ValueError(f"not a colour: {text}")
    if len(text) == _LONG:
        text = f"#{text[7:]}{text[1:7]}"
    return QColor(text)
