"""An attachment: a sealed copy of a file, or a link to where it is."""

import msgspec


class Attachment(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A file of `size` bytes in the sealed blob `blob`, or only a `link` to it."""

    name: str
    media_type: str = ""
    size: int = 0
    blob: str | None = None
    link: str = ""
    collection: str = "task"
    record: str | None = None
    created: str | None = None
    trashed: str | None = None
    version: int = 1
