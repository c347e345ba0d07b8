import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from atom_desktop.core.transfer.source import CHUNK, chunks, known_format, stop_if_cancelled
from atom_desktop.model.errors import NotFound, Unavailable, UserError
from tests.fakes.caller import RecordingCaller


@pytest.fixture
def big(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "big.txt"
    path.write_bytes(b"x" * (CHUNK * 2 + 5))
    return path


def test_a_file_is_read_in_pieces_and_says_how_far(big):
    caller = RecordingCaller()
    assert [len(piece) for piece in chunks(big, caller)] == [CHUNK, CHUNK, 5]
    assert [report["done"] for report in caller.reports] == [CHUNK, 2 * CHUNK, 2 * CHUNK + 5]
    assert {report["total"] for report in caller.reports} == {2 * CHUNK + 5}
    assert caller.reports[0]["text"] == "Reading big.txt"


def test_reading_stops_when_nobody_waits_any_more(big):
    pieces = chunks(big, RecordingCaller(cancel_after=1))
    next(pieces)
    with pytest.raises(UserError) as caught:
        next(pieces)
    assert caught.value.code == "cancelled"


def test_who_still_waits_is_not_stopped():
    stop_if_cancelled(RecordingCaller())


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("a.json", b'[{"description":"a"}]', "taskwarrior"),
        ("a.txt", b"call mum", "todotxt"),
        ("a", b'{"format":"atom","version":1}', "atom"),
    ],
)
def test_the_format_is_told_from_the_file(tmp_path, name, content, format):
    path = tmp_path / name
    path.write_bytes(content)
    assert known_format(path, "") == format


def test_a_named_format_is_taken_as_it_is_said(tmp_path):
    path = tmp_path / "tasks.json"
    path.write_bytes(b"[]")
    assert known_format(path, "todotxt") == "todotxt"


def test_an_unknown_name_of_a_format_is_refused(tmp_path):
    with pytest.raises(UserError, match="no format"):
        known_format(_empty(tmp_path), "excel")


def _empty(folder: Path) -> Path:
    path = folder / "a"
    path.write_bytes(b"")
    return path


def test_a_format_that_cannot_be_told_is_asked_for(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"call mum")
    with pytest.raises(UserError) as caught:
        known_format(path, "")
    assert "todotxt" in caught.value.hint


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(NotFound, match=r"no.*missing.txt"):
        known_format(tmp_path / "missing.txt", "")
    with pytest.raises(NotFound):
        list(chunks(tmp_path / "missing.txt", RecordingCaller()))


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(UserError, match="not a file"):
        known_format(tmp_path, "")


def test_what_the_system_refuses_to_read_is_named_with_its_reason(tmp_path):
    with pytest.raises(Unavailable, match="cannot be read: "):
        list(chunks(tmp_path, RecordingCaller()))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    pipe = tmp_path / "tasks.json"
    os.mkfifo(pipe)
    with pytest.raises(UserError, match="not a file"):
        known_format(pipe, "taskwarrior")
