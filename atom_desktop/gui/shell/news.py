"""Brings what the program has to say to the place where it belongs: banner, toast, status bar."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from atom_desktop.core.bus import Post
from atom_desktop.core.notices import Level, Notice, Notices
from atom_desktop.gui.shell.banners import Banners
from atom_desktop.gui.shell.toasts import Toasts
from atom_desktop.model.errors import AtomError

SAVING_FAILED: Final = frozenset({"full-disk", "read-only", "no-permission", "io-error"})
"""Codes of a disk that did not take a change."""
CLOCK: Final = "clock-jump"
ON_THE_SPOT: Final = SAVING_FAILED | {CLOCK}
"""What is shown to everybody, even where a field shows it too."""
_OF_THE_VAULT: Final = "vault-"


@dataclass(slots=True)
class NewsRead:
    """What has been shown already; outlives a page that is made anew in another theme."""

    newest: int = 0
    open: dict[int, Notice] = field(default_factory=dict)
    """The banners that nobody has closed."""


class News:
    """Listens until `stop`; on the Qt thread."""

    def __init__(
        self,
        notices: Notices,
        read: NewsRead,
        post: Post,
        *,
        banners: Banners,
        toasts: Toasts,
        unsaved: Callable[[], None],
        use_clock: Callable[[], None],
    ) -> None:
        """Show what has been told so far and not been shown, and whatever is told from now on.

        `unsaved` hears of a change that the disk refused, `use_clock` accepts one that has jumped.
        """
        self._read = read
        self._banners = banners
        self._toasts = toasts
        self._unsaved, self._use_clock = unsaved, use_clock
        banners.closed.connect(self._closed)
        self.stop = notices.bus.listen(self.show, post)
        for notice in read.open.values():
            banners.show_notice(notice)
        for notice in notices.held():
            self.show(notice)

    def show(self, notice: Notice) -> None:
        """Show one notice, once."""
        if notice.number <= self._read.newest:
            return
        self._read.newest = notice.number
        if notice.level is Level.ERROR and notice.code.startswith(_OF_THE_VAULT):
            self._read.open[notice.number] = notice
            self._banners.show_notice(notice)
        elif notice.level is Level.ERROR:
            self.fail(AtomError(notice.message, notice.hint, notice.code))
        else:
            self._toasts.say(f"{notice.message} {notice.hint}".strip())

    def fail(self, error: AtomError) -> None:
        """Show what went wrong, with what can be done about it."""
        if error.code in SAVING_FAILED:
            self._unsaved()
        if error.code == CLOCK:
            self._toasts.fail(error, "Use this clock", self._use_clock)
        else:
            self._toasts.fail(error)

    def _closed(self, number: int) -> None:
        self._read.open.pop(number, None)
