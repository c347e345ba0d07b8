"""A conversation with the assistant."""

from enum import StrEnum

import msgspec


class Speaker(StrEnum):
    """Who said something in a conversation."""

    PERSON = "person"
    ASSISTANT = "assistant"
    TOOL = "tool"


class Turn(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One thing that was said, when (UTC), and the step that came of it."""

    id: str
    speaker: Speaker
    text: str = ""
    at: str | None = None
    step: str | None = None


class Conversation(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What was said in one conversation, oldest first."""

    title: str = ""
    turns: tuple[Turn, ...] = ()
    model: str = ""
    created: str | None = None
    trashed: str | None = None
    archived: str | None = None
    version: int = 1
