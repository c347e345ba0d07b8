"""Decides what the window shows: the first steps, the lock, or the tasks; and when it ends."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from atom_desktop.core.drafts import Drafts
from atom_desktop.core.jobs import Job, Jobs
from atom_desktop.core.ownership import nothing_there
from atom_desktop.core.session import VaultState
from atom_desktop.gui.bridge import Bridge
from atom_desktop.gui.desk import Desk, Summons
from atom_desktop.gui.icons import Icons
from atom_desktop.gui.runner import Runner
from atom_desktop.gui.shell.card import CardPage
from atom_desktop.gui.shell.carried import Carried
from atom_desktop.gui.shell.frame import Frame
from atom_desktop.gui.shell.kept_line import KeptLine
from atom_desktop.gui.shell.lock_page import LockPage
from atom_desktop.gui.shell.main_page import MainPage
from atom_desktop.gui.shell.news import NewsRead
from atom_desktop.gui.shell.tray import Tray
from atom_desktop.gui.shell.trouble_page import TroublePage
from atom_desktop.gui.shell.welcome_page import WelcomePage
from atom_desktop.gui.theme.appearance import Appearance, Scheme
from atom_desktop.gui.theme.theme import Theme
from atom_desktop.model.errors import AtomError, Denied
from atom_desktop.store.slots import KdfChoice, SlotKind
from atom_desktop.store.vault import Presence, VaultFound

IDLE_LOOK_MS: Final = 15_000
HAND_OVER_SECONDS: Final = 5.0
"""How long the window waits for a background process that it has asked to end."""
KDF: Final = KdfChoice.CALIBRATED


class Conductor(QObject):
    """Lives on the Qt thread from the moment the desk is there to the end of the process."""

    def __init__(
        self, desk: Desk, frame: Frame, appearance: Appearance, *, icons: Icons, bridge: Bridge
    ) -> None:
        """Take the parts; `begin` looks for the vault."""
        super().__init__()
        self._desk = desk
        self._frame = frame
        self._appearance = appearance
        self._icons = icons
        self._bridge = bridge
        self._kinds: tuple[SlotKind, ...] = ()
        self._main: MainPage | None = None
        self._typed: KeptLine | None = None
        self._read = NewsRead()
        self._ending = False
        self._runner = Runner(
            desk.session,
            desk.commands,
            post=bridge.post,
            failed=self._show_failure,
            report=desk.report,
        )
        self._tray = Tray(frame, appearance, icons)
        self._idle = QTimer(self)
        self._idle.setInterval(IDLE_LOOK_MS)

    def begin(self) -> None:
        """Listen to everybody, and look what lies in the folder."""
        desk, post = self._desk, self._bridge.post
        desk.session.bus.listen(self._vault_changed, post)
        desk.summons.listen(self._summoned, post)
        self._tray.opened.connect(self._frame.bring_to_front)
        self._tray.quick_add.connect(self.quick_add)
        self._tray.lock.connect(self.lock)
        self._tray.quit.connect(self.quit)
        self._frame.closing.connect(self._close_asked)
        self._frame.used.connect(desk.activity.note)
        self._idle.timeout.connect(self.look_whether_idle)
        self._idle.start()
        self._appearance.changed.connect(self._restyle)
        self._tray.show()
        self._look()

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self._appearance.theme

    def leave(self) -> None:
        """Let go of every task and of the tray, without a word to anybody."""
        self._ending = True
        self._idle.stop()
        self._leave_main()
        self._tray.hide()

    def quick_add(self) -> None:
        """Open the line for a new task, over whatever is on the screen."""
        if self._main is None:
            self._frame.bring_to_front()
        else:
            self._main.quick_add()

    def lock(self) -> None:
        """Close the vault, once what stands in a field is saved."""
        self._when_saved(
            lambda: self._runner.work("lock", lambda _progress: self._desk.ownership.lock())
        )

    def quit(self) -> None:
        """Close the vault, let another process have it, and end."""
        if self._ending:
            return
        self._ending = True
        self._when_saved(self._let_go)

    def _when_saved(self, call: Callable[[], object]) -> None:
        if self._main is None:
            call()
            return
        self._main.detail.save()
        self._main.deeds.when_saved(call)

    def _let_go(self) -> None:
        """Close everything on a worker of its own: those of the session are ended as well."""
        self._leave_main()
        self._frame.show_ending()
        ending = Jobs(self._desk.report)
        job = ending.start("quit", lambda _progress: self._desk.ownership.close())
        job.when_done(self._end, self._bridge.post)

    def _end(self, job: Job[None]) -> None:
        """End, whatever has become of the last job: the system frees what it held."""
        self._tray.hide()
        self._frame.hide()
        try:
            job.result()
        except Exception as error:  # noqa: BLE001 -- reported, as nothing is left to show it on
            self._desk.report(error)
        finally:
            self._bridge.close()
            QApplication.quit()

    def _look(self) -> None:
        if self._desk.passphrase:
            self._unlock(passphrase=self._desk.passphrase)
            return
        ownership = self._desk.ownership

        def look(_progress: object) -> VaultFound:
            found = ownership.found()
            if found.presence is Presence.PRESENT:
                ownership.take_over(HAND_OVER_SECONDS)
            return found

        self._runner.work("look", look, self._found, failed=self._cannot_begin)

    def _found(self, found: VaultFound) -> None:
        self._kinds = found.kinds
        if not self._desk.session.locked:
            self._show_main()
        elif found.presence is Presence.NONE:
            self._welcome()
        elif found.presence is Presence.REMAINS:
            self._cannot_begin(nothing_there(found, self._desk.session.folders.data))
        elif SlotKind.KEYRING in found.kinds:
            self._unlock()
        else:
            self._show_lock()

    def _cannot_begin(self, error: AtomError) -> None:
        page = TroublePage(self._appearance, self._icons, error)
        page.again.connect(self._look)
        page.quit.connect(self.quit)
        self._frame.show_page(page)

    def _welcome(self) -> None:
        page = WelcomePage(self._appearance, self._icons, self._desk.session.folders.data)
        page.chosen.connect(lambda passphrase, keyring: self._create(page, passphrase, keyring))
        page.finished.connect(self._show_main)
        self._frame.show_page(page)

    def _create(self, page: WelcomePage, passphrase: str, keyring: bool) -> None:  # noqa: FBT001 -- a Qt signal carries it
        ownership = self._desk.ownership
        page.set_busy(busy=True)
        self._runner.work(
            "create",
            lambda _progress: ownership.create(
                passphrase=passphrase or None, keyring=keyring, kdf=KdfChoice(KDF)
            ),
            lambda code: self._created(page, code),
            failed=page.show_failure,
        )

    def _created(self, page: WelcomePage, code: str) -> None:
        page.show_code(code)
        self._runner.work("look", lambda _progress: self._desk.ownership.found(), self._learn)

    def _learn(self, found: VaultFound) -> None:
        """Remember what opens the vault."""
        self._kinds = found.kinds

    def _unlock(self, passphrase: str = "", recovery: str = "") -> None:
        ownership = self._desk.ownership
        self._runner.work(
            "unlock",
            lambda _progress: ownership.unlock(passphrase=passphrase, recovery=recovery),
            failed=self._show_lock,
        )

    def _show_lock(self, failure: AtomError | None = None) -> None:
        page = self._frame.page()
        if not isinstance(page, LockPage):
            page = LockPage(self._appearance, self._icons, self._kinds)
            page.unlock.connect(self._unlock)
            self._frame.show_page(page)
            self._runner.work("prepare", _import_what_lists_need)
        if failure is not None:
            page.show_failure(failure, self._desk.ownership.patience.seconds_left())

    def _vault_changed(self, state: VaultState) -> None:
        opened = state is VaultState.OPENED
        self._tray.set_locked(locked=not opened)
        if not opened:
            self._leave_main()
            self._read.open.clear()
            if not self._ending:
                self._show_lock()
            return
        # A vault that was just made, or opened without being asked about, has its slots now.
        found = self._desk.ownership.found
        self._runner.work("slots", lambda _progress: found(), self._note_kinds)
        if not isinstance(self._frame.page(), WelcomePage):
            self._show_main()

    def _note_kinds(self, found: VaultFound) -> None:
        self._kinds = found.kinds

    def _show_main(self) -> None:
        settings, post = self._desk.session.settings, self._bridge.post
        settings.listen(lambda _key: post(self._follow_settings))
        self._follow_settings()
        self._make_main(Carried())

    def _make_main(self, carried: Carried) -> None:
        self._main = MainPage(
            self._desk,
            self._runner,
            self._appearance,
            icons=self._icons,
            bridge=self._bridge,
            carried=carried,
            read=self._read,
        )
        drafts = Drafts(self._desk.session.store.drafts, self._desk.session.jobs)
        self._typed = KeptLine(self._main.entry, drafts, "quick-add")
        self._main.lock.connect(self.lock)
        self._main.quit.connect(self.quit)
        self._main.settings_changed.connect(self._follow_settings)
        self._frame.show_page(self._main)

    def _leave_main(self) -> None:
        main, self._main = self._main, None
        if main is not None:
            self._stop_keeping()
            main.leave()

    def _stop_keeping(self) -> None:
        """Keep what stands in the quick-add line, before the page is emptied."""
        typed, self._typed = self._typed, None
        if typed is not None:
            typed.stop()

    def _restyle(self) -> None:
        """Make the page that is shown anew in another theme, with what stands on it."""
        main, page = self._main, self._frame.page()
        if main is not None:
            main.deeds.when_saved(lambda: self._make_anew(main))
        elif isinstance(page, CardPage):
            page.restyle()
        else:
            page.update()

    def _make_anew(self, main: MainPage) -> None:
        """Put another page in the place of `main`, unless it is gone already."""
        if main is not self._main:
            return
        carried = main.carry()
        self._stop_keeping()
        main.leave()
        self._make_main(carried)

    def _follow_settings(self) -> None:
        """Show what the settings say, wherever they were changed."""
        if self._desk.session.vault is None:
            return
        settings = self._desk.session.settings
        scale = int(settings.get("appearance.text_scale")) / 100
        self._appearance.choose(Scheme(str(settings.get("appearance.theme"))), scale)

    def look_whether_idle(self) -> None:
        """Lock a vault that nobody has used for as long as the setting says."""
        vault = self._desk.session.vault
        if vault is None or SlotKind.KEYRING in self._kinds:
            return
        minutes = int(vault.settings.get("lock.idle_minutes"))
        over = self._desk.activity.idle_longer_than(lambda: minutes * 60.0 or None)
        if over() is not None:
            self.lock()

    def _close_asked(self) -> None:
        """Stay in the tray if there is one and the person wants that; end otherwise."""
        vault = self._desk.session.vault
        stays = bool(vault.settings.get("window.close_to_tray")) if vault else True
        if stays and self._tray.is_there():
            self._frame.hide()
        else:
            self.quit()

    def _summoned(self, summons: Summons) -> None:
        answers: dict[Summons, Callable[[], None]] = {
            Summons.SHOW: self._frame.bring_to_front,
            Summons.QUICK_ADD: self.quick_add,
            Summons.QUIT: self.quit,
        }
        answers[summons]()

    def _show_failure(self, error: AtomError) -> None:
        if self._main is not None:
            self._main.show_failure(error)
        elif error.code != Denied.default_code:
            self._cannot_begin(error)
        elif not self._ending and self._desk.session.locked:
            # What the page had still asked for was too late: the lock is all there is to say.
            self._show_lock()


def _import_what_lists_need(_progress: object) -> None:
    """Import numpy, which takes a quarter of a second, while a passphrase is being typed."""
    import atom_desktop.core.index.filtering  # noqa: F401, PLC0415 -- imports numpy
