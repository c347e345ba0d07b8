"""What a recogniser is: it looks at one place of a line and says what it found there.

A new token (another dialect, another language) is another recogniser in a `Dialect`; nothing else
changes. Recognisers are asked at each place where a word begins; the longest find wins, and of
equal ones the first in the dialect.
"""

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.dates.reading import Reading
from atom_desktop.model.names import Names
from atom_desktop.model.quick_add.draft import Draft, SpanKind


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What a line is read against: the moment, the names that exist, and whether new ones may be.

    Pasted lines and mail never create names (`create` False): a new name then stays text.
    """

    moment: Moment
    projects: Names
    labels: Names
    create: bool = True


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A token from `start` to just before `end`, and how it fills the draft.

    `phase` orders the filling: a time of day after the day that it belongs to. A token that is
    `trailing` counts only in the run of tokens at the end of the line. `absorbed` says that a
    preposition is part of it.
    """

    start: int
    end: int
    kind: SpanKind
    fill: Callable[[Draft], Draft]
    phase: int = 0
    new: bool = False
    trailing: bool = False
    absorbed: bool = False
    readings: tuple[Reading, ...] = ()


Recogniser: TypeAlias = Callable[[str, int, Context], Found | None]


class Dialect(msgspec.Struct, frozen=True, kw_only=True):
    """The symbols that somebody writes: the recognisers, in the order in which they are asked."""

    name: str
    recognisers: tuple[Recogniser, ...]
