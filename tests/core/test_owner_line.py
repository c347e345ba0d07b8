import os
import sys
from pathlib import Path

import pytest

from atom_desktop.core import owner_line, transport_pipe
from atom_desktop.core.owner_line import address_in, connect, listen
from tests.fakes.beside import Beside

pytestmark = pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs a local socket")


def test_an_owner_is_reached_through_a_socket_in_its_folder(tmp_path: Path) -> None:
    address = address_in(tmp_path, "profile")
    assert Path(address).parent == tmp_path
    listener = listen(address, tmp_path)
    accepting = Beside(listener.accept)
    caller = connect(address, tmp_path)
    owner = accepting.result()
    assert owner is not None
    owner.send(b"hello")
    assert caller.receive(5) == b"hello"
    for channel in (caller, owner):
        channel.close()
    listener.close()
    assert listener.accept() is None


def test_nobody_listens_before_somebody_does(tmp_path: Path) -> None:
    with pytest.raises(OSError):  # noqa: PT011 -- which one depends on the system
        connect(address_in(tmp_path, "profile"), tmp_path)


def test_on_windows_the_line_is_a_pipe_named_after_the_vault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []

    class Noted:
        def __init__(self, *arguments: object) -> None:
            asked.append(arguments)

    monkeypatch.setattr(owner_line, "sys", type("Windows", (), {"platform": "win32"}))
    monkeypatch.setattr(transport_pipe, "PipeListener", Noted)
    monkeypatch.setattr(transport_pipe, "connect_pipe", Noted)
    address = address_in(tmp_path, "profile")
    assert address == r"\\.\pipe\atom-profile"
    assert isinstance(listen(address, tmp_path), Noted)
    assert isinstance(connect(address, tmp_path), Noted)
    assert asked == [(address, tmp_path)] * 2
    assert sys.platform != "win32"
