import io
import json
import os
import sys

import pytest

from atom_desktop.cli.terminal import Streams, Terminal, system_terminal
from atom_desktop.model.errors import Conflict, Denied, Unavailable, UserError
from tests.cli.desk import Desk


def test_a_pipe_gets_no_colours() -> None:
    assert Desk().terminal.paint("late", "red") == "late"


def test_a_terminal_gets_colours() -> None:
    assert Desk(tty=True).terminal.paint("late", "red") == "\x1b[31mlate\x1b[0m"


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_somebody_who_wants_no_colours_gets_none(environ: dict[str, str]) -> None:
    assert Desk(tty=True, environ=environ).terminal.paint("late", "red") == "late"


def test_an_empty_no_color_means_nothing() -> None:
    assert Desk(tty=True, environ={"NO_COLOR": ""}).terminal.colourful


@pytest.mark.parametrize(
    ("environ", "width"), [({}, 80), ({"COLUMNS": "132"}, 132), ({"COLUMNS": "wide"}, 80)]
)
def test_the_width_is_that_of_the_terminal_or_80(environ: dict[str, str], width: int) -> None:
    assert Desk(tty=True, environ=environ).terminal.width == width


def test_a_pipe_gets_whole_titles_unless_it_says_how_wide_it_is() -> None:
    assert Desk().terminal.width == 1000
    assert Desk(environ={"COLUMNS": "60"}).terminal.width == 60


def test_a_failure_is_said_with_its_hint() -> None:
    desk = Desk()
    desk.terminal.failure(Denied("Wrong passphrase.", "Look at caps lock."))
    assert desk.err.getvalue() == "atom: Wrong passphrase.\n      Look at caps lock.\n"
    assert desk.out.getvalue() == ""


def test_a_failure_in_json_goes_to_stderr_as_one_document() -> None:
    desk = Desk(as_json=True)
    desk.terminal.failure(Conflict("Two\x1b[2J match.", "Say which.", "ambiguous"))
    assert json.loads(desk.err.getvalue()) == {
        "error": {"code": "ambiguous", "message": "Two\x1b[2J match.", "hint": "Say which."}
    }
    assert "\x1b" not in desk.err.getvalue()


def test_hostile_text_in_a_message_is_harmless() -> None:
    desk = Desk()
    desk.terminal.failure(UserError("No \x1b]0;title\x07", "x\x9b"))
    assert "\x1b" not in desk.err.getvalue()
    assert "\x9b" not in desk.err.getvalue()


def test_json_lets_nothing_through_that_a_terminal_obeys_and_stays_the_same_text() -> None:
    text = "\x1b[31m\x9b31m\x7f\u202e\u2028 東京 \ud800"
    desk = Desk(as_json=True)
    desk.terminal.document({"title": text})
    printed = desk.out.getvalue()
    assert not any(letter in printed for letter in "\x1b\x9b\x7f\u202e\u2028\ud800")
    assert "東京" in printed
    assert json.loads(printed) == {"title": text}


def test_progress_is_one_line_that_goes_away() -> None:
    desk = Desk(tty=True)
    desk.terminal.progress({"done": 5, "total": 10, "text": "importing\x1b"})
    desk.terminal.progress({"done": 1234})
    desk.terminal.note("ready")
    shown = desk.err.getvalue()
    assert "[############............]  50%  importing␛" in shown
    assert "\r1,234\x1b[K" in shown
    assert shown.endswith("\r\x1b[Kready\n")


@pytest.mark.parametrize("desk", [Desk(), Desk(tty=True, as_json=True)])
def test_no_progress_where_nobody_looks(desk: Desk) -> None:
    desk.terminal.progress({"done": 5, "total": 10})
    assert desk.err.getvalue() == ""


def test_progress_without_a_known_end_never_divides_by_nothing() -> None:
    desk = Desk(tty=True)
    desk.terminal.progress({"done": 0, "total": 0})
    desk.terminal.progress({"text": "compacting"})
    assert "compacting" in desk.err.getvalue()


@pytest.mark.parametrize(
    ("typed", "yes"), [("y\n", True), ("YES\n", True), ("\n", False), ("", False)]
)
def test_only_yes_is_yes(typed: str, yes: bool) -> None:
    desk = Desk(tty=True, typed=typed)
    assert desk.terminal.confirmed("Delete 3 tasks?") is yes
    assert desk.err.getvalue() == "Delete 3 tasks? [y/N] "


def test_a_secret_is_asked_through_the_given_way() -> None:
    desk = Desk(tty=True)
    assert desk.terminal.secret("Passphrase: ") == "hunter2"
    assert desk.asked == ["Passphrase: "]


def test_a_hint_of_several_lines_stays_aligned() -> None:
    desk = Desk()
    desk.terminal.failure(UserError("No date.", "due foo\n    ^^^"))
    assert desk.complained == "atom: No date.\n      due foo\n          ^^^\n"


def test_an_interruption_is_told_below_what_was_typed() -> None:
    desk = Desk(tty=True)
    desk.terminal.progress({"done": 5, "total": 10})
    desk.terminal.interrupted("Interrupted.")
    assert desk.complained.endswith("\nInterrupted.\n")
    desk = Desk()
    desk.terminal.interrupted("Interrupted.")
    assert desk.complained == "Interrupted.\n"


class Broken(io.StringIO):
    """A stream that fails when it is written to or let go."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def write(self, text: str) -> int:
        raise self.error

    def flush(self) -> None:
        raise self.error


def broken(error: OSError, other: io.StringIO) -> tuple[Terminal, Terminal]:
    """Return a terminal whose stdout fails, and one whose stderr does."""
    out = Streams(io.StringIO(), Broken(error), other)
    err = Streams(io.StringIO(), other, Broken(error))
    return tuple(Terminal(each, {}, as_json=False, ask_secret=str) for each in (out, err))


def test_output_that_a_full_disk_refuses_is_a_failure() -> None:
    terminal, _ = broken(OSError(28, "No space left on device"), io.StringIO())
    with pytest.raises(Unavailable, match="No space left"):
        terminal.line("x")
    with pytest.raises(Unavailable, match="No space left"):
        terminal.flush()


def test_a_reader_that_has_gone_is_told_to_whoever_prints() -> None:
    terminal, _ = broken(BrokenPipeError(), io.StringIO())
    with pytest.raises(BrokenPipeError):
        terminal.document({})
    terminal.reader_left()


def test_what_nobody_can_read_on_stderr_stops_no_work() -> None:
    out = io.StringIO()
    _, terminal = broken(BrokenPipeError(), out)
    terminal.note("x")
    terminal.failure(UserError("x"))
    terminal.line("done")
    assert out.getvalue() == "done\n"


def test_streams_that_are_closed_take_what_is_printed_and_hold_nothing(monkeypatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    terminal = system_terminal(as_json=False)
    terminal.line("x")
    terminal.note("x")
    terminal.flush()
    assert terminal.read.read() == ""
    assert not terminal.interactive
    for stream in terminal._streams:
        os.close(stream.fileno())
