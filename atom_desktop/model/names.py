"""Finds the longest existing name at the start of a text, whatever its case."""

from collections.abc import Iterable

LONGEST = 200
_ENDS_A_NAME = frozenset('.,;:!?)]}"”»…')


class Names:
    """The names that exist of one kind, such as all projects or all labels."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Take the names; of two that differ in case only, the first is kept."""
        self._names: dict[str, str] = {}
        for name in names:
            if name:
                self._names.setdefault(name.casefold(), name)
        self._longest = min(max(map(len, self._names), default=0), LONGEST)

    def exact(self, name: str) -> str | None:
        """Return the existing name that `name` stands for."""
        return self._names.get(name.casefold())

    def longest(self, text: str, place: int) -> tuple[str, int] | None:
        """Return the longest existing name that starts at `place`, and where it ends."""
        for end in range(min(len(text), place + self._longest), place, -1):
            if ends_word(text, end):
                name = self._names.get(text[place:end].casefold())
                if name is not None:
                    return name, end
        return None


def ends_word(text: str, end: int) -> bool:
    """Tell whether a word can end just before `end`: at a space, or punctuation and a space."""
    last = min(len(text), end + 8)
    while end < last and text[end] in _ENDS_A_NAME:
        end += 1
    return end == len(text) or text[end].isspace()
