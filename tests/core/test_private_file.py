"""A file with a secret in it is readable by its owner alone, from its first moment."""

import os
import stat
from pathlib import Path

import pytest

from atom_desktop.core.private_file import write_private


def test_only_its_owner_can_read_it_whatever_the_umask_says(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(tmp_path / "code", "secret")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "code").stat().st_mode) == 0o600
    assert (tmp_path / "code").read_text() == "secret"


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "code").write_text("mine")
    with pytest.raises(FileExistsError):
        write_private(tmp_path / "code", "secret")
    assert (tmp_path / "code").read_text() == "mine"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "code").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match=r"exists|symbolic"):
        write_private(tmp_path / "code", "secret")
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_that_cannot_be_made_safe_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        write_private(tmp_path / "code", "secret")
    assert not (tmp_path / "code").exists()
