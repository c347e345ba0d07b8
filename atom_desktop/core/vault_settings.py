"""The settings that go with the vault to every device: records like any other."""

from typing import Final

import msgspec

from atom_desktop.core.workspace import Workspace, field_changes
from atom_desktop.model.change import Change, Op
from atom_desktop.model.collections import Collection
from atom_desktop.model.json import Json
from atom_desktop.store.store import Store

_ACTOR: Final = "user"
_COMMAND: Final = "settings.set"


class VaultSettings(msgspec.Struct, frozen=True):
    """Reads and writes the setting records of one vault."""

    store: Store
    workspace: Workspace

    def read(self) -> dict[str, Json]:
        """Return the chosen values by name."""
        found = (record.fields for record in self.store.scan(Collection.SETTING) if record.alive)
        return {str(fields["name"]): fields["value"] for fields in found if "value" in fields}

    def write(self, name: str, value: Json) -> None:
        """Keep a value, or with null none; returns when it is durable, raises what kept it from it.

        The id of the record comes from the name, so that two devices mean the same record.
        """
        record_id = self.store.keys.record_id(Collection.SETTING, "", name)
        record = self.workspace.read(Collection.SETTING, record_id)
        if record is not None:
            changes = field_changes(record, {"value": value})
        elif value is None:
            changes = []
        else:
            after: Json = {"name": name, "value": value}
            changes = [Change(Collection.SETTING, record_id, Op.CREATE, after=after)]
        if changes:
            title = f"Setting {name}"
            self.workspace.run(title, changes, command=_COMMAND, actor=_ACTOR).wait()
