from pathlib import Path

from atom_desktop.cli.failure import Exit
from tests.cli.desk import Desk
from tests.fakes.program import FakeProgram

LOST = {"kind": "dropped", "field": "urgency", "count": 2, "examples": ["1.5"]}
IMPORTED = {
    "format": "taskwarrior",
    "tasks": 3,
    "step": "s1",
    "losses": [LOST],
    "preview": ["Buy milk"],
}


def importing() -> FakeProgram:
    program = FakeProgram()
    program.vault.answers["file.import"] = IMPORTED
    program.vault.answers["file.export"] = {"tasks": 3, "losses": []}
    return program


def test_a_path_is_taken_from_here(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    program = importing()
    assert Desk().atom(program, "import", "tasks.json") is Exit.DONE
    asked = {"path": str(tmp_path / "tasks.json"), "format": "", "dry_run": False}
    assert program.vault.asked("file.import") == [asked]


def test_the_report_names_what_was_lost() -> None:
    desk = Desk()
    desk.atom(importing(), "import", "/x.json", "--format", "taskwarrior")
    assert desk.printed.splitlines() == [
        "format  taskwarrior",
        "tasks   3",
        "losses:",
        "  dropped urgency (2): 1.5",
        "Imported. `atom undo` takes it back.",
    ]


def test_a_dry_run_says_that_nothing_was_stored() -> None:
    program, desk = importing(), Desk()
    desk.atom(program, "import", "/x.json", "--dry-run")
    assert "Nothing was stored" in desk.printed
    assert "  Buy milk" in desk.printed
    assert program.vault.asked("file.import")[0]["dry_run"] is True


def test_a_dry_run_of_a_file_that_would_be_refused_fails_and_shows_why() -> None:
    program, desk = importing(), Desk()
    problem = {"line": 3, "message": "This is no task."}
    refused = {"format": "taskwarrior", "problems": [problem], "step": None, "refused": True}
    program.vault.answers["file.import"] = refused
    assert desk.atom(program, "import", "/x.json", "--dry-run") is Exit.FAILED
    assert desk.printed.splitlines() == [
        "format  taskwarrior",
        "problems:",
        "  line: 3, message: This is no task.",
        "The import would refuse this file. Nothing was stored.",
    ]
    desk = Desk(as_json=True)
    assert desk.atom(program, "import", "/x.json", "--dry-run", "--json") is Exit.FAILED
    assert desk.document == refused


def test_an_import_that_changed_nothing_says_so() -> None:
    program, desk = importing(), Desk()
    program.vault.answers["file.import"] = {"counts": {"new": 0, "unchanged": 3}, "step": None}
    desk.atom(program, "import", "/x.json")
    assert desk.printed.splitlines() == ["counts  unchanged 3", "There was nothing new."]


def test_an_import_in_json_is_its_report() -> None:
    desk = Desk(as_json=True)
    desk.atom(importing(), "import", "/x.json", "--json")
    assert desk.document == IMPORTED


def test_a_long_import_shows_how_far_it_is() -> None:
    desk = Desk(tty=True)
    desk.atom(importing(), "import", "/x.json")
    assert "50%" in desk.complained


def test_an_export_replaces_a_file_only_when_it_is_told_to() -> None:
    program, desk = importing(), Desk()
    assert desk.atom(program, "export", "/x.txt", "--format", "todotxt") is Exit.DONE
    Desk().atom(program, "export", "/x.txt", "--force")
    assert program.vault.asked("file.export") == [
        {"path": "/x.txt", "format": "todotxt", "force": False},
        {"path": "/x.txt", "format": "", "force": True},
    ]
    assert "not encrypted" in desk.printed


def test_an_export_in_json_is_its_report() -> None:
    desk = Desk(as_json=True)
    desk.atom(importing(), "export", "/x.txt", "--json")
    assert desk.document == {"tasks": 3, "losses": []}
