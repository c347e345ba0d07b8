import io
import os
import sys
from pathlib import Path

import pytest
from machine import Machine


def test_the_output_of_a_program_comes_with_its_status() -> None:
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(4)"
    outcome = Machine().output([sys.executable, "-u", "-c", code])
    assert outcome.status == 4
    assert outcome.text.split() == ["out", "err"]


def test_programs_answer_in_english() -> None:
    machine = Machine({**os.environ, "LC_ALL": "de_DE.UTF-8"})
    outcome = machine.output([sys.executable, "-c", "import os; print(os.environ['LC_ALL'])"])
    assert outcome.text.strip() == "C"


def test_a_program_that_is_not_there_is_a_status_not_a_crash() -> None:
    assert Machine().output(["/no/such/program"]).status == 127
    assert Machine().call(["/no/such/program"]) == 127


def test_lines_are_handed_over_as_they_come() -> None:
    seen: list[str] = []
    code = "print('ein'); print('zw\\u00f6lf'); raise SystemExit(2)"
    machine = Machine({**os.environ, "PYTHONIOENCODING": "utf-8"})
    assert machine.stream([sys.executable, "-c", code], seen.append) == 2
    assert seen == ["ein", "zwölf"]


def test_a_program_on_the_search_path_is_found_and_another_is_not() -> None:
    python = Path(sys.executable)
    machine = Machine({"PATH": str(python.parent)})
    assert machine.which(python.name)
    assert machine.which("no-such-program-here") is None


def test_nobody_is_asked_in_continuous_integration() -> None:
    assert not Machine({"CI": "true"}).is_interactive()


@pytest.mark.parametrize(
    ("typed", "agreed"), [("\n", True), ("y\n", True), ("YES\n", True), ("n\n", False), ("", False)]
)
def test_enter_means_yes_and_silence_means_no(
    typed: str, agreed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert Machine().ask("Install?") is agreed


def test_where_a_program_cannot_be_replaced_it_is_run() -> None:
    machine = Machine()
    machine.platform = "win32"
    assert machine.become([sys.executable, "-c", "raise SystemExit(9)"]) == 9
