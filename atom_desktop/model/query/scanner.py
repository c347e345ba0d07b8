"""Walks through the text of a query: words, quoted strings, symbols, and where they stand."""

import re
from typing import Final

from atom_desktop.model.query.problem import QueryError

QUOTES: Final = {'"': '"', "“": "”", "«": "»", "„": "“"}
_SPACE: Final = re.compile(r"\s*")
_WORD: Final = re.compile(r"[^\s()\"“«„,=<>!]+")
_FREE: Final = re.compile(r"[^\s()\"“«„]+")
_FIELD: Final = re.compile(r"([a-z]+)(?=[\s=<>!:])", re.IGNORECASE | re.ASCII)
_KEYWORD: Final = re.compile(r"[A-Za-z-]+")
_COMPARISON: Final = re.compile(r"!=|<=|>=|[=<>:]")


class Scanner:
    """A place in a text that only moves forward; every method first skips spaces."""

    def __init__(self, text: str) -> None:
        """Start at the beginning."""
        self.text = text
        self.place = 0
        self._skip()

    @property
    def at_end(self) -> bool:
        """Whether nothing but spaces is left."""
        return self.place >= len(self.text)

    @property
    def symbol(self) -> str:
        """The character at this place, "" at the end."""
        return self.text[self.place : self.place + 1]

    def keyword(self) -> str:
        """Return the plain word at this place in lower case, without moving; "" if there is none.

        A word that goes on with other characters (``open-ended``, ``title:x``) is none.
        """
        found = _KEYWORD.match(self.text, self.place)
        if found is None:
            return ""
        following = self.text[found.end() : found.end() + 1]
        ends = not following or following.isspace() or following in "()=<>!,"
        return found[0].lower() if ends else ""

    def take_keyword(self, *words: str) -> str:
        """Move over the plain word at this place if it is one of `words`, and return it."""
        word = self.keyword()
        if word not in words:
            return ""
        self.jump(self.place + len(word))
        return word

    def take_symbol(self, symbol: str) -> bool:
        """Move over `symbol` if it stands here."""
        if not symbol or not self.text.startswith(symbol, self.place):
            return False
        self.jump(self.place + len(symbol))
        return True

    def take_comparison(self) -> str:
        """Move over ``= != < <= > >= :`` and return it, or ""."""
        found = _COMPARISON.match(self.text, self.place)
        if found is None:
            return ""
        self.jump(found.end())
        return found[0]

    def take_quoted(self) -> str | None:
        """Move over a quoted string and return what is inside; it must have an end."""
        closing = QUOTES.get(self.symbol)
        if closing is None:
            return None
        end = self.text.find(closing, self.place + 1)
        if end < 0:
            raise QueryError("This quote has no end.", self.place, len(self.text))
        inside = self.text[self.place + 1 : end]
        self.jump(end + 1)
        return inside

    def take_word(self) -> str:
        """Move over the word at this place and return it, "" if there is none."""
        found = _WORD.match(self.text, self.place)
        if found is None:
            return ""
        self.jump(found.end())
        return found[0]

    def take_free_word(self) -> str:
        """Move over everything up to a space, bracket or quote and return it."""
        found = _FREE.match(self.text, self.place)
        if found is None:
            return ""
        self.jump(found.end())
        return found[0]

    def take_field(self) -> str:
        """Move over a plain word with a space or comparison behind it; return it in lower case."""
        found = _FIELD.match(self.text, self.place)
        if found is None:
            return ""
        self.jump(found.end())
        return found[1].lower()

    def jump(self, place: int) -> None:
        """Go to `place` and over the spaces behind it."""
        self.place = place
        self._skip()

    def word_end(self) -> int:
        """Return where the word or symbol at this place ends."""
        found = _WORD.match(self.text, self.place)
        return found.end() if found else min(self.place + 1, len(self.text))

    def problem(self, message: str, hint: str = "") -> QueryError:
        """Return an error about what stands at this place."""
        return QueryError(message, self.place, self.word_end(), hint)

    def _skip(self) -> None:
        found = _SPACE.match(self.text, self.place)
        if found is not None:
            self.place = found.end()
