import pytest
from PySide6.QtCore import QKeyCombination, Qt

from atom_desktop.gui.tasks.keys import Deed, deed_of

KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier
NONE = MODIFIER.NoModifier


@pytest.mark.parametrize(
    ("modifier", "key", "deed"),
    [
        (NONE, KEY.Key_E, Deed.COMPLETE),
        (MODIFIER.ControlModifier, KEY.Key_Return, Deed.COMPLETE),
        (NONE, KEY.Key_Delete, Deed.DELETE),
        (NONE, KEY.Key_Return, Deed.RENAME),
        (MODIFIER.KeypadModifier, KEY.Key_Enter, Deed.RENAME),
        (NONE, KEY.Key_F2, Deed.RENAME),
        (NONE, KEY.Key_Space, Deed.DETAIL),
        (NONE, KEY.Key_J, Deed.NEXT),
        (NONE, KEY.Key_K, Deed.PREVIOUS),
        (NONE, KEY.Key_X, Deed.MARK),
        (NONE, KEY.Key_Escape, Deed.LET_GO),
        (NONE, KEY.Key_Z, None),
        (MODIFIER.ControlModifier, KEY.Key_E, None),
        (NONE, KEY.Key_Down, None),
    ],
)
def test_a_key_has_its_deed(modifier, key, deed):
    assert deed_of(QKeyCombination(modifier, key), letters=True) is deed


@pytest.mark.parametrize("key", [KEY.Key_E, KEY.Key_J, KEY.Key_K, KEY.Key_X])
def test_single_letters_can_be_switched_off(key):
    assert deed_of(QKeyCombination(NONE, key), letters=False) is None


def test_other_keys_act_without_letters():
    assert deed_of(QKeyCombination(NONE, KEY.Key_F2), letters=False) is Deed.RENAME
