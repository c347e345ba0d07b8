"""The page of an open vault: side bar, list, details, and everything that can be done there."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from atom_desktop.core.session import OpenVault
from atom_desktop.gui.bridge import Bridge
from atom_desktop.gui.desk import Desk
from atom_desktop.gui.fields import Hair
from atom_desktop.gui.icons import Icons
from atom_desktop.gui.runner import Runner
from atom_desktop.gui.shell.banners import Banners
from atom_desktop.gui.shell.carried import START, Carried
from atom_desktop.gui.shell.counting import Counting
from atom_desktop.gui.shell.deeds import Deeds
from atom_desktop.gui.shell.detail import DetailPane
from atom_desktop.gui.shell.export_sheet import ExportSheet
from atom_desktop.gui.shell.header import Header
from atom_desktop.gui.shell.import_sheet import ImportSheet
from atom_desktop.gui.shell.keys import bind_keys
from atom_desktop.gui.shell.keys_sheet import KeysSheet
from atom_desktop.gui.shell.menus import main_menu, show_menu, task_menu
from atom_desktop.gui.shell.news import ON_THE_SPOT, News, NewsRead
from atom_desktop.gui.shell.panes import NARROW, Panes
from atom_desktop.gui.shell.places import (
    FIXED,
    LAST,
    SETTINGS,
    Place,
    label_places,
    project_places,
)
from atom_desktop.gui.shell.preferences import Preferences
from atom_desktop.gui.shell.quick_add import QuickAdd
from atom_desktop.gui.shell.settings_page import SettingsPage
from atom_desktop.gui.shell.sheet import Sheet
from atom_desktop.gui.shell.side_head import SideHead, SidePane
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
from atom_desktop.model.query.nodes import Query
from atom_desktop.model.query.parse import parse_query
from atom_desktop.model.quick_add.draft import Draft
from atom_desktop.model.quick_add.parse import parse_line
from atom_desktop.model.quick_add.recogniser import Context

_NAMED: Final = frozenset({Collection.PROJECT, Collection.LABEL, Collection.SECTION})


class MainPage(QWidget):
    """Made when the vault is opened, gone when it is locked: `leave` empties every widget."""

    lock = Signal()
    quit = Signal()
    settings_changed = Signal()

    def __init__(
        self,
        desk: Desk,
        runner: Runner,
        appearance: Appearance,
        *,
        icons: Icons,
        bridge: Bridge,
        carried: Carried | None = None,
        read: NewsRead | None = None,
    ) -> None:
        """Show the vault that the session of `desk` has open."""
        super().__init__()
        self._desk = desk
        self._runner = runner.for_page()
        self._vault: OpenVault = desk.session.opened
        self.appearance = appearance
        self.icons = icons
        self._place: Place = FIXED[0]
        self._before: Place = FIXED[0]
        self._focus_setting = ""
        self._make_parts(bridge)
        self._stop_steps = self._vault.workspace.bus.listen(self._step, bridge.post)
        self.news = News(
            desk.session.notices,
            read or NewsRead(),
            bridge.post,
            banners=self.banners,
            toasts=self.toasts,
            unsaved=self.status.show_unsaved,
            use_clock=self._use_clock,
        )
        self._lay_out()
        self._connect()
        bind_keys(self)
        self._show_places()
        self._go_back_to(carried or Carried())

    def quick_add(self) -> None:
        """Open the line for a new task."""
        self.entry.open()

    def show_failure(self, error: AtomError) -> None:
        """Say what went wrong."""
        self.news.fail(error)

    def carry(self) -> Carried:
        """Return where somebody is."""
        self.detail.save()
        return Carried(
            place=self._place.key,
            before=self._before.key,
            filtered=self.header.filter.text(),
            line=self.entry.kept(),
            detail="" if self.detail.isHidden() else self.detail.task_id(),
            setting=self.settings.focused(),
        )

    def leave(self) -> None:
        """Forget every task: the vault is being locked."""
        self._runner.leave()
        self._stop_steps()
        self.news.stop()
        self.counting.close()
        self.source.close()
        self.detail.clear()
        self.header.filter.clear()
        self.entry.forget()
        self.entry.deleteLater()
        for sheet in self.findChildren(Sheet):
            sheet.reject()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the messages in their corner."""
        super().resizeEvent(event)
        self.header.set_narrow(narrow=self.panes.room() < NARROW)
        self.toasts.place()

    def toggle_detail(self, task_id: str = "") -> None:
        """Show the details of a task, or hide them if they are shown already."""
        wanted = task_id or (self.list.selected_ids() or ("",))[0]
        if not wanted or (self.detail.isVisible() and self.detail.task_id() == wanted):
            self.close_detail()
            return
        self.panes.show_detail(shown=True)
        self._show_detail(wanted)
        if not self.list.isVisible():
            self.detail.lines["title"].setFocus(Qt.FocusReason.OtherFocusReason)

    def close_detail(self) -> None:
        """Hide the details and go back to the list."""
        self.panes.show_detail(shown=False)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_filter(self) -> None:
        """Go to the line that filters."""
        if self.detail.isVisible() and not self.list.isVisible():
            self.close_detail()
        self.header.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.header.filter.selectAll()

    def toggle_side(self) -> None:
        """Show the side bar or hide it."""
        self.panes.toggle_side()

    def in_trash(self) -> bool:
        """Whether the trash is shown."""
        return self._place.key == "trash"

    def ask_import(self) -> None:
        """Let a file be chosen, and show what is in it."""
        chosen, _ = QFileDialog.getOpenFileName(self, "Import a file", str(Path.home()))
        if chosen:
            self.show_import(Path(chosen))

    def show_import(self, path: Path) -> None:
        """Show what is in a file, and offer to bring it in."""
        sheet = ImportSheet(
            self, self.appearance, runner=self._runner, deeds=self.deeds, path=path.absolute()
        )
        sheet.open()

    def ask_export(self) -> None:
        """Ask how everything is to be written to a file."""
        ExportSheet(self, self.appearance, self._runner).open()

    def show_keys(self) -> None:
        """Show what the keys do."""
        KeysSheet(self, self.appearance).open()

    def open_settings(self) -> None:
        """Go to the settings, or back from them."""
        self.side.go(self._before.key if self._place is SETTINGS else SETTINGS.key)

    def _make_parts(self, bridge: Bridge) -> None:
        appearance, icons, session = self.appearance, self.icons, self._desk.session
        theme = appearance.theme
        self.model = TaskModel()
        self.settings = SettingsPage(appearance)
        self.preferences = Preferences(self._runner, self._vault.settings, self.settings)
        self.list = TaskListView(self.model, theme, icons, motion=self.preferences.moves)
        self.source = TaskSource(
            self._vault, self.model, jobs=session.jobs, post=bridge.post, clock=session.clock
        )
        self.counting = Counting(
            self._vault.index, self._read_query, jobs=session.jobs, post=bridge.post
        )
        self.side = SideBar(theme, icons)
        name = "Demo vault" if self._desk.passphrase else "Your vault"
        self.side_head = SideHead(appearance, icons, name)
        self.header = Header(appearance, icons)
        self.banners = Banners(appearance, icons)
        self.detail = DetailPane(appearance, icons, lambda: session.clock.now().date())
        self.status = StatusBar(appearance, icons)
        self.toasts = Toasts(self, appearance, icons)
        self.deeds = Deeds(self._runner, self.toasts)
        self.entry = QuickAdd(appearance, icons, self._understand)

    def _lay_out(self) -> None:
        theme = self.appearance.theme
        lists = QWidget()
        column = QVBoxLayout(lists)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.banners):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        self.middle = QStackedWidget()
        self.middle.addWidget(lists)
        self.middle.addWidget(self.settings)
        side = SidePane(self.appearance, self.side_head, self.side)
        self.panes = Panes(theme, side, self.middle, self.detail)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.panes, 1)
        layout.addWidget(Hair(theme))
        layout.addWidget(self.status)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        view, deeds, entry = self.list, self.deeds, self.entry
        self.side.gone.connect(self._go)
        self.side_head.hide_side.connect(self.toggle_side)
        self.header.typed.connect(self._filter)
        self.header.add.connect(self.quick_add)
        self.header.more.clicked.connect(self._show_more)
        self.header.filter.left.connect(partial(view.setFocus, Qt.FocusReason.OtherFocusReason))
        self.source.answered.connect(self._answered)
        self.source.refused.connect(
            lambda wrong: self.header.show_problem(wrong.message, wrong.start, wrong.end)
        )
        self.source.indexing.connect(self.header.show_indexing)
        self.source.completed.connect(view.show_completion)
        self.counting.counted.connect(self.side.show_counts)
        view.complete_requested.connect(deeds.complete)
        view.reopen_requested.connect(deeds.reopen)
        view.delete_requested.connect(self._delete)
        view.rename_requested.connect(deeds.rename)
        view.detail_requested.connect(self.toggle_detail)
        view.chosen.connect(self._chosen)
        view.menu_requested.connect(lambda ids, point: show_menu(task_menu(self, ids), point))
        self.detail.edited.connect(self._edited)
        self.detail.closed.connect(self.close_detail)
        entry.added.connect(lambda text: deeds.add(self._placed(text), entry.outcome(text)))
        self.status.lock.connect(self.lock.emit)
        self.preferences.applied.connect(self._settings_applied)
        self.preferences.failed.connect(self.show_failure)
        self.settings.left.connect(self.open_settings)

    def _settings_applied(self) -> None:
        self.list.motion = self.preferences.moves
        self.settings_changed.emit()

    def _show_places(self) -> None:
        names = self._vault.index.names
        self.side.set_places([*FIXED, *project_places(names), *label_places(names), *LAST])

    def _go_back_to(self, carried: Carried) -> None:
        self.header.show_indexing(self._vault.index.indexing())
        self._focus_setting = carried.setting
        self.counting.soon()
        if carried.place == SETTINGS.key:
            self.side.go(carried.before)
        self.side.go(carried.place)
        if self.side.place() is None:
            self.side.go(START)
        self.entry.bring_back(carried.line)
        if carried.filtered:
            self.header.filter.setText(carried.filtered)
        if carried.detail:
            self.toggle_detail(carried.detail)

    def _go(self, place: Place) -> None:
        if self._place is not SETTINGS:
            self._before = self._place
        self._place = place
        self.panes.went()
        self.middle.setCurrentIndex(1 if place is SETTINGS else 0)
        if place is SETTINGS:
            self.panes.show_detail(shown=False)
            self.preferences.read(self._focus_setting)
            self._focus_setting = ""
            return
        self.header.show_place(place.title)
        self.source.show(place.query)

    def _show_more(self) -> None:
        button = self.header.more
        show_menu(main_menu(self), button.mapToGlobal(button.rect().bottomLeft()))

    def _use_clock(self) -> None:
        said = "This clock is used from now on. Do it again."
        self._runner.run("vault.accept-clock", {}, lambda _answer: self.toasts.say(said))

    def _read_query(self, text: str) -> Query:
        clock = self._desk.session.clock
        moment = Moment(now=clock.now().replace(tzinfo=None), tz=clock.zone().key)
        return parse_query(text, moment)

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
        self.counting.soon()

    def _chosen(self, ids: tuple[str, ...] | None) -> None:
        if self.detail.isVisible() and ids and len(ids) == 1:
            self._show_detail(ids[0])

    def _show_detail(self, task_id: str) -> None:
        self.deeds.read(task_id, self.detail.show_task)

    def _edited(self, task_id: str, field: str, text: str) -> None:
        def failed(error: AtomError) -> None:
            seen = self.detail.show_failure(task_id, field, error)
            if error.code in ON_THE_SPOT or not seen:
                self.news.fail(error)

        saved = partial(self.detail.show_saved, task_id, field)
        self.deeds.edit(task_id, field, text, failed, saved)

    def _delete(self, ids: tuple[str, ...]) -> None:
        if self.in_trash():
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
        self.counting.soon()

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
