import pytest

from atom_desktop.model.errors import (
    AtomError,
    Busy,
    Conflict,
    Damaged,
    Denied,
    NotFound,
    Unavailable,
    UserError,
)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (AtomError, "error"),
        (UserError, "usage"),
        (NotFound, "not-found"),
        (Conflict, "conflict"),
        (Denied, "locked"),
        (Damaged, "damaged"),
        (Unavailable, "unavailable"),
        (Busy, "busy"),
    ],
)
def test_each_kind_of_error_has_its_stable_code(kind, code):
    assert kind("It failed.").code == code


def test_an_error_keeps_message_hint_and_code_apart():
    error = Unavailable("The disk is full.", "Free some space.", "full-disk")
    assert (error.message, error.hint, error.code) == (
        "The disk is full.",
        "Free some space.",
        "full-disk",
    )
    assert str(error) == "The disk is full."


def test_a_busy_vault_is_a_kind_of_unavailable_and_nothing_found_a_kind_of_usage():
    assert issubclass(Busy, Unavailable)
    assert issubclass(NotFound, UserError)
    assert not issubclass(Conflict, UserError)
