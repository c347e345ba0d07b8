"""How text is taken apart into words, the same for the full-text index and for a single task.

SQLite's unicode61 tokenizer with remove_diacritics 2 splits at everything that is no letter or
digit and drops accents. Scripts written without spaces are taken letter by letter.
"""

import re
import unicodedata
from typing import Final

_UNSPACED: Final = re.compile(
    "([\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff])"
)
_WORD: Final = re.compile(r"[^\W_]+")


def spaced(text: str) -> str:
    """Put spaces around letters of scripts that are written without any."""
    return text if text.isascii() else _UNSPACED.sub(r" \1 ", text)


def words_of(text: str) -> list[str]:
    """Return the words of a text, in lower case and without accents."""
    if text.isascii():
        return _WORD.findall(text.lower())
    plain = unicodedata.normalize("NFKD", spaced(text).casefold())
    return _WORD.findall("".join(one for one in plain if not unicodedata.combining(one)))


def has_prefixes(words: list[str], prefixes: list[str]) -> bool:
    """Tell whether each prefix begins some word."""
    return all(any(word.startswith(prefix) for word in words) for prefix in prefixes)
