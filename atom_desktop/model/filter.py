"""A saved filter: a query with a name."""

import msgspec


class Filter(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A query as it was typed (field names rather than symbols), kept under a name."""

    name: str
    query: str = ""
    hue: int | None = None
    order: str = ""
    created: str | None = None
    trashed: str | None = None
    archived: str | None = None
    version: int = 1
