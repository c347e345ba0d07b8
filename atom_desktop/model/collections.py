"""The kinds of record that a vault holds."""

from enum import StrEnum


class Collection(StrEnum):
    """A kind of record; the value is the name under which it is stored."""

    TASK = "task"
    PROJECT = "project"
    SECTION = "section"
    LABEL = "label"
    AREA = "area"
    FILTER = "filter"
    SETTING = "setting"
    ACCOUNT = "account"
    LINK = "link"
    EVENT = "event"
    MESSAGE = "message"
    DOCUMENT = "document"
    CONTACT = "contact"
    CONVERSATION = "conversation"
    WORKFLOW = "workflow"
    RUN = "run"
    COMMENT = "comment"
    ENTRY = "entry"
    RULE = "rule"
    ATTACHMENT = "attachment"
    TEMPLATE = "template"
    DEVICE = "device"
