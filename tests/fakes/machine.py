"""A computer that answers as it was told to and remembers what it was asked."""

from collections.abc import Callable, Mapping, Sequence

from machine import Machine, Outcome

DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n'


class FakeMachine(Machine):
    """A Linux computer with the programs, answers and rights that a test gives it."""

    def __init__(
        self,
        *,
        environment: Mapping[str, str] | None = None,
        programs: Sequence[str] = (),
        root: bool = False,
        answer: bool | None = None,
        release: str = DEBIAN,
        platform: str = "linux",
    ) -> None:
        super().__init__(environment or {})
        self.platform = platform
        self.programs = set(programs)
        self.outputs: dict[str, list[Outcome]] = {}
        self.statuses: list[int] = []
        self.lines: list[str] = []
        self.asked: list[str] = []
        self.looked: list[str] = []
        self.called: list[str] = []
        self.became: list[str] = []
        self.on_call: Callable[[str], None] = lambda _command: None
        self._root = root
        self._answer = answer
        self._release = release

    def answers(self, start: str, *texts: str, status: int = 0) -> None:
        """Answer each command that begins with `start` with the next text, the last for ever."""
        self.outputs.setdefault(start, []).extend(Outcome(status, text) for text in texts)

    def output(self, command: Sequence[str]) -> Outcome:
        line = " ".join(command)
        self.looked.append(line)
        self.on_call(line)
        for start in sorted(self.outputs, key=len, reverse=True):
            if line.startswith(start):
                waiting = self.outputs[start]
                return waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return Outcome(0, "")

    def stream(self, command: Sequence[str], line: Callable[[str], None]) -> int:
        self.called.append(" ".join(command))
        for text in self.lines:
            line(text)
        self.on_call(self.called[-1])
        return self.statuses.pop(0) if self.statuses else 0

    def call(self, command: Sequence[str]) -> int:
        self.called.append(" ".join(command))
        self.on_call(self.called[-1])
        return self.statuses.pop(0) if self.statuses else 0

    def become(self, command: Sequence[str]) -> int:
        self.became = list(command)
        return 0

    def which(self, program: str) -> str | None:
        return f"/usr/bin/{program}" if program in self.programs else None

    def is_root(self) -> bool:
        return self._root

    def is_interactive(self) -> bool:
        return self._answer is not None

    def ask(self, question: str) -> bool:
        self.asked.append(question)
        return bool(self._answer)

    def os_release(self) -> str:
        return self._release
