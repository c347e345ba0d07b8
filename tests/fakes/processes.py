"""The real program in processes of its own, with a home that nobody else uses."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from atom_desktop.model.json import JsonObject

ROOT = Path(__file__).resolve().parent.parent.parent
PASSPHRASE = "correct horse battery"
PATIENCE = 60


@dataclass
class Home:
    """A person's home; `atom` runs the program there and waits for it."""

    root: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.root / "vault"

    def environ(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        runtime = self.root / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        kept = {
            name: os.environ[name]
            for name in ("PATH", "COVERAGE_PROCESS_START")
            if name in os.environ
        }
        return {
            **kept,
            "HOME": os.fspath(self.root),
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.fspath(ROOT),
            "TZ": "Europe/Berlin",
            "XDG_RUNTIME_DIR": os.fspath(runtime),
            "XDG_STATE_HOME": os.fspath(self.root / "state"),
            "XDG_CACHE_HOME": os.fspath(self.root / "cache"),
            "ATOM_DATA_DIR": os.fspath(self.data),
            **(extra or {}),
        }

    def secret(self, text: str = PASSPHRASE, name: str = "passphrase") -> str:
        """Write a passphrase file and return its path."""
        path = self.root / name
        path.write_text(text + "\n", "utf-8")
        return os.fspath(path)

    def atom(
        self, *words: str, given: str = "", environ: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command line and wait for its end."""
        return subprocess.run(
            [sys.executable, "-m", "atom_desktop", *words],
            cwd=self.root,
            env=self.environ(environ),
            input=given,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def done(self, *words: str, given: str = "") -> str:
        """Run a command line that must succeed; return what it printed."""
        ended = self.atom(*words, given=given)
        assert ended.returncode == 0, (words, ended.returncode, ended.stdout, ended.stderr)
        return ended.stdout

    def told(self, *words: str) -> JsonObject:
        """Run a command line that must succeed with --json; return its document."""
        document: JsonObject = json.loads(self.done("--json", *words))
        return document

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a process that stays; `end` ends it."""
        process = subprocess.Popen(
            [sys.executable, "-m", "atom_desktop", *words],
            cwd=self.root,
            env=self.environ(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def make_vault(self) -> str:
        """Make a vault and return its recovery code; commands then need the passphrase file."""
        code = self.root / "code"
        self.done(
            "--passphrase-file",
            self.secret(),
            "vault",
            "init",
            "--kdf",
            "floor",
            "--recovery-file",
            os.fspath(code),
        )
        return code.read_text("utf-8").strip()

    def end(self) -> None:
        """End everything that was started here."""
        self.atom("vault", "lock")
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)
