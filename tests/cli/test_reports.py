import pytest

from atom_desktop.cli.reports import print_problems, print_report, size_words
from tests.cli.desk import Desk


def printed(report: dict) -> list[str]:
    desk = Desk()
    print_report(desk.terminal, report)
    return desk.printed.splitlines()


def test_figures_are_aligned_and_unknown_ones_left_out() -> None:
    report = {"tasks": 1234, "dry_run": True, "whole": False, "kept": None, "note": ""}
    assert printed(report) == ["tasks    1,234", "dry run  yes", "whole    no"]


def test_bytes_are_written_as_sizes() -> None:
    assert printed({"bytes": 1_500_000}) == ["bytes  1.5 MB"]


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (2_500_000_000, "2.5 GB"), (4e15, "4000.0 TB")],
)
def test_a_size_has_a_unit(size: float, words: str) -> None:
    assert size_words(size) == words


def test_things_in_a_list_are_a_line_each() -> None:
    report = {
        "losses": [
            {"kind": "dropped", "field": "urgency", "count": 2, "examples": ["1.5", ""]},
            {"kind": "cleaned", "field": "title", "count": 1, "examples": [""]},
        ],
        "problems": [{"file": "seg-1", "why": "cut", "more": None}],
        "names": ["a\x1b", "b"],
        "none": [],
    }
    assert printed(report) == [
        "losses:",
        "  dropped urgency (2): 1.5",
        "  cleaned title (1)",
        "problems:",
        "  file: seg-1, why: cut",
        "names:",
        "  a␛",
        "  b",
    ]


def test_a_long_list_is_cut_and_counted() -> None:
    lines = printed({"names": [str(number) for number in range(60)]})
    assert lines[-1] == "  and 10 more"
    assert len(lines) == 52


def test_values_that_belong_together_stand_on_one_line() -> None:
    report = {"records": {"task": 1234, "kept_yours": 3, "label": 0}, "none": {}, "note": None}
    assert printed(report) == ["records  task 1,234, kept yours 3"]


def test_a_report_made_in_this_process_reads_the_same() -> None:
    loss = {"kind": "dropped", "field": "x", "count": 1, "examples": ("a",)}
    assert printed({"problems": (), "losses": (loss,)}) == ["losses:", "  dropped x (1): a"]


def test_a_list_inside_a_thing_is_on_its_line() -> None:
    assert printed({"steps": [{"id": "s", "names": ["a", "b"]}]})[1] == "  id: s, names: a, b"


PROBLEM = {
    "gravity": "damaged",
    "file": "seg-1",
    "message": "The file seg-1 does not verify.\x1b",
    "hint": "Restore a backup.",
    "lost": 0,
}


def test_a_problem_of_a_file_is_told_in_words_and_not_as_values() -> None:
    bare = {"file": "", "message": "Something is missing.", "hint": ""}
    assert printed({"files": 3, "problems": [PROBLEM, bare]}) == [
        "files  3",
        "seg-1",
        "  The file seg-1 does not verify.␛",
        "  Restore a backup.",
        "the vault",
        "  Something is missing.",
    ]


def test_many_problems_are_cut_and_counted() -> None:
    desk = Desk()
    print_problems(desk.terminal, [PROBLEM] * 52)
    assert desk.printed.endswith("and 2 more; --json shows them all\n")


def test_without_problems_nothing_is_printed() -> None:
    desk = Desk()
    print_problems(desk.terminal, None)
    assert desk.printed == ""
