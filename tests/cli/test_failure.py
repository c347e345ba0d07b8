import pytest

from atom_desktop.cli.failure import Exit, exit_code
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
    ("error", "code"),
    [
        (UserError("There is no 30 February."), 2),
        (Denied("The vault is locked."), 3),
        (Damaged("It does not verify."), 4),
        (Conflict("Two match."), 5),
        (NotFound("There is no such task."), 5),
        (Busy("ATOM is at work."), 75),
        (Unavailable("The disk is full."), 1),
        (AtomError("It failed."), 1),
    ],
)
def test_each_kind_of_failure_has_its_exit_code(error: AtomError, code: int) -> None:
    assert exit_code(error) == code


def test_a_request_that_was_said_rightly_and_still_cannot_be_done_has_failed() -> None:
    assert exit_code(UserError("There is nothing to undo.", code="nothing")) is Exit.FAILED


@pytest.mark.parametrize("code", ["unconfirmed", "query", "field", "short-id"])
def test_what_has_to_be_typed_otherwise_is_wrong_usage(code: str) -> None:
    assert exit_code(UserError("3 tasks match.", code=code)) is Exit.USAGE


def test_a_mistyped_recovery_code_opens_nothing() -> None:
    assert exit_code(UserError("That is no code.", code="wrong-recovery-code")) is Exit.LOCKED


def test_the_codes_stay_as_they_are() -> None:
    assert {code.name: int(code) for code in Exit} == {
        "DONE": 0,
        "FAILED": 1,
        "USAGE": 2,
        "LOCKED": 3,
        "DAMAGED": 4,
        "CONFLICT": 5,
        "AGAIN": 75,
        "INTERRUPTED": 130,
    }
