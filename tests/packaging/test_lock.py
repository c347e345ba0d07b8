"""The lock files: no addresses, only digests, and all that pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from audit import read_pins
from lock import compile_command, leave_out
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SHIPPED = (ROOT / "packaging" / "requirements.lock").read_text("utf-8")
TESTED = (ROOT / "packaging" / "requirements-test.lock").read_text("utf-8")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = {
    "linux": ("linux", "Linux", "posix", "x86_64"),
    "linux-arm": ("linux", "Linux", "posix", "aarch64"),
    "macos": ("darwin", "Darwin", "posix", "arm64"),
    "macos-intel": ("darwin", "Darwin", "posix", "x86_64"),
    "windows": ("win32", "Windows", "nt", "AMD64"),
}


def environment(python: str, system: str) -> dict[str, str]:
    platform, name, os_name, machine = SYSTEMS[system]
    return {
        **{key: str(value) for key, value in default_environment().items()},
        "python_version": python,
        "python_full_version": f"{python}.4",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "sys_platform": platform,
        "platform_system": name,
        "os_name": os_name,
        "platform_machine": machine,
    }


def pinned(text: str, where: dict[str, str]) -> dict[str, list[str]]:
    """Return the versions that a lock file gives each name on one system and Python."""
    found: dict[str, list[str]] = {}
    for pin in read_pins(text, shipped=True):
        requirement = Requirement(f"{pin.name}; {pin.marker}" if pin.marker else pin.name)
        if requirement.marker is None or requirement.marker.evaluate(where):
            found.setdefault(canonicalize_name(pin.name), []).append(pin.version)
    return found


@pytest.mark.parametrize("text", [SHIPPED, TESTED], ids=["shipped", "tested"])
def test_a_lock_file_holds_no_address(text: str) -> None:
    assert not re.search(r"https?:|file:|@ |--(?:extra-)?index-url|--find-links|-e ", text)


@pytest.mark.parametrize("text", [SHIPPED, TESTED], ids=["shipped", "tested"])
def test_every_line_of_a_lock_file_is_pinned_and_has_digests(text: str) -> None:
    entries = re.split(r"\n(?=[^\s#])", text.strip())
    assert entries
    for entry in entries:
        assert re.match(r"[\w.-]+==[\w.!+-]+", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_what_the_project_asks_for_is_locked_everywhere(python: str, system: str) -> None:
    where = environment(python, system)
    for line in PROJECT["project"]["dependencies"]:
        requirement = Requirement(line)
        if requirement.marker is not None and not requirement.marker.evaluate(where):
            continue
        (version,) = pinned(SHIPPED, where)[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), line


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_what_the_tests_ask_for_is_locked_everywhere(python: str, system: str) -> None:
    where = environment(python, system)
    both = {**pinned(SHIPPED, where), **pinned(TESTED, where)}
    for line in PROJECT["dependency-groups"]["dev"]:
        requirement = Requirement(line)
        (version,) = both[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), line


def test_no_name_is_locked_twice_for_one_place() -> None:
    for python in PYTHONS:
        where = environment(python, "linux")
        shipped, tested = pinned(SHIPPED, where), pinned(TESTED, where)
        assert all(len(versions) == 1 for versions in [*shipped.values(), *tested.values()])
        assert not shipped.keys() & tested.keys()


def test_a_mac_with_an_intel_processor_gets_the_last_cryptography_built_for_it() -> None:
    (intel,) = pinned(SHIPPED, environment("3.13", "macos-intel"))["cryptography"]
    (arm,) = pinned(SHIPPED, environment("3.13", "macos"))["cryptography"]
    assert int(intel.partition(".")[0]) < 49 <= int(arm.partition(".")[0])


def qt_versions(python: str) -> list[Requirement]:
    lines = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
    where = environment(python, "linux")
    return [
        line
        for line in lines
        if line.name == "pyside6-essentials" and line.marker and line.marker.evaluate(where)
    ]


@pytest.mark.parametrize("python", PYTHONS)
def test_no_python_gets_a_qt_that_loses_references_on_it(python: str) -> None:
    """6.12 aborts below Python 3.12 (tests/gui/test_signal_references.py)."""
    (qt,) = qt_versions(python)
    assert qt.specifier.contains("6.11.3")
    assert qt.specifier.contains("6.12.0") == (python != "3.11")
    assert not qt.specifier.contains("6.13.0")
    assert not qt.specifier.contains("6.8.0")


def test_every_runtime_dependency_has_a_lower_and_an_upper_bound() -> None:
    open_ended = {"tzdata"}  # its numbers are dates, and older is never better
    for line in PROJECT["project"]["dependencies"]:
        requirement = Requirement(line)
        operators = {part.operator for part in requirement.specifier}
        assert ">=" in operators, line
        assert "<" in operators or requirement.name in open_ended, line


def test_the_command_resolves_for_every_system_and_writes_no_address() -> None:
    command = compile_command("uv", "out.lock", "--upgrade")
    for option in ("--universal", "--generate-hashes", "--no-emit-index-url", "--no-header"):
        assert option in command
    assert command[-2:] == ["-o", "out.lock"]


def test_what_is_locked_already_is_left_out_of_the_second_file() -> None:
    lock = "a==1 ; x \\\n    --hash=sha256:0\na==2 ; y \\\nb==1 \\\n"
    assert leave_out(lock) == ["--no-emit-package", "a", "--no-emit-package", "b"]
