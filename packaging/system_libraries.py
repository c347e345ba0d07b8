"""Finds the system libraries that Qt misses by trying, names them, and installs them if it may."""

import re
import shlex
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from machine import Machine, SetupError

TABLE = Path(__file__).with_name("system_packages.toml")
MISSING = re.compile(r"^\s*(\S+) => not found", re.MULTILINE)
PLUGINS = "PySide6/Qt/plugins"

# What is looked at for each way to draw: a file whose libraries are all there can be loaded.
PARTS = {
    "offscreen": (
        "PySide6/QtCore.abi3.so",
        "PySide6/QtGui.abi3.so",
        "PySide6/QtWidgets.abi3.so",
        "PySide6/QtSvg.abi3.so",
        "PySide6/QtTest.abi3.so",
        "PySide6/QtDBus.abi3.so",
        f"{PLUGINS}/platforms/libqoffscreen.so",
    ),
    "xcb": (
        f"{PLUGINS}/platforms/libqxcb.so",
        f"{PLUGINS}/xcbglintegrations/libqxcb-egl-integration.so",
    ),
    "wayland": (
        f"{PLUGINS}/platforms/libqwayland*.so",
        f"{PLUGINS}/wayland-shell-integration/libxdg-shell.so",
        f"{PLUGINS}/wayland-decoration-client/libbradient.so",
        f"{PLUGINS}/wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageTool:
    """The package program of one family of systems, and what it calls things."""

    name: str
    program: str
    like: tuple[str, ...]
    install: tuple[str, ...]
    libraries: dict[str, tuple[str, ...]]
    real: dict[str, str]
    refresh: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    capability: str = ""
    venv: str = ""

    def candidates(self, library: str) -> tuple[str, ...]:
        """Return the packages that may hold `library`, the likeliest first."""
        named = self.libraries.get(library, ())
        return named or ((self.capability.format(library=library),) if self.capability else ())


def read_table(path: Path = TABLE) -> tuple[PackageTool, ...]:
    """Return the package programs that ATOM knows."""
    table = tomllib.loads(path.read_text("utf-8"))
    return tuple(
        PackageTool(
            name=name,
            program=entry["program"],
            like=tuple(entry["like"]),
            install=tuple(entry["install"]),
            libraries={
                library: (packages,) if isinstance(packages, str) else tuple(packages)
                for library, packages in entry["libraries"].items()
            },
            real=entry["real"],
            refresh=tuple(entry.get("refresh", ())),
            known=tuple(entry.get("known", ())),
            capability=entry.get("capability", ""),
            venv=entry.get("venv", ""),
        )
        for name, entry in table.items()
    )


def choose_tool(machine: Machine, tools: Iterable[PackageTool]) -> PackageTool | None:
    """Return the package program of this system: by its name first, else the first one found."""
    words = re.findall(r"^ID(?:_LIKE)?=(.*)$", machine.os_release(), re.MULTILINE)
    family = {word for line in words for word in line.strip("\"'").split()}
    there = [tool for tool in tools if machine.which(tool.program)]
    for tool in there:
        if any(
            word == name or word.startswith(f"{name}-") for word in family for name in tool.like
        ):
            return tool
    return there[0] if there else None


def missing_libraries(machine: Machine, packages: Path, ways: Iterable[str]) -> tuple[str, ...]:
    """Return the libraries that Qt's files under `packages` ask for and do not get."""
    missing: set[str] = set()
    for way in ways:
        files = [file for part in PARTS[way] for file in sorted(packages.glob(part))]
        if not files:
            message = f"This PySide6 has no files for drawing with {way}."
            raise SetupError(message, "Delete the folder .venv and start again.")
        found = machine.output(["ldd", *map(str, files)])
        if found.status:
            message = f"ldd could not look at Qt's files: {found.text.strip()}"
            raise SetupError(
                message, "Install ldd (it comes with the C library), then start again."
            )
        missing.update(MISSING.findall(found.text))
    return tuple(sorted(missing))


def install_libraries(
    machine: Machine, tool: PackageTool | None, libraries: Sequence[str], *, agreed: bool
) -> None:
    """Install the packages that hold `libraries`, or raise with the command that would."""
    if tool is None:
        names = ", ".join(libraries)
        message = f"Qt needs system libraries that are not here: {names}."
        raise SetupError(message, "Install them with the package program of your system.")
    unknown = [library for library in libraries if not tool.candidates(library)]
    if unknown:
        message = f"Qt needs system libraries that are not here: {', '.join(unknown)}."
        raise SetupError(message, f"Find and install their packages with {tool.program}.")
    wanted = [tool.candidates(library) for library in libraries]
    install_packages(machine, tool, wanted, why=f"Qt needs {', '.join(libraries)}", agreed=agreed)


def install_packages(
    machine: Machine,
    tool: PackageTool,
    wanted: Sequence[tuple[str, ...]],
    *,
    why: str,
    agreed: bool,
) -> None:
    """Install one package of each tuple in `wanted`, after asking where asking is due."""
    packages, all_known = _pick(machine, tool, wanted)
    command = _as_root(machine, (*tool.install, *packages))
    shown = _shown(machine, command)
    if not (agreed or machine.is_root()):
        if not machine.is_interactive():
            raise SetupError(f"{why}.", f"Run: {shown}")
        if not machine.ask(f"{why}. Install with: {shown} ?"):
            raise SetupError(f"{why}.", f"When you are ready, run: {shown}")
    if tool.refresh and not all_known:
        machine.call(_as_root(machine, tool.refresh))
        packages, _ = _pick(machine, tool, wanted)
        command = _as_root(machine, (*tool.install, *packages))
    status = machine.call(command)
    if status and tool.refresh and all_known:
        # The lists were there but old: the packages they name may be gone from the servers.
        machine.call(_as_root(machine, tool.refresh))
        status = machine.call(command)
    if status:
        refresh = f"{_shown(machine, _as_root(machine, tool.refresh))} && " if tool.refresh else ""
        message = f"{why}, and {tool.program} could not install it (status {status})."
        raise SetupError(message, f"Run: {refresh}{_shown(machine, command)}")


def _pick(
    machine: Machine, tool: PackageTool, wanted: Iterable[tuple[str, ...]]
) -> tuple[list[str], bool]:
    """Return one package for each tuple, and whether every one is known to the lists."""
    picked: list[str] = []
    all_known = True
    for candidates in wanted:
        known = [name for name in candidates if _is_known(machine, tool, name)]
        all_known = all_known and bool(known)
        name = known[0] if known else candidates[-1]
        if name not in picked:
            picked.append(name)
    return picked, all_known


def _is_known(machine: Machine, tool: PackageTool, name: str) -> bool:
    if not tool.known:
        return True
    return machine.output((*tool.known, name)).status == 0


def _as_root(machine: Machine, command: tuple[str, ...]) -> tuple[str, ...]:
    if machine.is_root():
        return command
    if not machine.which("sudo"):
        return ("su", "-c", shlex.join(command))
    return ("sudo", *command) if machine.is_interactive() else ("sudo", "-n", *command)


def _shown(machine: Machine, command: tuple[str, ...]) -> str:
    """Return the command as a person would type it."""
    typed = [word for place, word in enumerate(command) if (place, word) != (1, "-n")]
    return shlex.join(typed) if not machine.is_root() else shlex.join(command)
