import errno
from pathlib import Path

import pytest

from atom_desktop.model.errors import Unavailable
from atom_desktop.store.faults import explained


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (errno.ENOSPC, "full-disk", "full"),
        (errno.EDQUOT, "full-disk", "full"),
        (errno.EROFS, "read-only", "read-only"),
        (errno.EACCES, "no-permission", "belong"),
        (errno.EPERM, "no-permission", "belong"),
        (errno.EIO, "io-error", "Input/output"),
    ],
)
def test_each_failure_says_what_to_do(number: int, code: str, words: str) -> None:
    error = explained(OSError(number, "Input/output error"), Path("/here"))
    assert isinstance(error, Unavailable)
    assert error.code == code
    assert words in error.message
    assert "Nothing older is lost" in error.hint
    assert "/here" in error.hint


def test_a_failure_without_a_number_is_still_told() -> None:
    assert "odd" in explained(OSError("odd"), Path("/here")).message
