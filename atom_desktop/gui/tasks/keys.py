"""What the keys of the list do."""

from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QKeyCombination, Qt

_KEY: Final = Qt.Key
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_NONE: Final = Qt.KeyboardModifier.NoModifier


class Deed(Enum):
    """What a key asks the list to do."""

    COMPLETE = auto()
    DELETE = auto()
    RENAME = auto()
    DETAIL = auto()
    NEXT = auto()
    PREVIOUS = auto()
    MARK = auto()
    LET_GO = auto()


_LETTERS: Final = {
    _KEY.Key_E: Deed.COMPLETE,
    _KEY.Key_J: Deed.NEXT,
    _KEY.Key_K: Deed.PREVIOUS,
    _KEY.Key_X: Deed.MARK,
}
_OTHERS: Final = {
    QKeyCombination(_CTRL, _KEY.Key_Return): Deed.COMPLETE,
    QKeyCombination(_CTRL, _KEY.Key_Enter): Deed.COMPLETE,
    QKeyCombination(_NONE, _KEY.Key_Delete): Deed.DELETE,
    QKeyCombination(_NONE, _KEY.Key_Return): Deed.RENAME,
    QKeyCombination(_NONE, _KEY.Key_Enter): Deed.RENAME,
    QKeyCombination(_NONE, _KEY.Key_F2): Deed.RENAME,
    QKeyCombination(_NONE, _KEY.Key_Space): Deed.DETAIL,
    QKeyCombination(_NONE, _KEY.Key_Escape): Deed.LET_GO,
}


def deed_of(key: QKeyCombination, *, letters: bool) -> Deed | None:
    """Return what a key asks for; `letters` is whether single letters may act."""
    # The keys of the number block say so, and mean the same.
    plain = key.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if letters and plain == _NONE and key.key() in _LETTERS:
        return _LETTERS[key.key()]
    return _OTHERS.get(QKeyCombination(plain, key.key()))
