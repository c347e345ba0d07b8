import json
from pathlib import Path

import coverage_gate
import pytest
from coverage_gate import Share, room_of, shares, verdict


def entry(covered: int, branches: int) -> dict[str, object]:
    return {"summary": {"covered_branches": covered, "num_branches": branches}}


REPORT = {
    "files": {
        "atom_desktop/store/journal.py": entry(9, 10),
        "atom_desktop/store/slots.py": entry(10, 10),
        "atom_desktop\\core\\bus.py": entry(1, 4),
        "atom_desktop/gui/window.py": entry(0, 100),
        "atom_desktop/app.py": entry(0, 6),
    }
}


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("atom_desktop/store/deep/journal.py", "store"),
        ("atom_desktop\\core\\bus.py", "core"),
        ("atom_desktop/app.py", ""),
        ("tests/store/test_journal.py", ""),
    ],
)
def test_a_file_belongs_to_the_room_it_is_in(path: str, room: str) -> None:
    assert room_of(path) == room


def test_the_branches_of_a_room_are_added_up_and_other_rooms_left_out() -> None:
    assert shares(REPORT, ["store", "core", "sync"]) == {
        "store": Share(branches=20, covered=19),
        "core": Share(branches=4, covered=1),
        "sync": Share(branches=0, covered=0),
    }


def test_the_rooms_count_together() -> None:
    found = {"store": Share(branches=20, covered=19), "core": Share(branches=4, covered=1)}
    passed, text = verdict(found, 95.0)
    assert not passed
    assert "83.33 %, 95.0 needed" in text
    assert verdict(found, 83.3)[0]


def test_exactly_enough_is_enough() -> None:
    assert verdict({"store": Share(branches=100, covered=95)}, 95.0)[0]
    assert not verdict({"store": Share(branches=1000, covered=949)}, 95.0)[0]


def test_a_run_that_measured_nothing_does_not_pass() -> None:
    passed, text = verdict({"store": Share(branches=0, covered=0)}, 95.0)
    assert not passed
    assert "No branch was measured" in text


def test_a_room_without_branches_is_covered() -> None:
    assert Share(branches=0, covered=0).per_cent == 100.0


@pytest.mark.parametrize(("covered", "status"), [(100, 0), (90, 1)])
def test_the_gate_reads_the_report_and_the_limit_of_the_project(
    tmp_path: Path, covered: int, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "coverage.json"
    report.write_text(json.dumps({"files": {"atom_desktop/store/a.py": entry(covered, 100)}}))
    assert coverage_gate.main([str(report)]) == status
    assert "together" in capsys.readouterr().out
