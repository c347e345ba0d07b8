import ast
import shutil
import subprocess
import sys
from pathlib import Path

import bootstrap
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = ROOT / "packaging" / "bootstrap.py"


def test_help_says_how_to_start_and_how_to_test(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["--help"]) == 0
    assert "bootstrap.py test" in capsys.readouterr().out


def test_a_fitting_python_goes_through_the_front_door(monkeypatch: pytest.MonkeyPatch) -> None:
    entered: list[tuple[str, list[str]]] = []

    def enter(root: str, arguments: list[str]) -> int:
        entered.append((root, arguments))
        return 7

    monkeypatch.setattr("front_door.enter", enter)
    assert bootstrap.main(["list"]) == 7
    assert entered == [(str(ROOT), ["list"])]


@pytest.mark.parametrize("version", [(3, 9), (3, 10), (3, 15)])
def test_a_python_that_does_not_fit_is_told_so(
    version: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "version_info", (*version, 0, "final", 0))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert bootstrap.main([]) == 1
    said = capsys.readouterr().err
    assert f"this is Python 3.{version[1]}" in said
    assert "3.11 to 3.14" in said


def test_an_old_python_hands_over_to_one_that_fits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[list[str]] = []

    def call(command: list[str]) -> int:
        started.append(command)
        return 5

    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(shutil, "which", lambda name: f"/opt/{name}" if name[-2:] < "14" else None)
    monkeypatch.setattr(bootstrap, "is_python", lambda _program, minor: minor == 12)
    monkeypatch.setattr(subprocess, "call", call)
    assert bootstrap.main(["list", "--json"]) == 5
    assert started == [["/opt/python3.12", str(SCRIPT), "list", "--json"]]
    assert "going on with /opt/python3.12" in capsys.readouterr().out


def test_a_name_on_the_search_path_is_not_believed() -> None:
    minor = sys.version_info[1]
    assert bootstrap.is_python(sys.executable, minor)
    assert not bootstrap.is_python(sys.executable, minor + 1)
    assert not bootstrap.is_python("/no/such/python", minor)


def test_an_old_python_can_read_the_script() -> None:
    """The rest of the set-up is imported only after the version is known to fit."""
    tree = ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 6))
    imported = {
        alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names
    }
    assert not [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert imported == {"os", "shutil", "subprocess", "sys"}


def test_the_set_up_needs_nothing_but_the_standard_library() -> None:
    """Without site-packages, as on a computer where nothing was installed yet."""
    code = f"import sys; sys.path.insert(0, {str(SCRIPT.parent)!r}); import front_door"
    modules = "import system_libraries"
    command = [sys.executable, "-I", "-S", "-c", f"{code}; {modules}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_continuous_integration_runs_the_same_command() -> None:
    script = ROOT / ".ci" / "run"
    assert "python3 packaging/bootstrap.py test" in script.read_text("utf-8")
    assert script.stat().st_mode & 0o111
