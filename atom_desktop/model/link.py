"""A link: the same thing here and at a service, or simply a web address."""

import msgspec


class Link(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Ties the record `record` of `collection` to `remote` at an account.

    `etag` is the version that was last agreed on, `base` what both sides held then, so that a merge
    can tell who changed what.
    """

    url: str = ""
    title: str = ""
    collection: str = ""
    record: str | None = None
    account: str | None = None
    remote: str = ""
    etag: str = ""
    base: dict[str, object] = {}
    created: str | None = None
    trashed: str | None = None
    version: int = 1
