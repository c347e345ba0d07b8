import os
from pathlib import Path

import pytest

from atom_desktop.cli.recovery import RecoveryFile, show_code
from atom_desktop.model.errors import UserError
from tests.cli.desk import Desk

CODE = "ABCD-EFGH"


def test_a_file_holds_the_code_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "code"
    with RecoveryFile(str(path)) as file:
        file.write(CODE)
    assert path.read_text() == f"{CODE}\n"
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600
    assert file.told(CODE) == {"recovery_code": None, "recovery_file": str(path)}


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "code"
    path.write_text("mine")
    with pytest.raises(UserError, match="is there already"), RecoveryFile(str(path)):
        pass
    assert path.read_text() == "mine"


def test_a_folder_that_is_not_there_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"), RecoveryFile(str(tmp_path / "a/b")):
        pass


def test_a_file_without_a_code_goes_away(tmp_path: Path) -> None:
    path = tmp_path / "code"
    with RecoveryFile(str(path)) as file:
        file.write(None)
    assert not path.exists()
    assert file.told(None) == {"recovery_code": None, "recovery_file": None}


def test_a_failure_leaves_no_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "code"
    with pytest.raises(KeyboardInterrupt), RecoveryFile(str(path)):
        raise KeyboardInterrupt
    assert not path.exists()


def test_a_code_is_shown_clearly_and_once() -> None:
    desk = Desk(tty=True)
    with RecoveryFile(None) as file:
        file.write(CODE)
    show_code(desk.terminal, CODE, file)
    assert desk.printed.count(CODE) == 1
    assert "not shown again" in desk.printed
    assert file.told(CODE) == {"recovery_code": CODE, "recovery_file": None}


def test_a_code_in_a_file_is_not_shown(tmp_path: Path) -> None:
    desk = Desk()
    with RecoveryFile(str(tmp_path / "code")) as file:
        file.write(CODE)
    show_code(desk.terminal, CODE, file)
    assert CODE not in desk.printed
    assert str(tmp_path / "code") in desk.printed


def test_a_code_that_a_full_disk_refused_is_shown(tmp_path: Path, monkeypatch) -> None:
    def fsync(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    desk = Desk()
    with RecoveryFile(str(tmp_path / "code")) as file:
        monkeypatch.setattr(os, "fsync", fsync)
        file.write(CODE)
    show_code(desk.terminal, CODE, file)
    assert CODE in desk.printed
    assert "could not be written" in desk.complained
    assert not (tmp_path / "code").exists()
