"""Makes and keeps the folder .venv, in which everything that ATOM needs is installed."""

import hashlib
import json
import re
import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from machine import Machine, SetupError
from phases import Phases

STAMP = "atom-setup.json"
LOCKS = {
    "run": ("requirements.lock",),
    "test": ("requirements.lock", "requirements-test.lock"),
}
LAST_LINES = 12
SYSTEMS = (
    "ATOM needs Windows 10, macOS 13 (14 with Python 3.12 or newer), or Linux with glibc 2.34 "
    "(x86-64) or 2.39 (ARM)."
)
SILENT = ("Requirement already", "Ignoring ")
UNREACHABLE = re.compile(r"NewConnectionError|NameResolution|ProxyError|SSLError|timed out")
NOT_BUILT = re.compile(r"No matching distribution found for ([\w.-]+)")
CHANGED = re.compile(r"DO NOT MATCH THE HASHES", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a complete .venv was made from; a .venv without a stamp is not complete."""

    python: str
    root: str
    locks: Mapping[str, str]
    installed: tuple[str, ...]
    ways: tuple[str, ...] = ()


class Environment:
    """The .venv of one clone."""

    def __init__(self, root: Path, machine: Machine) -> None:
        self.root = root
        self.folder = root / ".venv"
        self._machine = machine
        self._windows = machine.platform == "win32"
        self.version = "{}.{}".format(*sys.version_info[:2])
        self.programs = self.folder / ("Scripts" if self._windows else "bin")
        self.python = self.programs / ("python.exe" if self._windows else "python")
        library = "Lib" if self._windows else f"lib/python{self.version}"
        self.packages = self.folder / library / "site-packages"
        self._stamp_file = self.folder / STAMP

    def is_ready(self, purpose: str, ways: Sequence[str] = ()) -> bool:
        """Tell whether all that the lock files name is here, and Qt was seen to find its own."""
        stamp = self._stamp()
        return (
            stamp is not None
            and stamp.root == str(self.root)
            and self._locks(LOCKS[purpose]).items() <= stamp.locks.items()
            and set(ways) <= set(stamp.ways)
        )

    def prepare(self, purpose: str, phases: Phases) -> None:
        """Bring .venv to what the lock files of `purpose` say."""
        before = self._stamp()
        if before is None and not self._is_a_working_stranger():
            phases.begin("Python environment")
            self._create()
            phases.end()
        names = dict.fromkeys((*LOCKS[purpose], *(before.locks if before else ())))
        locks = self._locks(names)
        # From here to the new stamp a killed set-up leaves an empty one, and is begun anew.
        self._stamp_file.write_text("{}", "utf-8")
        try:
            self._install(list(locks), phases)
        except NothingInstalledError:
            if before is not None:
                self._write_stamp(before)
            raise
        self._write_launcher()
        ways = before.ways if before else ()
        self._write_stamp(
            Stamp(
                python=self.version,
                root=str(self.root),
                locks=locks,
                installed=self._installed(),
                ways=ways,
            )
        )

    def remember_ways(self, ways: Sequence[str]) -> None:
        """Note that Qt has been seen to find its libraries for these ways to draw."""
        stamp = self._stamp()
        if stamp is None:
            message = "The Python environment was changed while it was set up."
            raise SetupError(message, "Start again; it will be made anew.")
        self._write_stamp(replace(stamp, ways=tuple(sorted({*stamp.ways, *ways}))))

    def _locks(self, names: Sequence[str] | Mapping[str, None]) -> dict[str, str]:
        """Return the lock files with the digests of their texts."""
        folder = self.root / "packaging"
        return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}

    def _stamp(self) -> Stamp | None:
        """Return the stamp, if the last set-up came to its end and nothing is gone since."""
        try:
            raw = json.loads(self._stamp_file.read_text("utf-8"))
            stamp = Stamp(
                python=raw["python"],
                root=raw["root"],
                locks=raw["locks"],
                installed=tuple(raw["installed"]),
                ways=tuple(raw["ways"]),
            )
            there = {path.name for path in self.packages.iterdir()}
        except (OSError, ValueError, KeyError, TypeError):
            return None
        whole = self.python.exists() and there.issuperset(stamp.installed)
        return stamp if whole and stamp.python == self.version else None

    def _write_stamp(self, stamp: Stamp) -> None:
        fresh = self._stamp_file.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(stamp), indent=1), "utf-8")
        fresh.replace(self._stamp_file)

    def _is_a_working_stranger(self) -> bool:
        """Tell whether somebody made this .venv by hand, for this Python: then it is kept."""
        if self._stamp_file.exists() or not (self.folder / "pyvenv.cfg").exists():
            return False
        asked = "import pip, sys; print(*sys.version_info[:2], sep='.')"
        answer = self._machine.output([str(self.python), "-c", asked])
        return answer.status == 0 and answer.text.strip() == self.version

    def _create(self) -> None:
        if self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir()
        self._stamp_file.write_text("{}", "utf-8")
        base = getattr(sys, "_base_executable", sys.executable)
        made = self._machine.output([base, "-m", "venv", str(self.folder)])
        if made.status:
            message = f"Python could not make the environment {self.folder}.\n{made.text.strip()}"
            raise SetupError(message, "Check the free space and the rights of this folder.")

    def _install(self, locks: Sequence[str], phases: Phases) -> None:
        phases.begin("Python packages")
        reader = _PipReader(phases, self._count(locks))
        command = [str(self.python), "-m", "pip", "install"]
        command += ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-input"]
        command += ["--progress-bar", "off", "--disable-pip-version-check"]
        for name in locks:
            command += ["-r", str(self.root / "packaging" / name)]
        status = self._machine.stream(command, reader.read)
        if status:
            raise reader.error(status)
        phases.end()

    def _count(self, locks: Sequence[str]) -> int:
        texts = [(self.root / "packaging" / name).read_text("utf-8") for name in locks]
        return sum(len(re.findall(r"^\S+==", text, re.MULTILINE)) for text in texts)

    def _installed(self) -> tuple[str, ...]:
        return tuple(sorted(path.name for path in self.packages.glob("*.dist-info")))

    def _write_launcher(self) -> None:
        """Make the program `atom` in .venv, and let every Python there import atom_desktop."""
        # An import line may be plain ASCII whatever the folder is called; a bare path may not.
        line = f"import sys; sys.path.append({str(self.root)!a})\n"
        (self.packages / "atom_desktop.pth").write_text(line, "ascii")
        if self._windows:
            text = '@"%~dp0python.exe" -P -m atom_desktop %*\r\n'
            (self.programs / "atom.cmd").write_text(text, "ascii", newline="")
            return
        start = f'exec {shlex.quote(str(self.python))} -P -m atom_desktop "$@"'
        launcher = self.programs / "atom"
        launcher.write_text(f"#!/bin/sh\n{start}\n", "utf-8")
        launcher.chmod(0o755)


class NothingInstalledError(SetupError):
    """The packages could not be fetched; what was installed before is as it was."""


class _PipReader:
    """Follows what pip writes, for the progress shown and for the reason of a failure."""

    def __init__(self, phases: Phases, total: int) -> None:
        self._phases = phases
        self._total = total
        self._seen = 0
        self._lines: list[str] = []
        self._installing = False

    def read(self, line: str) -> None:
        """Take one line of pip's output."""
        self._lines.append(line)
        if line.startswith(("Collecting ", *SILENT)):
            self._seen += 1
            name = line.removeprefix("Collecting ").split(" ")[0]
            self._phases.step(min(self._seen, self._total), self._total, name)
        elif line.startswith("Installing collected packages"):
            self._installing = True
            self._phases.step(self._total, self._total, "unpacking")

    def error(self, status: int) -> SetupError:
        """Return what went wrong, in words."""
        said = "\n".join(self._lines)
        told = [line for line in self._lines if not line.startswith(SILENT)]
        tail = "\n".join(told[-LAST_LINES:])
        message = f"The Python packages could not be installed (pip ended with {status}).\n{tail}"
        hint = "Read the last lines above; starting again goes on from here."
        if CHANGED.search(said):
            hint = "A download is not the file that was locked: nothing of it was installed."
        elif UNREACHABLE.search(said):
            hint = "Check the network, or tell pip (pip.conf) which package index it can reach."
        elif found := NOT_BUILT.search(said):
            hint = (
                f"The package index has no {found[1]} built for this computer. {SYSTEMS}\n"
                "On such a computer: check which index pip is told to use (pip.conf)."
            )
        return (SetupError if self._installing else NothingInstalledError)(message, hint)
