"""Reads a query on a worker thread, hands the list to the model, and keeps it true from then on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Signal

from atom_desktop.core.bus import Bus, Post
from atom_desktop.core.index.index import USUAL, Index, Indexing
from atom_desktop.core.index.names import NAMED
from atom_desktop.core.index.rows import CLOSED
from atom_desktop.core.index.view import View
from atom_desktop.core.jobs import Job, Jobs, Progress
from atom_desktop.core.session import Clock
from atom_desktop.core.workspace import Workspace, touched
from atom_desktop.gui.tasks.first_page import first_page
from atom_desktop.gui.tasks.model import TaskModel
from atom_desktop.gui.tasks.rows import Rows
from atom_desktop.model.change import Step
from atom_desktop.model.collections import Collection
from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.planned import wall_minutes
from atom_desktop.model.query.explain import explain
from atom_desktop.model.query.nodes import (
    And,
    Flag,
    FlagName,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    SortKey,
    Text,
)
from atom_desktop.model.query.parse import parse_query
from atom_desktop.model.query.problem import QueryError

TYPING_PAUSE: Final = 40
"""Milliseconds without a key before what was typed is looked for."""
SETTLES_AFTER: Final = 1000
"""Milliseconds without a change before the list is compared with one read anew."""
STAYS: Final = 2320
"""Milliseconds that a completed task stays: the orbit, and two seconds to take it back."""
MOST_STEPS: Final = 50
"""Rows that change at once and are moved one by one; beyond, the list is read anew."""
MOST_WORK: Final = 10_000_000
"""The same as a product with the length of the list, which each move copies: about 10 ms."""
_BY_THE_MINUTE: Final = frozenset({FlagName.OVERDUE, FlagName.DEFERRED})


class OpenTasks(Protocol):
    """What of an open vault a list needs; `core.session.OpenVault` is one."""

    @property
    def index(self) -> Index:
        """All tasks."""

    @property
    def workspace(self) -> Workspace:
        """Whose bus tells of steps."""

    @property
    def indexing(self) -> Bus[Indexing]:
        """Tells how far the full text is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found: the text, how it was read, and the number of tasks."""

    text: str
    query: Query
    view: View
    explained: str
    total: int


class TaskSource(QObject):
    """Fills a `TaskModel` with what a query finds in one open vault, until `close`.

    On the Qt thread; queries run on a worker, one at a time, the newest wins.
    """

    answered = Signal(object)
    """The `Answer` that is shown now."""
    refused = Signal(object)
    """A `QueryError`: where the text cannot be read; the list stays as it was."""
    indexing = Signal(object)
    """An `Indexing`: how many texts can be searched through the index."""
    completed = Signal(int)
    """The row of a task that was on the screen and has just been closed."""

    def __init__(
        self,
        vault: OpenTasks,
        model: TaskModel,
        *,
        jobs: Jobs,
        post: Post,
        clock: Clock,
        locale: QLocale | None = None,
        stays: int = STAYS,
    ) -> None:
        """Take the parts; `show` begins. `stays` is how long a completed task does, in ms."""
        super().__init__()
        self._index = vault.index
        self._model = model
        self._jobs, self._post, self._clock = jobs, post, clock
        self._stays = stays
        index, words = vault.index, locale or QLocale.system()
        self._rows = Rows(index.columns, index.names, words, self._now())
        self._text = self._read_last = ""
        self._query: Query | None = None
        self._fresh = True
        self._running = self._again = self._closed = False
        self._since: list[int] = []
        self._leaving: set[int] = set()
        self._was_ready = index.indexing().ready
        self._stops = (
            vault.workspace.bus.listen(self._step, post),
            vault.indexing.listen(self._indexed, post),
        )
        self._typing = self._timer(TYPING_PAUSE, self._ask)
        self._settling = self._timer(SETTLES_AFTER, self._ask)
        self._parting = self._timer(stays, self._part)
        self._minute = self._timer(0, self.minute_passed)
        self._day = self._today()
        model.outdated.connect(self.refresh)
        self._wait_for_the_minute()

    def show(self, text: str) -> None:
        """Show what a query finds, from its top; the first page at once where it is known."""
        self._text, self._fresh = text, True
        self._leaving.clear()
        if self._show_first_page():
            # Let it be painted before a worker makes the window share the processor.
            self._typing.start()
        else:
            self._ask()

    def typed(self, text: str) -> None:
        """Show what is found by a text that is still being typed."""
        self._text, self._fresh = text, True
        self._typing.start()

    def refresh(self) -> None:
        """Read the same query again and keep the place in the list."""
        self._ask()

    def close(self) -> None:
        """Stop following, and forget every task: the vault is being locked."""
        self._closed = True
        for stop in self._stops:
            stop()
        for timer in (self._typing, self._settling, self._parting, self._minute):
            timer.stop()
        self._model.clear()

    def minute_passed(self) -> None:
        """See all dates anew; at midnight, and where the list goes by the hour, read it again."""
        today = self._today()
        if today != self._day or (self._query is not None and _by_the_minute(self._query.where)):
            self._day = today
            self._ask()
        self._model.time_passed(self._now())
        self._wait_for_the_minute()

    def _show_first_page(self) -> bool:
        if not self._index.first or self._query is not None:
            return False
        try:
            page = first_page(self._index, self._understood(self._text))
        except QueryError:  # told when it is asked
            return False
        if page is not None:
            self._model.show(page, self._rows, keep=False)
            self._fresh = False
        return page is not None

    def _ask(self) -> None:
        if self._closed:
            return
        self._typing.stop()
        self._settling.stop()
        if self._running:
            self._again = True
            return
        self._running, self._again, self._since = True, False, []
        text = self._text
        job = self._jobs.start("list", lambda progress: self._read(text, progress))
        job.when_done(self._came, self._post)

    def _read(self, text: str, _progress: Progress) -> Answer:
        """Read the query and find its tasks; runs on a worker thread."""
        query = self._understood(text)
        view = self._index.view(query, hasty=True)
        return Answer(text, query, view, explain(query), len(view))

    def _understood(self, text: str) -> Query:
        if not text.strip():
            return USUAL
        names = self._index.names
        moment = Moment(now=self._clock.now().replace(tzinfo=None), tz=self._clock.zone().key)
        return parse_query(
            text,
            moment,
            projects=names.names(Collection.PROJECT),
            labels=names.names(Collection.LABEL),
        )

    def _came(self, job: Job[Answer]) -> None:
        self._running = False
        if self._closed:
            return
        if self._again:
            self._ask()
            return
        try:
            answer = job.result(0)
        except QueryError as problem:
            # From now on what is shown is kept true: the last text that could be read.
            self._text, self._fresh = self._read_last, False
            self.refused.emit(problem)
            return
        self._take(answer)

    def _take(self, answer: Answer) -> None:
        # What changed while the worker was reading may or may not be in its list.
        for step in answer.view.steps(self._since):
            answer.view.do(step)
        if self._leaving and not self._fresh:
            self._settling.start()
            return
        self._query, self._read_last = answer.query, answer.text
        keep, self._fresh = not self._fresh, False
        self._rows.forget(self._now())
        self._model.show(answer.view, self._rows, keep=keep)
        self.answered.emit(answer)

    def _step(self, step: Step) -> None:
        changed = touched(step)
        rows = self._index.rows_of(changed)
        if any(kind in NAMED for kind, _ in changed):
            self._rows.forget()
            self._model.look_at_all_again()
            self._ask()
        if not rows:
            return
        if self._running:
            self._since += rows
        if len(rows) > MOST_STEPS or len(rows) * len(self._model.listing) > MOST_WORK:
            self._ask()
            return
        self._follow(rows)
        self._settling.start()

    def _follow(self, rows: list[int]) -> None:
        staying = self._just_closed(rows)
        self._leaving |= staying
        self._leaving -= {row for row in rows if row not in staying}
        self._rows.forget()
        for row in staying:
            self._model.look_again(row)
            self.completed.emit(row)
        if staying:
            self._parting.start()
        self._model.follow([row for row in rows if row not in staying])
        for row in self._waiting_for(rows):
            self._model.look_again(row)

    def _just_closed(self, rows: Iterable[int]) -> set[int]:
        """Return the rows that are shown, were open and are closed now; they stay for a moment."""
        if self._query is None or not self._stays or _sorted_by_closing(self._query):
            return set()
        status = self._index.columns.cells["status"]
        seen = ((row, self._rows.seen(row)) for row in rows if status[row] in CLOSED)
        return {row for row, task in seen if task is not None and not task.closed}

    def _part(self) -> None:
        """Let the tasks go that were completed a moment ago."""
        leaving, self._leaving = self._leaving, set()
        self._model.follow(leaving)

    def _waiting_for(self, rows: Iterable[int]) -> list[int]:
        """Return the rows whose tasks wait for one of these."""
        columns = self._index.columns
        ids = {columns.id_of(row) for row in rows}
        return [row for row, held in list(columns.depends.items()) if not ids.isdisjoint(held)]

    def _indexed(self, indexing: Indexing) -> None:
        became_ready = indexing.ready and not self._was_ready
        self._was_ready = indexing.ready
        self.indexing.emit(indexing)
        if became_ready and self._query is not None and _asks_for_text(self._query.where):
            self._ask()

    def _wait_for_the_minute(self) -> None:
        if not self._closed:
            self._minute.start((60 - self._clock.now().second) * 1000)

    def _now(self) -> int:
        return wall_minutes(self._clock.now().replace(tzinfo=None))

    def _today(self) -> int:
        return self._clock.now().date().toordinal()

    def _timer(self, milliseconds: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(milliseconds)
        timer.timeout.connect(call)
        return timer


def _nodes(node: Node) -> Iterable[Node]:
    """Yield a condition and all that are inside it."""
    yield node
    inside: tuple[Node, ...] = ()
    if isinstance(node, And | Or):
        inside = node.parts
    elif isinstance(node, Not):
        inside = (node.part,)
    for part in inside:
        yield from _nodes(part)


def _by_the_minute(node: Node) -> bool:
    return any(isinstance(one, Flag) and one.name in _BY_THE_MINUTE for one in _nodes(node))


def _asks_for_text(node: Node) -> bool:
    return any(isinstance(one, Text | Phrase) for one in _nodes(node))


def _sorted_by_closing(query: Query) -> bool:
    """Whether closing a task moves it in the list."""
    return any(sort.key in {SortKey.DONE, SortKey.CHANGED} for sort in query.sort)
