from pathlib import Path

import pytest

from atom_desktop.cli.line import Said
from atom_desktop.cli.passphrase import (
    ask_new_passphrase,
    ask_passphrase,
    ask_recovery,
    given_passphrase,
    read_passphrase,
    warn_if_short,
)
from atom_desktop.model.errors import Denied, UserError
from tests.cli.desk import Desk

LONG = "correct horse battery"


def said(**options: str) -> Said:
    return Said(None, (), {name.replace("_", "-"): [value] for name, value in options.items()})


def test_no_file_named_is_no_passphrase() -> None:
    assert given_passphrase(said(), {}) is None
    assert given_passphrase(said(), {"ATOM_PASSPHRASE_FILE": ""}) is None


def test_an_option_that_names_no_file_is_wrong_usage() -> None:
    with pytest.raises(UserError, match="names no file"):
        given_passphrase(said(passphrase_file=""), {"ATOM_PASSPHRASE_FILE": "/nowhere"})


def test_the_option_goes_before_the_environment(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("first\nsecond\n")
    (tmp_path / "two").write_text("other")
    environ = {"ATOM_PASSPHRASE_FILE": str(tmp_path / "two")}
    assert given_passphrase(said(passphrase_file=str(tmp_path / "one")), environ) == "first"
    assert given_passphrase(said(), environ) == "other"


@pytest.mark.parametrize(
    ("content", "passphrase"),
    [
        (b"  two words \n", "  two words "),
        (b"windows\r\n", "windows"),
        (b"\xef\xbb\xbfmarked", "marked"),
        ("schlüssel".encode(), "schlüssel"),
    ],
)
def test_only_the_end_of_the_line_is_no_part_of_it(
    tmp_path: Path, content: bytes, passphrase: str
) -> None:
    (tmp_path / "file").write_bytes(content)
    assert read_passphrase(str(tmp_path / "file")) == passphrase


@pytest.mark.parametrize(
    ("content", "word"), [(b"\nsecond", "empty"), (b"", "empty"), (b"\xff\xfe", "UTF-8")]
)
def test_a_file_without_a_passphrase_is_wrong_usage(
    tmp_path: Path, content: bytes, word: str
) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(UserError, match=word):
        read_passphrase(str(tmp_path / "file"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nowhere"):
        read_passphrase(str(tmp_path / "nowhere"))
    with pytest.raises(UserError, match="cannot be read"):
        read_passphrase(str(tmp_path))


def test_a_person_is_asked() -> None:
    desk = Desk(tty=True)
    assert ask_passphrase(desk.terminal) == "hunter2"
    assert desk.asked == ["Passphrase: "]


def test_nobody_is_asked_where_nobody_is() -> None:
    desk = Desk()
    with pytest.raises(Denied, match="locked"):
        ask_passphrase(desk.terminal)
    assert desk.asked == []


def test_saying_nothing_opens_nothing() -> None:
    with pytest.raises(Denied, match="No passphrase"):
        ask_passphrase(Desk(tty=True, secrets=("",)).terminal)
    with pytest.raises(Denied, match="No passphrase"):
        ask_passphrase(Desk(tty=True, secrets=()).terminal)


def test_a_new_passphrase_is_asked_twice() -> None:
    desk = Desk(tty=True, secrets=(LONG, LONG))
    assert ask_new_passphrase(desk.terminal) == LONG
    assert desk.asked == ["New passphrase: ", "Again, to be sure: "]
    assert desk.complained == ""


def test_two_that_differ_are_asked_again() -> None:
    desk = Desk(tty=True, secrets=(LONG, "slip", LONG, LONG))
    assert ask_new_passphrase(desk.terminal) == LONG
    assert "differ" in desk.complained


def test_after_three_slips_nothing_is_done() -> None:
    desk = Desk(tty=True, secrets=(LONG, "a", LONG, "b", LONG, "c"))
    with pytest.raises(Denied, match="differed"):
        ask_new_passphrase(desk.terminal)


def test_a_short_one_is_remarked_and_taken() -> None:
    desk = Desk(tty=True, secrets=("1234", "1234"))
    assert ask_new_passphrase(desk.terminal) == "1234"
    assert "4 letters" in desk.complained
    warn_if_short(desk.terminal, LONG)
    assert desk.complained.count("short") == 1


def test_a_recovery_code_is_asked_for_or_read() -> None:
    assert ask_recovery(Desk(tty=True, secrets=("ABCD",)).terminal) == "ABCD"
    assert ask_recovery(Desk(typed="ABCD-EFGH\n").terminal) == "ABCD-EFGH"
    with pytest.raises(Denied, match="recovery code"):
        ask_recovery(Desk(typed="\n").terminal)
