"""What travels between two processes means the same at both ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.wire import decode_line, encode_line, error_from_wire, error_to_wire
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

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_a_line_is_read_as_it_was_written(line: dict[str, object]) -> None:
    encoded = encode_line(line)
    assert b"\n" not in encoded
    assert decode_line(encoded) == line


@pytest.mark.parametrize("line", [b"", b"{", b"[1]", b"null", b"5", b"\xff"])
def test_what_is_no_object_is_refused(line: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        decode_line(line)


def test_a_lone_surrogate_from_a_terminal_is_sent_all_the_same() -> None:
    assert encode_line({"text": "a\udce9"}) == b'{"text":"a\xed\xb3\xa9"}'


@pytest.mark.parametrize(
    "kind", [AtomError, UserError, NotFound, Conflict, Denied, Damaged, Unavailable, Busy]
)
def test_every_kind_of_error_arrives_as_itself(kind: type[AtomError]) -> None:
    found = error_from_wire(error_to_wire(kind("What.", "How.", "code")))
    assert type(found) is kind
    assert (found.message, found.hint, found.code) == ("What.", "How.", "code")


def test_an_error_of_a_special_kind_arrives_as_the_kind_above_it() -> None:
    class SpecialError(UserError):
        pass

    assert error_to_wire(SpecialError("a", "b", "c"))["kind"] == "UserError"


def test_an_unknown_kind_of_error_is_still_an_error() -> None:
    found = error_from_wire({"kind": "SomethingNew", "message": "m"})
    assert type(found) is AtomError
    assert found.message == "m"


@pytest.mark.parametrize("told", [None, [], "text", {}, {"message": None}])
def test_an_error_that_says_nothing_still_has_a_message(told: object) -> None:
    assert error_from_wire(told).message == "The other ATOM process failed."
