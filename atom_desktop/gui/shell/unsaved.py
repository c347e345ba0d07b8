"""Which texts of the details are on their way into the vault, and which it did not take."""

from dataclasses import dataclass
from typing import Final

from atom_desktop.model.errors import AtomError

NOTHING_TO_DO: Final = "nothing-to-do"
"""The code of an edit that found its value there already: nothing is left to be saved."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A text, and why it was not taken."""

    text: str
    why: str


class Unsaved:
    """Of every task, until each text is saved or given up.

    A field sends one text at a time: two that are on their way together could change places.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._sent: dict[tuple[str, str], str] = {}
        self._next: dict[tuple[str, str], str] = {}
        self._refused: dict[tuple[str, str], Refused] = {}

    def send(self, task_id: str, field: str, text: str) -> bool:
        """Note a text; False if it has to wait for the one before it."""
        key = (task_id, field)
        self._refused.pop(key, None)
        if key in self._sent:
            self._next[key] = text
            return False
        self._sent[key] = text
        return True

    def saved(self, task_id: str, field: str) -> str | None:
        """Forget the text that was sent; return the one that waited for it."""
        key = (task_id, field)
        self._sent.pop(key, None)
        return self._next.pop(key, None)

    def refused(self, task_id: str, field: str, error: AtomError) -> str | None:
        """Keep the text that was sent, unless another waited for it: that one is returned."""
        if error.code == NOTHING_TO_DO:
            return self.saved(task_id, field)
        key = (task_id, field)
        text, later = self._sent.pop(key, ""), self._next.pop(key, None)
        if later is None:
            self._refused[key] = Refused(text, f"{error.message} {error.hint}".strip())
        return later

    def text(self, task_id: str, field: str) -> str | None:
        """Return what was typed last and is not saved, None if everything is."""
        key = (task_id, field)
        refused = self._refused.get(key)
        return self._next.get(key, self._sent.get(key, refused.text if refused else None))

    def problems(self, task_id: str) -> dict[str, str]:
        """Return why fields of a task were refused."""
        return {field: one.why for (task, field), one in self._refused.items() if task == task_id}

    def give_up(self, task_id: str) -> tuple[str, ...]:
        """Forget what was refused of a task; return in which fields it stands."""
        fields = tuple(self.problems(task_id))
        for field in fields:
            del self._refused[task_id, field]
        return fields

    def clear(self) -> None:
        """Forget everything."""
        for held in (self._sent, self._next, self._refused):
            held.clear()
