"""A person one has to do with."""

import msgspec


class Contact(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A name and the addresses under which that person can be reached."""

    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    handles: dict[str, str] = {}
    organisation: str = ""
    notes: str = ""
    account: str | None = None
    source: str | None = None
    imported: dict[str, object] = {}
    created: str | None = None
    trashed: str | None = None
    archived: str | None = None
    version: int = 1
