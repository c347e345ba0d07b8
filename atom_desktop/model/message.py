"""A message: mail, chat or comment that reached somebody from elsewhere."""

import msgspec


class Message(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What was written, by whom, to whom; `sent` is a UTC instant, `thread` a service's own id."""

    title: str = ""
    text: str = ""
    sender: str = ""
    recipients: tuple[str, ...] = ()
    sent: str | None = None
    read: bool = False
    thread: str = ""
    channel: str = ""
    links: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    account: str | None = None
    source: str | None = None
    imported: dict[str, object] = {}
    created: str | None = None
    trashed: str | None = None
    archived: str | None = None
    version: int = 1
