"""A comment under a task or project."""

import msgspec


class Comment(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What somebody wrote about the record `record` of `collection`, and when (UTC)."""

    text: str
    collection: str = "task"
    record: str | None = None
    author: str = ""
    attachments: tuple[str, ...] = ()
    source: str | None = None
    imported: dict[str, object] = {}
    created: str | None = None
    trashed: str | None = None
    version: int = 1
