"""A template: a task or project that can be made again, with dates relative to a chosen day."""

import msgspec


class Template(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The stored fields of the records to make; `anchor` is the day their dates count from."""

    name: str
    records: tuple[dict[str, object], ...] = ()
    anchor: str | None = None
    order: str = ""
    created: str | None = None
    trashed: str | None = None
    archived: str | None = None
    version: int = 1
