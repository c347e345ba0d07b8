"""Which typed view belongs to which kind of record, and how to look through it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeVar

import msgspec

from atom_desktop.model.account import Account
from atom_desktop.model.attachment import Attachment
from atom_desktop.model.collections import Collection
from atom_desktop.model.comment import Comment
from atom_desktop.model.contact import Contact
from atom_desktop.model.conversation import Conversation
from atom_desktop.model.device import Device
from atom_desktop.model.document import Document
from atom_desktop.model.entry import TimeEntry
from atom_desktop.model.errors import Damaged
from atom_desktop.model.event import Event
from atom_desktop.model.filter import Filter
from atom_desktop.model.label import Label
from atom_desktop.model.link import Link
from atom_desktop.model.message import Message
from atom_desktop.model.project import Area, Project, Section
from atom_desktop.model.record import Record
from atom_desktop.model.rule import RecurrenceRule
from atom_desktop.model.setting import StoredSetting
from atom_desktop.model.task import Task
from atom_desktop.model.template import Template
from atom_desktop.model.versions import upgraded
from atom_desktop.model.workflow import Run, Workflow

Kind = TypeVar("Kind", bound=msgspec.Struct)

KINDS: Final[Mapping[Collection, type[msgspec.Struct]]] = MappingProxyType(
    {
        Collection.TASK: Task,
        Collection.PROJECT: Project,
        Collection.SECTION: Section,
        Collection.LABEL: Label,
        Collection.AREA: Area,
        Collection.FILTER: Filter,
        Collection.SETTING: StoredSetting,
        Collection.ACCOUNT: Account,
        Collection.LINK: Link,
        Collection.EVENT: Event,
        Collection.MESSAGE: Message,
        Collection.DOCUMENT: Document,
        Collection.CONTACT: Contact,
        Collection.CONVERSATION: Conversation,
        Collection.WORKFLOW: Workflow,
        Collection.RUN: Run,
        Collection.COMMENT: Comment,
        Collection.ENTRY: TimeEntry,
        Collection.RULE: RecurrenceRule,
        Collection.ATTACHMENT: Attachment,
        Collection.TEMPLATE: Template,
        Collection.DEVICE: Device,
    }
)


def read_as(record: Record, kind: type[Kind]) -> Kind:
    """Return a typed view of a record; fields that this version does not know stay in the record.

    Raises `Damaged` if a field holds something that its kind cannot have.
    """
    fields = upgraded(record.collection, record.fields)
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        raise Damaged(
            f"The {record.collection} {record.id} cannot be read: {error}.",
            "`atom history ID` shows what changed it; `atom undo` takes it back.",
        ) from error
