import os
import subprocess
import sys
from pathlib import Path

import pytest

from atom_desktop.core import login
from atom_desktop.core.login import Leader, login_leader, read_leader

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="logind and /proc are of Linux")


def program(folder: Path, text: str) -> None:
    path = folder / "loginctl"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_a_leader_lives_until_its_process_has_ended() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    leader = Leader(child.pid, login._started(child.pid))
    assert leader.lives()
    child.communicate()
    assert not leader.lives()


def test_a_process_that_has_ended_and_was_not_waited_for_does_not_live() -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"], stdout=subprocess.PIPE)
    leader = Leader(child.pid, login._started(child.pid))
    assert child.stdout is not None
    child.stdout.read()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not leader.lives()
    child.communicate()


def test_a_later_process_of_the_same_number_is_another() -> None:
    assert not Leader(os.getpid(), "1").lives()


def test_a_leader_travels_as_text() -> None:
    leader = Leader(12, "3456")
    assert read_leader(leader.written()) == leader


@pytest.mark.parametrize("text", ["", "12", "x:1", ":", "-1:5"])
def test_other_text_is_no_leader(text: str) -> None:
    assert read_leader(text) is None


def test_logind_names_the_leader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = os.getppid()
    program(tmp_path, f'[ "$2" = c7 ] && echo {parent}')
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    assert login_leader({"XDG_SESSION_ID": "c7"}, None) == Leader(parent, login._started(parent))


@pytest.mark.parametrize("text", ["echo 0", "echo nonsense", "exit 1", "echo 999999999"])
def test_without_a_useful_answer_there_is_no_leader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    program(tmp_path, text)
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    assert login_leader({"XDG_SESSION_ID": "c7"}, None) is None


def test_a_session_name_that_is_no_name_is_not_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, f"echo {os.getppid()}")
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    assert login_leader({"XDG_SESSION_ID": "--help"}, None) is None


def test_without_logind_the_shell_of_the_terminal_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    monkeypatch.setattr(os, "getsid", lambda pid: os.getppid())
    ours, theirs = os.openpty()
    leader = login_leader({}, theirs)
    os.close(ours)
    os.close(theirs)
    assert leader is not None
    assert leader.pid == os.getppid()


def test_without_logind_and_terminal_there_is_no_leader() -> None:
    with Path(os.devnull).open() as nothing:
        assert login_leader({}, nothing.fileno()) is None
    assert login_leader({}, None) is None


def test_a_process_that_leads_itself_is_no_leader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getsid", lambda pid: os.getpid())
    ours, theirs = os.openpty()
    leader = login_leader({}, theirs)
    os.close(ours)
    os.close(theirs)
    assert leader is None


def test_other_systems_end_the_processes_of_a_login_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert login_leader({"XDG_SESSION_ID": "c7"}, None) is None


def test_a_system_without_logind_is_not_asked_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert login._logind_leader("c1") is None
