"""The hue of a project or label that was given none: always the same one for the same name."""

import zlib
from typing import Final

ANGLES: Final = (225, 28, 145, 260, 205, 320, 180, 43, 0, 80)
"""Of the hues of the design that have one, those next to each other here far apart."""


def hue_of(name: str, hue: int | None) -> int:
    """Return the hue that was given, or one that the name leads to on every device."""
    if hue is not None:
        return hue
    return ANGLES[zlib.crc32(name.casefold().encode()) % len(ANGLES)]
