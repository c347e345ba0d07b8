import io
import json

import pytest

from atom_desktop.cli.adding import AT_ONCE
from atom_desktop.cli.failure import Exit
from atom_desktop.cli.terminal import Streams, Terminal
from atom_desktop.model.errors import Denied, Unavailable
from tests.cli.desk import Desk
from tests.fakes.program import FakeProgram

HOSTILE = "Call \x1b]0;gotcha\x07 \u202eback"


def documents(desk: Desk) -> list[dict]:
    return [json.loads(line) for line in desk.printed.splitlines()]


def test_the_words_are_one_task() -> None:
    program, desk = FakeProgram(), Desk()
    assert desk.atom(program, "add", "Buy", "milk", "#Home") is Exit.DONE
    assert program.vault.asked("task.add") == [{"text": "Buy milk #Home"}]
    assert desk.printed.splitlines() == ["1110000  Buy milk  Home", "new project: Home"]


def test_several_new_names_are_told_together() -> None:
    program, desk = FakeProgram(), Desk()
    created = {"projects": [], "labels": ["errand", "phone"]}
    program.vault.answers["task.add"] = {"task": program.vault.add("x"), "created": created}
    desk.atom(program, "add", "x")
    assert desk.printed.endswith("new labels: errand, phone\n")


def test_json_is_the_task_itself() -> None:
    program, desk = FakeProgram(), Desk(as_json=True)
    assert desk.atom(program, "add", "Buy milk", "--json") is Exit.DONE
    assert desk.document["title"] == "Buy milk"
    assert desk.document["id"] == program.vault.tasks[0]["id"]


def test_a_dialect_is_passed_on() -> None:
    program = FakeProgram()
    Desk().atom(program, "add", "x", "--dialect", "todotxt")
    Desk(typed="y\n").atom(program, "add", "-", "--dialect", "todotxt")
    assert program.vault.asked("task.add") == [{"text": "x", "dialect": "todotxt"}]
    assert program.vault.asked("task.add_many") == [{"lines": ["y"], "dialect": "todotxt"}]


def test_text_with_a_dash_in_front_goes_behind_two() -> None:
    program = FakeProgram()
    assert Desk().atom(program, "add", "--", "-5 degrees: gloves") is Exit.DONE
    assert program.vault.tasks[0]["title"] == "-5 degrees: gloves"


def test_each_line_of_stdin_is_a_task_and_a_document() -> None:
    program, desk = FakeProgram(), Desk(as_json=True, typed="Buy milk\nCall Ann\n")
    assert desk.atom(program, "add", "-", "--json") is Exit.DONE
    assert [task["title"] for task in documents(desk)] == ["Buy milk", "Call Ann"]
    assert desk.complained == ""


def test_a_bad_line_is_told_in_its_place_and_the_rest_goes_on() -> None:
    program, desk = FakeProgram(), Desk(as_json=True, typed="one\n\nthree\n")
    assert desk.atom(program, "add", "-", "--json") is Exit.FAILED
    first, bad, third = documents(desk)
    assert (first["title"], third["title"]) == ("one", "three")
    assert bad["line"] == 2
    assert set(bad["error"]) == {"code", "message", "hint"}
    assert "2 tasks added, 1 line not." in desk.complained


def test_without_json_tasks_are_a_table_and_bad_lines_a_note() -> None:
    desk = Desk(typed="one\n\nthree\n")
    assert desk.atom(FakeProgram(), "add", "-") is Exit.FAILED
    assert [line.split()[1] for line in desk.printed.splitlines()] == ["one", "three"]
    assert "line 2: There is nothing to add." in desk.complained


def in_bytes(content: bytes) -> tuple[Terminal, io.StringIO, io.StringIO]:
    """Return a terminal whose stdin holds bytes, as they arrive from a pipe: all together."""
    out, told, stdin = io.StringIO(), io.StringIO(), io.TextIOWrapper(io.BytesIO(content))
    streams = Streams(stdin, out, told)
    return Terminal(streams, {}, as_json=True, ask_secret=str), out, told


def test_lines_that_arrive_together_go_together_and_are_numbered_through() -> None:
    program, desk = FakeProgram(), Desk()
    content = b"".join(b"task %d\n" % number for number in range(AT_ONCE + 3)) + b"\xff\nlast\n"
    desk.terminal, out, _ = in_bytes(content)
    assert desk.atom(program, "add", "-", "--json") is Exit.FAILED
    sizes = [len(params["lines"]) for params in program.vault.asked("task.add_many")]
    assert sizes == [AT_ONCE, 4]
    printed = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(printed) == AT_ONCE + 5
    assert (printed[-2]["line"], printed[-2]["error"]["code"]) == (AT_ONCE + 4, "encoding")
    assert printed[-1]["title"] == "last"


def test_lines_of_which_none_can_be_read_ask_for_nothing() -> None:
    program, desk = FakeProgram(), Desk()
    desk.terminal, _, _ = in_bytes(b"\xff\n")
    assert desk.atom(program, "add", "-") is Exit.FAILED
    assert program.vault.calls == []


def test_a_line_that_got_no_answer_was_not_added() -> None:
    program, desk = FakeProgram(), Desk(as_json=True, typed="one\n")
    program.vault.answers["task.add_many"] = {"results": []}
    assert desk.atom(program, "add", "-", "--json") is Exit.FAILED
    assert documents(desk)[0]["error"]["code"] == "left-out"


def failing_at(program: FakeProgram, line: str, error: BaseException) -> None:
    """Have the vault fail when this line comes first in what it is sent."""
    real = program.vault.run

    def run(command, params, on_progress=None):
        if params["lines"][0] == line:
            raise error
        return real(command, params, on_progress)

    program.vault.run = run


@pytest.mark.parametrize(
    ("error", "code"),
    [(Unavailable("ATOM ended."), Exit.FAILED), (KeyboardInterrupt(), Exit.INTERRUPTED)],
)
def test_lines_without_an_answer_may_have_been_saved_and_are_counted(error, code: Exit) -> None:
    program, desk = FakeProgram(), Desk()
    lines = "".join(f"task {number}\n" for number in range(AT_ONCE + 2))
    desk.terminal, _, told = in_bytes(lines.encode())
    failing_at(program, f"task {AT_ONCE}", error)
    assert desk.atom(program, "add", "-") is code
    assert f"{AT_ONCE} tasks added; up to 2 more may have been saved" in told.getvalue()
    assert "`atom history` before you send them again" in told.getvalue()


def test_after_a_refusal_it_is_known_that_the_rest_was_not_added() -> None:
    program, desk = FakeProgram(), Desk(typed="one\ntwo\n")
    failing_at(program, "two", Denied("The vault is locked."))
    assert desk.atom(program, "add", "-") is Exit.LOCKED
    assert "1 task added; the rest was not added." in desk.complained


def test_output_that_cannot_be_written_hides_none_of_what_was_added() -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    program, desk = FakeProgram(), Desk()
    stdin = io.TextIOWrapper(io.BytesIO(b"one\ntwo\n"))
    desk.terminal = Terminal(Streams(stdin, Full(), desk.err), {}, as_json=True, ask_secret=str)
    assert desk.atom(program, "add", "-", "--json") is Exit.FAILED
    assert "2 tasks added; the rest was not added." in desk.complained


def test_a_reader_that_leaves_does_not_stop_the_adding() -> None:
    class Leaving(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    program, desk = FakeProgram(), Desk()
    streams = Streams(io.StringIO("one\ntwo\n"), Leaving(), desk.err)
    desk.terminal = Terminal(streams, {}, as_json=False, ask_secret=str)
    assert desk.atom(program, "add", "-") is Exit.DONE
    assert len(program.vault.tasks) == 2


def test_a_hostile_title_commands_no_terminal() -> None:
    desk = Desk(tty=True)
    desk.atom(FakeProgram(), "add", HOSTILE)
    assert "gotcha" in desk.printed
    assert not set("\x07\u202e") & set(desk.printed)
    assert "\x1b]" not in desk.printed
