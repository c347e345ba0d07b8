"""A background owner gets its keys through a pipe, and its starter hears how it went."""

import io
import os
import sys
from pathlib import Path

import pytest

from atom_desktop.core.background import (
    WORD,
    Order,
    program_words,
    read_keys,
    read_order,
    start,
    tell_failed,
    tell_ready,
    written_keys,
)
from atom_desktop.model.errors import Busy, Unavailable
from atom_desktop.store.crypto import Keys
from tests.fakes.beside import until

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = Keys.from_root(b"k" * 32, bytes(16), epoch=3)
ORDER = Order(data="/home/ann/vault", keys=written_keys(KEYS), minutes=5, leader="7:8")
HEAD = """
import sys
from atom_desktop.core.background import *
from atom_desktop.model.errors import Busy
order = read_order(sys.stdin.buffer)
"""


def script(body: str) -> tuple[str, ...]:
    return (sys.executable, "-c", HEAD + body)


def environ() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.fspath(ROOT)}


def test_keys_are_the_same_on_both_ends_of_the_pipe() -> None:
    assert read_keys(written_keys(KEYS)) == KEYS


def test_an_order_is_read_as_it_was_written() -> None:
    stream = io.BytesIO(
        b'{"data":"/home/ann/vault","keys":{"vault":"00"},"minutes":5,"leader":"7:8"}\nrest'
    )
    order = read_order(stream)
    assert (order.data, order.minutes, order.leader) == ("/home/ann/vault", 5, "7:8")


def test_the_starter_returns_when_the_owner_is_ready() -> None:
    start(ORDER, script("tell_ready(sys.stdout.buffer)"), environ())


def test_the_starter_raises_what_kept_the_owner_from_starting() -> None:
    failing = "tell_failed(sys.stdout.buffer, Busy('Another one is at work.', 'Wait.'))"
    with pytest.raises(Busy, match="Another one"):
        start(ORDER, script(failing), environ())


def test_an_owner_that_dies_without_a_word_is_a_failure() -> None:
    with pytest.raises(Unavailable, match="ended before"):
        start(ORDER, script("sys.exit(1)"), environ())


def test_the_owner_lives_on_in_a_session_of_its_own(tmp_path: Path) -> None:
    told = tmp_path / "told"
    body = f"""
tell_ready(sys.stdout.buffer)
import os
from pathlib import Path
Path({os.fspath(told)!r}).write_text(f"{{os.getsid(0)}} {{os.getpid()}} {{order.minutes}}")
"""
    start(ORDER, script(body), environ())
    until(lambda: told.exists() and told.read_text().count(" ") == 2, "the note of the owner")
    leader, pid, minutes = told.read_text().split()
    assert leader == pid
    assert int(leader) != os.getsid(0)
    assert minutes == "5"


def test_no_key_stands_in_the_arguments_or_the_environment(tmp_path: Path) -> None:
    told = tmp_path / "told"
    body = f"""
import os
from pathlib import Path
text = " ".join([*sys.orig_argv, *os.environ, *os.environ.values()])
Path({os.fspath(told)!r}).write_text(text)
tell_ready(sys.stdout.buffer)
"""
    start(ORDER, script(body), environ())
    assert KEYS.content.hex() not in told.read_text()


def test_a_clone_and_a_frozen_program_are_started_in_their_own_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert program_words("/usr/bin/python3")[-2:] == ("atom_desktop", WORD)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert program_words("/opt/atom/atom") == ("/opt/atom/atom", WORD)


def test_what_is_told_is_one_line() -> None:
    ready, failed = io.BytesIO(), io.BytesIO()
    tell_ready(ready)
    tell_failed(failed, Busy("Another one is at work.", "Wait."))
    assert ready.getvalue() == b"ready\n"
    assert failed.getvalue().count(b"\n") == 1
