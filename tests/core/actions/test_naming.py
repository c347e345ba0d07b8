import pytest

from atom_desktop.core.actions.naming import checked_name, with_hue
from atom_desktop.model.collections import Collection


@pytest.mark.parametrize(
    ("text", "wanted"), [("  a\n b ", "a b"), ("#Home", "Home"), ("@shop", "shop"), ("a/b", "a/b")]
)
def test_a_name_stands_on_one_line_without_its_symbol(text, wanted):
    assert checked_name(Collection.LABEL, text) == wanted


@pytest.mark.parametrize(("hue", "wanted"), [(None, {}), (-1, {"hue": None}), (0, {"hue": 0})])
def test_a_hue_is_left_taken_away_or_set(hue, wanted):
    assert with_hue({}, hue) == wanted
