import pytest

from tests.cli.desk import Desk
from tests.fakes.program import FakeProgram


def test_a_command_shows_its_progress_and_takes_it_away() -> None:
    desk, program = Desk(tty=True), FakeProgram()
    program.vault.answers["file.import"] = {"tasks": 3}
    assert desk.call("undo", program=program).ask_once("file.import", {"path": "/x"}) == {
        "tasks": 3
    }
    assert "50%  half" in desk.complained
    assert desk.complained.endswith("\r\x1b[K")
    assert program.vault.asked("file.import") == [{"path": "/x"}]


def test_an_answer_that_is_no_object_is_a_bug() -> None:
    program = FakeProgram()
    program.vault.answers["odd"] = [1]
    with pytest.raises(TypeError, match="odd answered list"):
        Desk().call("undo", program=program).ask_once("odd", {})
