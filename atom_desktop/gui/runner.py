"""Runs commands and other slow work for the window, and brings the outcome back to it."""

from collections.abc import Callable
from typing import TypeVar

from atom_desktop.core.bus import Post, Report
from atom_desktop.core.commands import Commands, Context
from atom_desktop.core.jobs import Job, Progress
from atom_desktop.core.session import Session
from atom_desktop.model.errors import AtomError
from atom_desktop.model.json import Json, JsonObject

Result = TypeVar("Result")
Done = Callable[[Result], None]
Failed = Callable[[AtomError], None]
Told = Callable[[JsonObject], None]

ACTOR = "user"


def _ignore(_outcome: object) -> None:
    """Take an outcome that nobody waits for."""


class _Caller:
    """What a command sees of the window: where progress goes, and whether it was cancelled."""

    def __init__(self, progress: Progress, told: Told, post: Post) -> None:
        self._progress = progress
        self._told = told
        self._post = post

    def progress(self, report: JsonObject) -> None:
        """Bring a report to the window."""
        self._post(lambda: self._told(report))

    def cancelled(self) -> bool:
        """Tell whether the person gave up."""
        return self._progress.cancelled()


class Runner:
    """Used on the Qt thread; work runs on `session.jobs`, outcomes come back through `post`."""

    def __init__(
        self, session: Session, commands: Commands, *, post: Post, failed: Failed, report: Report
    ) -> None:
        """Show what goes wrong and has no place of its own with `failed`."""
        self._session = session
        self._commands = commands
        self._post = post
        self._failed = failed
        self._report = report
        self._left = False

    def for_page(self) -> "Runner":
        """Return a runner for a page that will be gone one day; then its `leave` is called."""
        return Runner(
            self._session,
            self._commands,
            post=self._post,
            failed=self._failed,
            report=self._report,
        )

    def leave(self) -> None:
        """Bring no outcome to the page any more; what still fails is shown by whoever is there."""
        self._left = True

    def fail(self, error: AtomError) -> None:
        """Show what went wrong where everything is shown that has no place of its own."""
        self._failed(error)

    def run(
        self,
        command: str,
        params: JsonObject,
        done: Done[Json] = _ignore,
        *,
        failed: Failed | None = None,
        told: Told = _ignore,
    ) -> Progress:
        """Run a command; the returned progress can cancel it."""

        def work(progress: Progress) -> Json:
            caller = _Caller(progress, self._unless_left(told), self._post)
            return self._commands.run(command, params, Context(self._session, ACTOR, caller))

        return self.work(command, work, done, failed=failed)

    def work(
        self,
        name: str,
        work: Callable[[Progress], Result],
        done: Done[Result] = _ignore,
        *,
        failed: Failed | None = None,
    ) -> Progress:
        """Do something that takes a while; the returned progress can cancel it."""
        job = self._session.jobs.start(name, work)
        job.when_done(lambda ended: self._ended(ended, done, failed or self._failed), self._post)
        return job.progress

    def _unless_left(self, told: Told) -> Told:
        return lambda report: None if self._left else told(report)

    def _ended(self, job: Job[Result], done: Done[Result], failed: Failed) -> None:
        try:
            result = job.result()
        except AtomError as error:
            (self._failed if self._left else failed)(error)
        except Exception as error:  # noqa: BLE001 -- a bug in a job is reported, the window goes on
            self._report(error)
        else:
            if not self._left:
                done(result)
