"""The page of an open vault: side bar, list, details, and everything that can be done there."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from atom_desktop.core.session import OpenVault
from atom_desktop.gui.bridge import Bridge
from atom_desktop.gui.desk import Desk
from atom_desktop.gui.icons import Icons
from atom_desktop.gui.runner import Runner
from atom_desktop.gui.shell.deeds import Deeds
from atom_desktop.gui.shell.detail import DetailPane
from atom_desktop.gui.shell.header import Header
from atom_desktop.gui.shell.keys import bind_keys
from atom_desktop.gui.shell.places import FIXED, LAST, Place, label_places, project_places
from atom_desktop.gui.shell.quick_add import QuickAdd
from atom_desktop.gui.shell.sidebar import SideBar
from atom_desktop.gui.shell.status import StatusBar
from atom_desktop.gui.shell.toasts import Toasts
from atom_desktop.gui.tasks.model import TaskModel
from atom_desktop.gui.tasks.source import Answer, TaskSource
from atom_desktop.gui.tasks.view import TaskListView
from atom_desktop.gui.tasks.words import ListWords, no_match_words
from atom_desktop.gui.theme.appearance import Appearance
from atom_desktop.model.change import Step
from atom_desktop.model.collections import Collection
from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.errors import AtomError
from atom_desktop.model.quick_add.draft import Draft
from atom_desktop.model.quick_add.parse import parse_line
from atom_desktop.model.quick_add.recogniser import Context

START: Final = "today"
SIDE_WIDTH: Final = 248
DETAIL_WIDTH: Final = 392
_NAMED: Final = frozenset({Collection.PROJECT, Collection.LABEL, Collection.SECTION})


class MainPage(QWidget):
    """Made when the vault is opened, gone when it is locked: `leave` empties every widget."""

    lock = Signal()
    quit = Signal()
    settings_changed = Signal()

    def __init__(
        self, desk: Desk, runner: Runner, appearance: Appearance, *, icons: Icons, bridge: Bridge
    ) -> None:
        """Show the vault that the session of `desk` has open."""
        super().__init__()
        self._desk = desk
        self._vault: OpenVault = desk.session.opened
        self._appearance = appearance
        self._place: Place = FIXED[0]
        theme = appearance.theme
        self.model = TaskModel()
        self.list = TaskListView(self.model, theme, icons)
        self.source = TaskSource(
            self._vault,
            self.model,
            jobs=desk.session.jobs,
            post=bridge.post,
            clock=desk.session.clock,
        )
        self.side = SideBar(theme, icons)
        self.header = Header(appearance, icons)
        self.detail = DetailPane(appearance)
        self.status = StatusBar(appearance, icons)
        self.toasts = Toasts(self, appearance)
        self.deeds = Deeds(runner, self.toasts)
        self.entry = QuickAdd(appearance, self._understand)
        self._stop_steps = self._vault.workspace.bus.listen(self._step, bridge.post)
        self._lay_out()
        self._connect()
        bind_keys(self)
        self._show_places()
        self.side.go(START)

    def quick_add(self) -> None:
        """Open the line for a new task."""
        self.entry.open()

    def show_failure(self, error: AtomError) -> None:
        """Say what went wrong."""
        self.toasts.fail(error)

    def leave(self) -> None:
        """Forget every task: the vault is being locked."""
        self._stop_steps()
        self.source.close()
        self.detail.clear()
        self.entry.forget()
        self.entry.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the messages in their corner."""
        super().resizeEvent(event)
        self.toasts.place()

    def toggle_detail(self, task_id: str = "") -> None:
        """Show the details of a task, or hide them if they are shown already."""
        wanted = task_id or (self.list.selected_ids() or ("",))[0]
        if not wanted or (self.detail.isVisible() and self.detail.task_id() == wanted):
            self.close_detail()
            return
        self.detail.show()
        self._show_detail(wanted)

    def close_detail(self) -> None:
        """Hide the details and go back to the list."""
        self.detail.hide()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_filter(self) -> None:
        """Go to the line that filters."""
        self.header.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.header.filter.selectAll()

    def _lay_out(self) -> None:
        px = self._appearance.theme.px
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.list, 1)
        parts = QSplitter()
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        for part in (self.side, middle, self.detail):
            parts.addWidget(part)
        parts.setStretchFactor(1, 1)
        parts.setSizes([px(SIDE_WIDTH), px(640), px(DETAIL_WIDTH)])
        self.side.setMinimumWidth(px(200))
        self.detail.setMinimumWidth(px(320))
        self.detail.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(parts, 1)
        layout.addWidget(self.status)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        view, deeds = self.list, self.deeds
        self.side.gone.connect(self._go)
        self.header.typed.connect(self._filter)
        self.header.add.connect(self.quick_add)
        self.header.filter.left.connect(partial(view.setFocus, Qt.FocusReason.OtherFocusReason))
        self.source.answered.connect(self._answered)
        self.source.refused.connect(
            lambda wrong: self.header.show_problem(wrong.message, wrong.start, wrong.end)
        )
        self.source.indexing.connect(self.header.show_indexing)
        self.source.completed.connect(view.show_completion)
        view.complete_requested.connect(deeds.complete)
        view.reopen_requested.connect(deeds.reopen)
        view.delete_requested.connect(self._delete)
        view.rename_requested.connect(deeds.rename)
        view.detail_requested.connect(self.toggle_detail)
        view.chosen.connect(self._chosen)
        self.detail.edited.connect(self._edited)
        self.detail.closed.connect(self.close_detail)
        self.entry.added.connect(lambda text: deeds.add(self._placed(text)))
        self.status.lock.connect(self.lock.emit)

    def _show_places(self) -> None:
        names = self._vault.index.names
        self.side.set_places([*FIXED, *project_places(names), *label_places(names), *LAST])

    def _go(self, place: Place) -> None:
        self._place = place
        self.header.show_place(place.title)
        self.source.show(place.query)

    def _filter(self, text: str) -> None:
        """Filter within the place; its own sorting stands behind what is typed."""
        query, _, sorting = self._place.query.partition(" sort by ")
        typed = text.strip()
        parts = [f"({part})" for part in (query, typed) if part]
        if not typed:
            self.source.typed(self._place.query)
            return
        behind = f" sort by {sorting}" if sorting else ""
        self.source.typed((" and ".join(parts) if query else typed) + behind)

    def _answered(self, answer: Answer) -> None:
        typed = self.header.filter.text().strip()
        self.header.show_count(answer.total, answer.explained)
        words = no_match_words(typed) if typed else ListWords(self._place.empty)
        self.list.set_words(words)
        self.status.show_saved()

    def _chosen(self, ids: tuple[str, ...] | None) -> None:
        if self.detail.isVisible() and ids and len(ids) == 1:
            self._show_detail(ids[0])

    def _show_detail(self, task_id: str) -> None:
        self.deeds.read(task_id, self.detail.show_task)

    def _edited(self, task_id: str, field: str, text: str) -> None:
        self.deeds.edit(task_id, field, text, partial(self.detail.show_failure, field))

    def _delete(self, ids: tuple[str, ...]) -> None:
        if self._place.key == "trash":
            self.deeds.restore(ids)
        else:
            self.deeds.delete(ids)

    def _step(self, step: Step) -> None:
        """Follow what was changed, here or from a terminal."""
        touched = {change.collection for change in step.changes}
        if touched & _NAMED:
            self._show_places()
        shown = self.detail.task_id()
        if shown and self.detail.isVisible() and any(one.id == shown for one in step.changes):
            self._show_detail(shown)
        self.status.show_saved()

    def _placed(self, text: str) -> str:
        """Return a line with what belongs to the place, unless it says so itself."""
        says = {span.kind for span in self._understand(text).spans}
        wanted = self._place.quick and self._place.says not in says
        return f"{text} {self._place.quick}" if wanted else text

    def _understand(self, text: str) -> Draft:
        """Read a line as quick-add will, without changing anything; "" says nothing."""
        session, names = self._desk.session, self._vault.index.names
        clock = session.clock
        moment = Moment(now=clock.now().replace(tzinfo=None), tz=clock.zone().key)
        return parse_line(
            text,
            Context(
                moment=moment,
                projects=names.names(Collection.PROJECT),
                labels=names.names(Collection.LABEL),
            ),
        )
