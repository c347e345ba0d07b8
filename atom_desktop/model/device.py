"""A device that writes to the vault."""

import msgspec


class Device(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A computer under the name its owner gave it; `removed` since a UTC instant, if it is."""

    name: str
    platform: str = ""
    app_version: str = ""
    seen: str | None = None
    removed: str | None = None
    created: str | None = None
    version: int = 1
