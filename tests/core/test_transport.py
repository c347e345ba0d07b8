"""The limits that both kinds of line share, and that neither end may break."""

import pytest

from atom_desktop.core import transport_pipe, transport_unix
from atom_desktop.core.transport import (
    ANSWER_LIMIT,
    LINE_SECONDS,
    REQUEST_LIMIT,
    OversizedLineError,
    StrangerError,
)


def test_an_answer_may_be_larger_than_what_was_asked() -> None:
    assert ANSWER_LIMIT > REQUEST_LIMIT > 1 << 20


@pytest.mark.parametrize("kind", [transport_unix, transport_pipe])
def test_both_kinds_of_line_keep_the_same_limits(kind: object) -> None:
    found = vars(kind)
    assert (found["LINE_SECONDS"], found["REQUEST_LIMIT"]) == (LINE_SECONDS, REQUEST_LIMIT)
    assert found["OversizedLineError"] is OversizedLineError
    assert found["StrangerError"] is StrangerError


def test_what_goes_wrong_on_a_line_is_not_mistaken_for_a_failing_system() -> None:
    assert not any(issubclass(kind, OSError) for kind in (OversizedLineError, StrangerError))
