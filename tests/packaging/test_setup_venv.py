import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from machine import Machine, Outcome, SetupError
from phases import Phases
from setup_venv import STAMP, Environment

from tests.fakes.machine import FakeMachine
from tests.packaging.conftest import VERSION, make_venv

PIP_OUTPUT = ["Collecting one==1 (from -r x)", "Installing collected packages: one"]


def phases(stream: io.StringIO | None = None) -> Phases:
    return Phases(stream or io.StringIO(), moving=False)


def made(machine: FakeMachine) -> list[str]:
    return [line for line in machine.looked if " -m venv " in line]


@pytest.fixture
def ready(clone: Path, machine: FakeMachine) -> Environment:
    environment = Environment(clone, machine)
    environment.prepare("run", phases())
    machine.called.clear()
    machine.looked.clear()
    return environment


def test_nothing_is_ready_in_a_bare_clone(clone: Path, machine: FakeMachine) -> None:
    assert not Environment(clone, machine).is_ready("run")


def test_after_a_set_up_all_is_ready(ready: Environment) -> None:
    assert ready.is_ready("run")


def test_pip_installs_only_what_is_locked(clone: Path, machine: FakeMachine) -> None:
    Environment(clone, machine).prepare("run", phases())
    (command,) = machine.called
    for word in ("--require-hashes", "--no-deps", "--only-binary :all:", "--no-input"):
        assert word in command
    assert command.endswith(f"-r {clone}/packaging/requirements.lock")


def test_what_runs_does_not_make_the_tests_ready(ready: Environment) -> None:
    assert not ready.is_ready("test")


def test_the_tests_are_added_to_what_runs(ready: Environment, machine: FakeMachine) -> None:
    ready.prepare("test", phases())
    assert ready.is_ready("test")
    assert ready.is_ready("run")
    assert not made(machine)


def test_a_changed_lock_file_is_installed_again(ready: Environment, machine: FakeMachine) -> None:
    with (ready.root / "packaging" / "requirements.lock").open("a") as lock:
        lock.write("three==3\n")
    assert not ready.is_ready("run")
    ready.prepare("run", phases())
    assert ready.is_ready("run")
    assert not made(machine)
    assert len(machine.called) == 1


def test_a_changed_lock_file_keeps_the_tests_installed(ready: Environment) -> None:
    ready.prepare("test", phases())
    with (ready.root / "packaging" / "requirements.lock").open("a") as lock:
        lock.write("three==3\n")
    ready.prepare("run", phases())
    assert ready.is_ready("test")


def test_a_set_up_that_was_killed_begins_anew(ready: Environment, machine: FakeMachine) -> None:
    (ready.folder / STAMP).write_text("{}", "utf-8")
    (ready.folder / "leftover").write_text("", "utf-8")
    assert not ready.is_ready("run")
    ready.prepare("run", phases())
    assert len(made(machine)) == 1
    assert not (ready.folder / "leftover").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"python": 3}', "\x00\xff"])
def test_a_stamp_that_makes_no_sense_is_no_stamp(ready: Environment, text: str) -> None:
    (ready.folder / STAMP).write_text(text, "utf-8")
    assert not ready.is_ready("run")


def test_a_package_that_is_gone_is_noticed(ready: Environment) -> None:
    shutil.rmtree(ready.packages / "one-1.dist-info")
    assert not ready.is_ready("run")


def test_a_python_that_is_gone_is_noticed(ready: Environment) -> None:
    ready.python.unlink()
    assert not ready.is_ready("run")


def test_another_python_makes_another_environment(ready: Environment, machine: FakeMachine) -> None:
    stamp = json.loads((ready.folder / STAMP).read_text("utf-8"))
    (ready.folder / STAMP).write_text(json.dumps({**stamp, "python": "3.10"}), "utf-8")
    assert not ready.is_ready("run")
    ready.prepare("run", phases())
    assert len(made(machine)) == 1


def test_a_folder_that_was_moved_gets_its_launcher_anew(
    ready: Environment, machine: FakeMachine, tmp_path: Path
) -> None:
    moved = ready.root.rename(tmp_path / "elsewhere")
    environment = Environment(moved, machine)
    assert not environment.is_ready("run")
    environment.prepare("run", phases())
    assert environment.is_ready("run")
    assert str(moved) in (environment.programs / "atom").read_text("utf-8")


def test_an_environment_made_by_hand_is_kept(clone: Path, machine: FakeMachine) -> None:
    environment = Environment(clone, machine)
    make_venv(environment.folder)
    machine.answers(str(environment.python), f"{VERSION}\n")
    (environment.folder / "mine").write_text("", "utf-8")
    environment.prepare("run", phases())
    assert (environment.folder / "mine").exists()
    assert not made(machine)


def test_an_environment_of_another_python_made_by_hand_is_replaced(
    clone: Path, machine: FakeMachine
) -> None:
    environment = Environment(clone, machine)
    make_venv(environment.folder)
    machine.answers(str(environment.python), "3.9\n")
    environment.prepare("run", phases())
    assert len(made(machine)) == 1


def test_a_download_that_fails_leaves_what_was_there(
    ready: Environment, machine: FakeMachine
) -> None:
    stamp = (ready.folder / STAMP).read_text("utf-8")
    with (ready.root / "packaging" / "requirements.lock").open("a") as lock:
        lock.write("three==3\n")
    machine.lines = ["WARNING: Retrying after NewConnectionError(...)", "ERROR: No luck"]
    machine.statuses = [1]
    with pytest.raises(SetupError) as caught:
        ready.prepare("run", phases())
    assert "Check the network" in caught.value.hint
    assert "ERROR: No luck" in caught.value.message
    assert (ready.folder / STAMP).read_text("utf-8") == stamp


def test_an_installation_that_breaks_off_half_way_is_not_taken_for_complete(
    ready: Environment, machine: FakeMachine
) -> None:
    with (ready.root / "packaging" / "requirements.lock").open("a") as lock:
        lock.write("three==3\n")
    machine.lines = PIP_OUTPUT
    machine.statuses = [1]
    with pytest.raises(SetupError):
        ready.prepare("run", phases())
    assert (ready.folder / STAMP).read_text("utf-8") == "{}"


def test_a_package_that_is_not_built_for_this_computer_is_told_from_a_network_that_is_down(
    clone: Path, machine: FakeMachine
) -> None:
    machine.lines = ["ERROR: No matching distribution found for pyside6-essentials==6.11.3"]
    machine.statuses = [1]
    with pytest.raises(SetupError) as caught:
        Environment(clone, machine).prepare("run", phases())
    assert "no pyside6-essentials built for this computer" in caught.value.hint
    assert "glibc 2.34" in caught.value.hint


def test_a_file_that_is_not_the_locked_one_is_called_that(
    clone: Path, machine: FakeMachine
) -> None:
    machine.lines = ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."]
    machine.statuses = [1]
    with pytest.raises(SetupError, match="could not be installed") as caught:
        Environment(clone, machine).prepare("run", phases())
    assert "not the file that was locked" in caught.value.hint


def test_progress_counts_the_packages(clone: Path, machine: FakeMachine) -> None:
    machine.lines = PIP_OUTPUT
    stream = io.StringIO()
    Environment(clone, machine).prepare("run", phases(stream))
    assert "Python packages ... 100 %" in stream.getvalue()


def test_ways_to_draw_are_remembered_and_added_up(ready: Environment) -> None:
    ready.remember_ways(["offscreen"])
    ready.remember_ways(["xcb"])
    assert ready.is_ready("run", ["offscreen", "xcb"])
    assert not ready.is_ready("run", ["wayland"])


def test_a_venv_that_python_cannot_make_is_reported(clone: Path) -> None:
    machine = FakeMachine()
    machine.answers(sys._base_executable, "Error: no space left", status=1)
    with pytest.raises(SetupError, match="no space left"):
        Environment(clone, machine).prepare("run", phases())


def test_on_windows_the_launcher_is_a_command_file(clone: Path) -> None:
    machine = FakeMachine(platform="win32")
    environment = Environment(clone, machine)

    def act(line: str) -> None:
        environment.packages.mkdir(parents=True, exist_ok=True)
        environment.programs.mkdir(parents=True, exist_ok=True)

    machine.on_call = act
    environment.prepare("run", phases())
    assert b"python.exe" in (environment.programs / "atom.cmd").read_bytes()


class OnlyPipIsFake(Machine):
    """A real computer on which pip has nothing to do."""

    def output(self, command: Sequence[str]) -> Outcome:
        return super().output([*command, "--without-pip"])

    def stream(self, command: Sequence[str], line: object) -> int:
        return 0


@pytest.mark.skipif(sys.platform == "win32", reason="the launcher is a shell script")
def test_the_launcher_works_in_a_folder_with_spaces_and_letters_of_any_kind(clone: Path) -> None:
    package = clone / "atom_desktop"
    package.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    (package / "__main__.py").write_text("import sys; print('atom', *sys.argv[1:])", "utf-8")
    environment = Environment(clone, OnlyPipIsFake(os.environ))
    environment.prepare("run", phases())
    command = [str(environment.programs / "atom"), "add", "two words"]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=True)
    assert done.stdout == "atom add two words\n"
