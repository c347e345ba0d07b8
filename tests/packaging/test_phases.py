import io
from itertools import count

from phases import Phases


def phases(*, moving: bool) -> tuple[Phases, io.StringIO]:
    stream = io.StringIO()
    ticks = count()
    return Phases(stream, moving=moving, clock=lambda: float(next(ticks))), stream


def test_a_log_gets_whole_lines_and_few_of_them() -> None:
    shown, stream = phases(moving=False)
    shown.begin("Packages")
    for done in range(1, 101):
        shown.step(done, 100, f"name{done}")
    shown.end()
    assert stream.getvalue().splitlines() == [
        "Packages ...",
        "Packages ...  25 %",
        "Packages ...  50 %",
        "Packages ...  75 %",
        "Packages ... 100 %",
        "Packages: done in 1.0 s",
    ]


def test_a_terminal_sees_one_line_that_moves() -> None:
    shown, stream = phases(moving=True)
    shown.begin("Packages")
    shown.step(1, 2, "a-rather-long-name")
    shown.step(2, 2, "b")
    shown.end()
    text = stream.getvalue()
    assert text.count("\n") == 1
    assert "\rPackages ...  50 %  a-rather-long-name" in text
    assert text.rstrip(" \n").endswith("Packages: done in 1.0 s")


def test_a_shorter_text_covers_the_longer_one_before_it() -> None:
    shown, stream = phases(moving=True)
    shown.begin("A title of some length")
    shown.say("Short")
    assert stream.getvalue().split("\r")[-1].rstrip("\n") == "Short".ljust(26)


def test_a_phase_with_nothing_to_count_shows_no_share_above_none() -> None:
    shown, stream = phases(moving=True)
    shown.begin("Packages")
    shown.step(0, 0, "x")
    assert "  0 %" in stream.getvalue()
