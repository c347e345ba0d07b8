"""A label: a word that many tasks can share, nested by ``/`` in its name."""

import msgspec


class Label(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A label and its colour (`hue`, 0 to 359)."""

    name: str
    hue: int | None = None
    order: str = ""
    created: str | None = None
    trashed: str | None = None
    archived: str | None = None
    version: int = 1
