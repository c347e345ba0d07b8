import pytest

from atom_desktop.cli.numbers import whole_number
from atom_desktop.model.errors import UserError


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("50", 50), ("007", 7)])
def test_digits_are_a_number(text: str, number: int) -> None:
    assert whole_number("--limit", text) == number


@pytest.mark.parametrize("text", ["", "-1", "1.5", "1e3", "ten", "\u0664", "1" * 10])
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(UserError, match="--minutes takes a whole number"):
        whole_number("--minutes", text)
