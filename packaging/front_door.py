"""Understands what the person wants, brings the set-up to where it is needed, and starts it."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from machine import Machine, SetupError
from phases import Phases
from setup_venv import Environment

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

VALUE_OPTIONS = frozenset({"--data", "--passphrase-file"})
WINDOWLESS_OPTIONS = frozenset({"--headless", "--help", "--version", "-h"})
WITHOUT_WINDOW = "Without a window ATOM runs as it is: add --headless."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person asked for."""

    purpose: str
    agreed: bool
    rest: tuple[str, ...]
    window: bool


def understand(arguments: Sequence[str]) -> Wish:
    """Take the set-up's own words out of the arguments; the rest goes to ATOM or to pytest."""
    rest = list(arguments)
    ahead: list[str] = []
    agreed = False
    while rest and rest[0].startswith("-"):
        word = rest.pop(0)
        if word == "--":
            break
        if word == "--yes":
            agreed = True
            continue
        ahead.append(word)
        if word in VALUE_OPTIONS and rest:
            ahead.append(rest.pop(0))
    if rest[:1] == ["test"] and not ahead:
        kept = tuple(word for word in rest[1:] if word != "--yes")
        return Wish(purpose="test", agreed=agreed or "--yes" in rest, rest=kept, window=False)
    words = (*ahead, *rest)
    commands = [word for word in rest if not word.startswith("-")]
    window = not commands and WINDOWLESS_OPTIONS.isdisjoint(words)
    return Wish(purpose="run", agreed=agreed, rest=words, window=window)


def enter(
    root: str, arguments: Sequence[str], machine: Machine | None = None, stream: TextIO = sys.stderr
) -> int:
    """Set up what is missing, then become ATOM or its tests; return the exit status."""
    machine = machine or Machine()
    wish = understand(arguments)
    environment = Environment(Path(root), machine)
    moving = stream.isatty() and "CI" not in machine.environment
    phases = Phases(stream, moving=moving and machine.environment.get("TERM") != "dumb")
    try:
        prepare(environment, wish, machine, phases)
    except SetupError as error:
        phases.say(error.message)
        if error.hint:
            phases.say(error.hint)
        return 1
    except OSError as error:
        phases.say(f"The set-up stopped: {error}.")
        phases.say("Check the free space and the rights of this folder, then start again.")
        return 1
    except KeyboardInterrupt:
        phases.say("Stopped. Starting again begins with what is missing.")
        return 130
    if wish.purpose == "test":
        checks = str(environment.root / "packaging" / "checks.py")
        return machine.become([str(environment.python), checks, *wish.rest])
    return machine.become([str(environment.python), "-P", "-m", "atom_desktop", *wish.rest])


def prepare(environment: Environment, wish: Wish, machine: Machine, phases: Phases) -> None:
    """Install what is not here yet: a Python environment, its packages, libraries for Qt."""
    ways = ways_needed(wish, machine)
    programs = programs_needed(wish, machine)
    if environment.is_ready(wish.purpose, ways) and not programs:
        return
    with only_one(environment.root, machine, phases):
        if not environment.is_ready(wish.purpose):
            _check_venv_module(environment, wish, machine, phases)
            environment.prepare(wish.purpose, phases)
        if not environment.is_ready(wish.purpose, ways):
            _find_libraries(environment, ways, wish, machine, phases)
            environment.remember_ways(ways)
        if programs:
            _install_programs(programs, wish, machine, phases)


def ways_needed(wish: Wish, machine: Machine) -> tuple[str, ...]:
    """Return the ways to draw for which Qt must find its libraries."""
    if wish.purpose == "run" and not wish.window:
        return ()
    if not machine.platform.startswith("linux"):
        return ()
    if wish.purpose == "test":
        return ("offscreen", "xcb") if "--real" in wish.rest else ("offscreen",)
    displays = {"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}
    ways = [way for way, variable in displays.items() if machine.environment.get(variable)]
    return ("offscreen", *ways) if ways else ()


def programs_needed(wish: Wish, machine: Machine) -> tuple[str, ...]:
    """Return the programs that tests on a real display need and that are not here."""
    if "--real" not in wish.rest or not machine.platform.startswith("linux"):
        return ()
    return tuple(name for name in ("Xvfb",) if machine.which(name) is None)


@contextmanager
def only_one(root: Path, machine: Machine, phases: Phases) -> Iterator[None]:
    """Let one set-up of a folder run at a time; the system frees the lock of a killed one."""
    try:
        handle = (root / ".bootstrap.lock").open("a")
    except OSError as error:
        message = f"ATOM cannot set itself up in {root}: {error.strerror}."
        hint = "Put its code into a folder that you may write to, and start it there."
        raise SetupError(message, hint) from error
    with handle:
        if not _lock(handle, wait=False):
            phases.say("Another set-up is at work in this folder; waiting for it.")
            while not _lock(handle, wait=True):
                continue
        if machine.platform != "win32":
            machine.held = (handle.fileno(),)
        try:
            yield
        finally:
            machine.held = ()


def _lock(handle: TextIO, *, wait: bool) -> bool:
    """Take the lock; with `wait` for as long as the system is willing to wait in one go."""
    try:
        if sys.platform == "win32":
            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _check_venv_module(
    environment: Environment, wish: Wish, machine: Machine, phases: Phases
) -> None:
    """See to it that this Python can make environments; Debian keeps that in a package."""
    if machine.output([sys.executable, "-c", "import ensurepip, venv"]).status == 0:
        return
    import system_libraries  # noqa: PLC0415 -- an ordinary start does without

    tool = system_libraries.choose_tool(machine, system_libraries.read_table())
    why = f"Python {environment.version} here cannot make environments (no venv or ensurepip)"
    if tool is None or not tool.venv:
        raise SetupError(f"{why}.", "Install a complete Python, then start again.")
    phases.say(f"{why}.")
    names = (tool.venv.format(version=environment.version),)
    system_libraries.install_packages(machine, tool, [names], why=why, agreed=wish.agreed)


def _find_libraries(
    environment: Environment, ways: Sequence[str], wish: Wish, machine: Machine, phases: Phases
) -> None:
    """Try whether Qt finds its libraries, and install those that it does not."""
    import system_libraries  # noqa: PLC0415 -- an ordinary start does without

    phases.begin("System libraries")
    missing = system_libraries.missing_libraries(machine, environment.packages, ways)
    if missing:
        phases.say(f"Qt misses {', '.join(missing)}.")
        tool = system_libraries.choose_tool(machine, system_libraries.read_table())
        try:
            system_libraries.install_libraries(machine, tool, missing, agreed=wish.agreed)
        except SetupError as error:
            hint = f"{error.hint}\n{WITHOUT_WINDOW}" if wish.window else error.hint
            raise SetupError(error.message, hint) from error
        still = system_libraries.missing_libraries(machine, environment.packages, ways)
        if still:
            message = f"Qt still misses {', '.join(still)} after the installation."
            raise SetupError(message, "Please report this with the name of your system.")
    phases.end()


def _install_programs(
    programs: Sequence[str], wish: Wish, machine: Machine, phases: Phases
) -> None:
    """Install the programs that tests on a real display use."""
    import system_libraries  # noqa: PLC0415 -- an ordinary start does without

    names = ", ".join(programs)
    phases.begin(f"Programs for --real ({names})")
    tool = system_libraries.choose_tool(machine, system_libraries.read_table())
    if tool is None:
        raise SetupError(f"--real needs {names}.", "Install it, then start again.")
    wanted = [(tool.real[name],) for name in programs]
    why = f"--real needs {names}"
    system_libraries.install_packages(machine, tool, wanted, why=why, agreed=wish.agreed)
    phases.end()
