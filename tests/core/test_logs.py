import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core import logs
from atom_desktop.core.logs import Event, Log


def lines(log: Log) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.path.read_text().splitlines()]


def make(folder: Path) -> Log:
    return Log(folder / "log", lambda: 1_795_000_000_000)


def test_an_event_is_one_json_line(tmp_path: Path) -> None:
    log = make(tmp_path)
    log.write(Event.COMMAND, command="task.add", actor="cli", milliseconds=12.5)
    assert lines(log) == [
        {
            "at": 1_795_000_000_000,
            "pid": os.getpid(),
            "event": "command",
            "command": "task.add",
            "actor": "cli",
            "milliseconds": 12.5,
        }
    ]


def test_a_field_that_is_not_allowed_is_left_out(tmp_path: Path) -> None:
    log = make(tmp_path)
    log.write(Event.COMMAND, title="Buy milk", command="task.add")
    assert "title" not in lines(log)[0]
    assert "milk" not in log.path.read_text()


@pytest.mark.parametrize("value", ["Buy milk", "a/b", "", "x" * 81, "ann@example.org", "日本"])
def test_a_sentence_in_an_allowed_field_is_not_written(tmp_path: Path, value: str) -> None:
    log = make(tmp_path)
    log.write(Event.PROBLEM, code=value, where=[value, "store.journal:12"])
    assert lines(log)[0]["code"] == "?"
    assert lines(log)[0]["where"] == ["store.journal:12"]


@given(st.text(min_size=1))
def test_no_text_with_a_blank_or_a_letter_of_another_script_gets_in(text: str) -> None:
    shown = logs._narrowed(text)
    assert shown == "?" or (str(shown).isascii() and " " not in str(shown))


def test_a_bug_is_told_by_kind_and_place_and_never_quoted(tmp_path: Path) -> None:
    log = make(tmp_path)
    try:
        try:
            int("the secret title")
        except ValueError as cause:
            raise RuntimeError("another secret") from cause
    except RuntimeError as error:
        log.bug(error)
    (line,) = lines(log)
    assert line["error"] == "RuntimeError"
    assert line["kind"] == "ValueError"
    assert line["where"][-1].startswith("test_logs:")
    assert "secret" not in log.path.read_text()
    assert os.fspath(tmp_path) not in log.path.read_text()


def test_a_place_is_named_within_the_program() -> None:
    assert logs._module("/home/ann/x/atom_desktop/core/logs.py") == "atom_desktop.core.logs"
    assert logs._module("/v/site-packages/numpy/core.py") == "site-packages.numpy.core"
    assert logs._module("/home/ann/secret/x.py") == "x"


def test_the_log_is_for_its_owner_alone(tmp_path: Path) -> None:
    log = make(tmp_path)
    log.write(Event.STARTED)
    assert log.path.stat().st_mode & 0o077 == 0
    assert log.path.parent.stat().st_mode & 0o077 == 0


def test_a_full_log_moves_on_and_a_few_old_ones_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "SIZE_LIMIT", 200)
    log = make(tmp_path)
    for count in range(60):
        log.write(Event.STARTED, count=count)
    names = sorted(path.name for path in log.path.parent.iterdir())
    assert set(names) <= {"atom.jsonl", "atom.1.jsonl", "atom.2.jsonl", "atom.3.jsonl"}
    assert len(names) >= 3
    newest = max(path.read_text() for path in log.path.parent.iterdir())
    assert '"count": 59' in "".join(p.read_text() for p in log.path.parent.iterdir())
    assert newest


def test_what_could_not_be_written_is_counted_in_the_next_line(tmp_path: Path) -> None:
    blocked = tmp_path / "log"
    blocked.write_text("a file where the folder should be")
    log = make(tmp_path)
    log.write(Event.STARTED)
    log.write(Event.STARTED)
    assert log.lost == 2
    blocked.unlink()
    log.write(Event.CLOSED)
    log.write(Event.CLOSED)
    assert [line.get("lost") for line in lines(log)] == [2, None]
