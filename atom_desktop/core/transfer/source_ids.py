"""Ids of what comes from a file: the same each time the same file is read."""

from dataclasses import dataclass, field

from atom_desktop.store.crypto import Keys


@dataclass(slots=True)
class SourceIds:
    """The ids of one import; `format` names where things come from."""

    keys: Keys
    format: str
    known: dict[str, str] = field(default_factory=dict)
    """The ids that were given so far, by the names that the file has for them."""
    repeats: dict[str, int] = field(default_factory=dict)

    def new(self, source_id: str) -> str | None:
        """Return the id of a task, None if the file has named another one like it before."""
        if source_id in self.known:
            return None
        made = self.known[source_id] = self.keys.record_id(self.format, "", source_id)
        return made

    def again(self, source_id: str) -> str:
        """Return an id for one more task that the file calls by a name it has used before."""
        while True:
            number = self.repeats[source_id] = self.repeats.get(source_id, 1) + 1
            made = self.new(f"{source_id}#{number}")
            if made is not None:
                return made

    def of(self, source_id: str) -> str:
        """Return the id that a task has, or would have, by the file's name for it."""
        known = self.known.get(source_id)
        return known or self.keys.record_id(self.format, "", source_id)

    def of_name(self, kind: str, name: str) -> str:
        """Return the id of a project, section or label that an import makes."""
        return self.keys.record_id(self.format, kind, name)

    def of_link(self, kind: str, name: str) -> str:
        """Return the id of the link that remembers what a name stands for."""
        return self.keys.record_id(self.format, f"link to {kind}", name)
