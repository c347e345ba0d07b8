"""A document at a service or on disk that tasks refer to."""

import msgspec


class Document(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A page or file: where it is, and as much of its text as may be searched."""

    title: str = ""
    text: str = ""
    url: str = ""
    media_type: str = ""
    author: str = ""
    edited: str | None = None
    links: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    account: str | None = None
    source: str | None = None
    imported: dict[str, object] = {}
    created: str | None = None
    trashed: str | None = None
    archived: str | None = None
    version: int = 1
