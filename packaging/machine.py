"""What the set-up asks of the computer: start programs, look around, ask the person."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class SetupError(Exception):
    """The set-up cannot go on; the message says why, the hint what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended and what it wrote."""

    status: int
    text: str


class Machine:
    """The computer this runs on; tests hand in one of their own."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self.environment = dict(os.environ if environment is None else environment)
        self.platform = sys.platform
        # Files that the programs started here keep open, so that a lock outlives a killed set-up
        # for as long as its pip is still writing.
        self.held: tuple[int, ...] = ()

    def output(self, command: Sequence[str]) -> Outcome:
        """Run `command` to its end and return all that it wrote, in English."""
        environment = {**self.environment, "LC_ALL": "C"}
        try:
            done = subprocess.run(
                list(command),
                check=False,
                env=environment,
                pass_fds=self.held,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        except OSError as error:
            return Outcome(127, str(error))
        return Outcome(done.returncode, done.stdout.decode("utf-8", "replace"))

    def stream(self, command: Sequence[str], line: Callable[[str], None]) -> int:
        """Run `command` and hand over each line as it comes; return the exit status."""
        with subprocess.Popen(
            list(command),
            env=self.environment,
            pass_fds=self.held,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as running:
            if running.stdout is not None:
                for text in running.stdout:
                    line(text.rstrip())
        return running.returncode

    def call(self, command: Sequence[str]) -> int:
        """Run `command` on the person's own terminal, so that it can ask for a password."""
        sys.stdout.flush()
        try:
            return subprocess.call(list(command), env=self.environment)
        except OSError:
            return 127

    def become(self, command: Sequence[str]) -> int:
        """Turn into `command`; where the system cannot do that, run it and return its status."""
        sys.stdout.flush()
        sys.stderr.flush()
        if self.platform != "win32":
            os.execve(command[0], list(command), self.environment)  # noqa: S606 -- does not return
        return subprocess.call(list(command), env=self.environment)

    def which(self, program: str) -> str | None:
        """Return where `program` is, if it is on the search path."""
        return shutil.which(program, path=self.environment.get("PATH"))

    def is_root(self) -> bool:
        """Tell whether system packages can be installed without asking for a password."""
        return hasattr(os, "geteuid") and os.geteuid() == 0

    def is_interactive(self) -> bool:
        """Tell whether somebody is there to answer."""
        return sys.stdin is not None and sys.stdin.isatty() and "CI" not in self.environment

    def ask(self, question: str) -> bool:
        """Ask a question that Enter answers with yes."""
        try:
            answer = input(f"{question} [Y/n] ")
        except EOFError:
            return False
        return answer.strip().lower() in {"", "y", "yes"}

    def os_release(self) -> str:
        """Return the text by which a Linux distribution names itself."""
        for place in ("/etc/os-release", "/usr/lib/os-release"):
            try:
                return Path(place).read_text("utf-8")
            except OSError:
                continue
        return ""
