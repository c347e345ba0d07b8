import io
import subprocess
import sys
import threading
from pathlib import Path

import front_door
import pytest
from front_door import enter, understand, ways_needed
from machine import Machine, SetupError
from setup_venv import Environment

from tests.fakes.machine import FakeMachine


@pytest.mark.parametrize(
    ("words", "purpose", "agreed", "rest", "window"),
    [
        ("", "run", False, "", True),
        ("--yes", "run", True, "", True),
        ("--headless", "run", False, "--headless", False),
        ("--demo", "run", False, "--demo", True),
        ("--data test", "run", False, "--data test", True),
        ("--yes --data d list --json", "run", True, "--data d list --json", False),
        ("done --query q --yes", "run", False, "done --query q --yes", False),
        ("-- --help", "run", False, "--help", False),
        ("test", "test", False, "", False),
        ("--yes test", "test", True, "", False),
        ("test --yes --real -k x", "test", True, "--real -k x", False),
    ],
)
def test_words_of_the_set_up_are_told_from_those_of_atom(
    words: str, purpose: str, agreed: bool, rest: str, window: bool
) -> None:
    wish = understand(words.split())
    found = (wish.purpose, wish.agreed, " ".join(wish.rest), wish.window)
    assert found == (purpose, agreed, rest, window)


@pytest.mark.parametrize(
    ("words", "environment", "ways"),
    [
        ("", {}, ()),
        ("", {"DISPLAY": ":0"}, ("offscreen", "xcb")),
        ("", {"WAYLAND_DISPLAY": "wayland-0"}, ("offscreen", "wayland")),
        ("--headless", {"DISPLAY": ":0"}, ()),
        ("list", {"DISPLAY": ":0"}, ()),
        ("test", {}, ("offscreen",)),
        ("test", {"DISPLAY": ":0"}, ("offscreen",)),
        ("test --real", {}, ("offscreen", "xcb")),
    ],
)
def test_qt_needs_libraries_only_for_what_will_be_drawn(
    words: str, environment: dict[str, str], ways: tuple[str, ...]
) -> None:
    machine = FakeMachine(environment=environment)
    assert ways_needed(understand(words.split()), machine) == ways


def test_elsewhere_qt_brings_all_it_needs() -> None:
    machine = FakeMachine(environment={"DISPLAY": ":0"}, platform="darwin")
    assert ways_needed(understand(["test"]), machine) == ()


def run(clone: Path, machine: FakeMachine, *words: str) -> tuple[int, str]:
    stream = io.StringIO()
    status = enter(str(clone), words, machine, stream)
    return status, stream.getvalue()


def add_qt(clone: Path, way: str = "offscreen") -> None:
    """Lay out the files that are looked at for one way to draw."""
    parts = {"offscreen": "libqoffscreen.so", "xcb": "libqxcb.so"}
    packages = Environment(clone, FakeMachine()).packages
    platforms = packages / "PySide6" / "Qt" / "plugins" / "platforms"
    platforms.mkdir(parents=True, exist_ok=True)
    (platforms / parts[way]).write_bytes(b"")


def test_a_bare_clone_is_set_up_and_opened(clone: Path, machine: FakeMachine) -> None:
    status, text = run(clone, machine, "--headless")
    assert status == 0
    assert machine.became[1:] == ["-P", "-m", "atom_desktop", "--headless"]
    assert machine.became[0] == str(clone / ".venv" / "bin" / "python")
    assert "Python packages: done" in text


def test_the_second_start_says_and_does_nothing_but_start(
    clone: Path, machine: FakeMachine
) -> None:
    run(clone, machine, "--headless")
    machine.called.clear()
    machine.looked.clear()
    status, text = run(clone, machine, "--headless")
    assert (status, text, machine.called, machine.looked) == (0, "", [], [])
    assert machine.became


def test_the_tests_are_started_with_the_words_for_pytest(clone: Path, machine: FakeMachine) -> None:
    make_with_qt(clone, machine)
    status, _ = run(clone, machine, "test", "-k", "two words")
    assert status == 0
    assert machine.became[1:] == [str(clone / "packaging" / "checks.py"), "-k", "two words"]


def make_with_qt(clone: Path, machine: FakeMachine, *ways: str) -> None:
    before = machine.on_call

    def act(line: str) -> None:
        before(line)
        if " -m pip install " in line:
            for way in ways or ("offscreen",):
                add_qt(clone, way)

    machine.on_call = act


def test_missing_libraries_are_installed_and_looked_for_again(
    clone: Path, machine: FakeMachine
) -> None:
    make_with_qt(clone, machine)
    machine.programs |= {"apt-get", "sudo"}
    machine.answers("ldd", "\tlibEGL.so.1 => not found\n", "")
    status, text = run(clone, machine, "test", "--yes")
    assert status == 0
    assert "Qt misses libEGL.so.1." in text
    assert machine.called[-1].endswith("libegl1")
    assert machine.became


def test_libraries_that_are_still_missing_afterwards_stop_the_start(
    clone: Path, machine: FakeMachine
) -> None:
    make_with_qt(clone, machine)
    machine.programs |= {"apt-get", "sudo"}
    machine.answers("ldd", "\tlibEGL.so.1 => not found\n")
    status, text = run(clone, machine, "test", "--yes")
    assert status == 1
    assert "still misses libEGL.so.1" in text
    assert not machine.became


def test_libraries_that_may_not_be_installed_leave_the_way_without_a_window(
    clone: Path, machine: FakeMachine
) -> None:
    make_with_qt(clone, machine, "offscreen", "xcb")
    machine.environment["DISPLAY"] = ":0"
    machine.programs |= {"apt-get", "sudo"}
    machine.answers("ldd", "\tlibxcb-cursor.so.0 => not found\n")
    status, text = run(clone, machine)
    assert status == 1
    assert "Run: sudo apt-get install -y --no-install-recommends libxcb-cursor0" in text
    assert "add --headless" in text
    assert not machine.became


def test_a_python_without_venv_gets_the_package_of_its_system(
    clone: Path, machine: FakeMachine
) -> None:
    machine.programs |= {"apt-get", "sudo"}
    machine.answers(f"{sys.executable} -c", "No module named ensurepip", status=1)
    status, text = run(clone, machine, "--yes", "--headless")
    assert status == 0
    assert "cannot make environments" in text
    version = Environment(clone, machine).version
    assert machine.called[0].endswith(f"python{version}-venv")


def test_a_python_without_venv_and_no_package_program_says_so(
    clone: Path, machine: FakeMachine
) -> None:
    machine.answers(f"{sys.executable} -c", "No module named ensurepip", status=1)
    status, text = run(clone, machine, "--headless")
    assert status == 1
    assert "Install a complete Python" in text


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    gone = tmp_path / "not" / "there"
    phases = front_door.Phases(io.StringIO(), moving=False)
    with (
        pytest.raises(SetupError, match="cannot set itself up in") as caught,
        front_door.only_one(gone, FakeMachine(), phases),
    ):
        pass
    assert "a folder that you may write to" in caught.value.hint


def test_a_full_disk_is_told_in_one_line(clone: Path, machine: FakeMachine) -> None:
    def fill(line: str) -> None:
        if " -m venv " in line:
            raise OSError(28, "No space left on device")

    machine.on_call = fill
    status, text = run(clone, machine, "--headless")
    assert status == 1
    assert "No space left on device" in text
    assert "Traceback" not in text


def test_stopping_with_the_keyboard_is_not_a_fault(clone: Path, machine: FakeMachine) -> None:
    def interrupt(line: str) -> None:
        raise KeyboardInterrupt

    machine.on_call = interrupt
    status, text = run(clone, machine, "--headless")
    assert status == 130
    assert "Stopped." in text


def test_a_real_display_for_tests_comes_as_a_package(clone: Path, machine: FakeMachine) -> None:
    make_with_qt(clone, machine, "offscreen", "xcb")
    machine.programs |= {"apt-get", "sudo"}
    status, _ = run(clone, machine, "test", "--real", "--yes")
    assert status == 0
    assert machine.called[-1].endswith(" xvfb")


def test_two_set_ups_at_once_wait_for_each_other(clone: Path, machine: FakeMachine) -> None:
    """The second one says that it waits, and finds all done when its turn comes."""
    waits = threading.Event()

    class Watched(io.StringIO):
        def write(self, text: str) -> int:
            if "waiting for it" in text:
                waits.set()
            return super().write(text)

    stream = Watched()
    statuses: list[int] = []
    with (clone / ".bootstrap.lock").open("a") as first:
        assert front_door._lock(first, wait=False)
        second = threading.Thread(  # noqa: TID251 -- two set-ups at once are the point here
            target=lambda: statuses.append(enter(str(clone), ["--headless"], machine, stream))
        )
        second.start()
        assert waits.wait(30)
        assert not machine.called
        Environment(clone, machine).prepare("run", front_door.Phases(io.StringIO(), moving=False))
        machine.called.clear()
    second.join(30)
    assert statuses == [0]
    assert machine.called == []


@pytest.mark.skipif(sys.platform == "win32", reason="there a lock ends with its process")
def test_the_lock_of_a_killed_set_up_lasts_until_its_pip_has_ended(clone: Path) -> None:
    machine = Machine()
    phases = front_door.Phases(io.StringIO(), moving=False)
    code = "import sys; print('up', flush=True); sys.stdin.read()"
    with front_door.only_one(clone, machine, phases):
        pip = subprocess.Popen(
            [sys.executable, "-c", code],
            pass_fds=machine.held,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
    with pip, (clone / ".bootstrap.lock").open("a") as second:
        assert pip.stdout is not None
        assert pip.stdout.readline() == b"up\n"
        assert not front_door._lock(second, wait=False)
        pip.communicate()
        assert front_door._lock(second, wait=False)
