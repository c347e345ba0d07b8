"""A setting that belongs to the vault and so reaches every device."""

import msgspec


class StoredSetting(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The value that somebody chose for the setting called `name`."""

    name: str
    value: object = None
    version: int = 1
