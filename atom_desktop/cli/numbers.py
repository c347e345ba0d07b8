"""Whole numbers as they are typed behind an option."""

from atom_desktop.model.errors import UserError

_DIGITS = 9


def whole_number(option: str, text: str) -> int:
    """Return a number that is not negative; raises `UserError` for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise UserError(f"{option} takes a whole number, not “{text[:40]}”.", "Write it in digits.")
    return int(text)
