"""What an import or an export has found is said so that a person understands it."""

from atom_desktop.gui.shell.file_words import (
    SHOWN,
    count_of,
    format_titles,
    found_text,
    loss_lines,
    problem_lines,
    title_lines,
)
from atom_desktop.model.formats.base import FormatError
from atom_desktop.model.json import Json

REPORT: dict[str, Json] = {
    "format": "todotxt",
    "counts": {"new": 1200, "updated": 3, "unchanged": 0, "kept_yours": 0, "problems": 1},
    "preview": [f"Task {number}" for number in range(20)],
    "losses": [
        {"kind": "dropped", "field": "color", "count": 2000, "examples": ["red", "blue", "green"]},
        {"kind": "kept", "field": "t", "count": 1, "examples": []},
    ],
    "problems": [
        {"line": 12, "message": FormatError("There is no date.", 12).message},
        {"line": None, "message": "Odd."},
    ],
}


def test_formats_have_the_names_people_use() -> None:
    assert format_titles() == {
        "atom": "ATOM",
        "taskwarrior": "Taskwarrior JSON",
        "todotxt": "todo.txt",
    }


def test_what_is_new_is_counted() -> None:
    assert found_text(REPORT) == "todo.txt file: 1,200 new, 3 updated."


def test_a_file_with_nothing_new_says_so() -> None:
    assert found_text({"format": "atom", "counts": {}}) == "ATOM file: nothing to bring in."
    assert found_text({"format": "other"}) == "other file: nothing to bring in."


def test_a_count_that_is_missing_is_nought() -> None:
    assert count_of({"counts": {"new": "many"}}, "new") == 0
    assert count_of({}, "new") == 0


def test_the_first_titles_and_the_number_of_the_others_are_shown() -> None:
    lines = title_lines(REPORT)
    assert lines[:2] == ["Task 0", "Task 1"]
    assert lines[-1] == f"and {1203 - SHOWN:,} more"
    assert title_lines({"counts": {"new": 1}, "preview": ["One"]}) == ["One"]
    assert title_lines({}) == []


def test_no_titles_are_shown_of_a_file_that_brings_nothing() -> None:
    assert title_lines({"counts": {"new": 0}, "preview": ["One"]}) == []


def test_a_loss_names_field_number_and_examples() -> None:
    assert loss_lines(REPORT) == [
        "color (2,000) is left out: “red”, “blue”.",
        "t (1) is kept with the task, without an effect.",
    ]


def test_a_problem_names_its_line() -> None:
    assert problem_lines(REPORT) == ["Line 12: There is no date.", "Odd."]
