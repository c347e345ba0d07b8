"""How text is taken apart into words, the same for the full-text index and for a single task.

A word is a run of letters and digits, in lower case and without accents. Scripts written without
spaces are taken letter by letter.
"""

import re
import unicodedata
from functools import cache
from typing import Final

_UNSPACED: Final = (
    "([\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])"
)
_WORD: Final = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Return the words of a text, in lower case and without accents."""
    if text.isascii():
        return _WORD.findall(text.lower())
    # Taken apart before and after the case is folded: each of the two makes work for the other.
    apart = unicodedata.normalize("NFKD", _spaced(text)).casefold()
    plain = _spaced(unicodedata.normalize("NFKD", apart))
    return _WORD.findall("".join(one for one in plain if not unicodedata.combining(one)))


def has_prefixes(words: list[str], prefixes: list[str]) -> bool:
    """Tell whether each prefix begins some word."""
    return all(any(word.startswith(prefix) for word in words) for prefix in prefixes)


def _spaced(text: str) -> str:
    """Put spaces around letters of scripts that are written without any."""
    return _unspaced().sub(r" \1 ", text)


@cache
def _unspaced() -> re.Pattern[str]:
    """Return the pattern, which takes 3 ms to make, and plain text does without."""
    return re.compile(_UNSPACED)
