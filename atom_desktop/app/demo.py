"""A throw-away vault with sample tasks, to look at ATOM without making one's own."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from atom_desktop.app.backend import Reporting
from atom_desktop.app.build import build
from atom_desktop.core.commands import Context
from atom_desktop.core.ownership import Kind
from atom_desktop.core.serving import ACTOR
from atom_desktop.store.place import Folders
from atom_desktop.store.slots import KdfChoice

PASSPHRASE: Final = "demo"  # noqa: S105 -- no secret: the vault is thrown away
SAMPLES: Final = (
    "Call the dentist tomorrow 9:00 @phone #Home p1",
    "Water the plants today #Home @daily",
    "Draft the agenda for the Monday meeting tomorrow #Work p2",
    "Send the invoice to Meyer & Sons today @email #Work p1",
    "Book the train to Vienna friday @online #Travel p2",
    "Read the paper on hybrid clocks #Reading",
    "Buy oat milk, bread and lemons today @errand #Home",
    "Renew the passport in two weeks @errand #Travel p3",
    "Fix the flaky test of the importer today @computer #Work p2",
    "Thank Ann for the book @phone #Home",
    "Plan the summer holidays saturday #Travel",
    "Back up the photos sunday @computer #Home p3",
    "Review the pull request of the new parser today @computer #Work",
    "Pick up the parcel tomorrow @errand #Home",
    "Learn ten words of Portuguese today #Reading @daily",
    "Write to the landlord about the heating friday @email #Home p2",
    "Sketch the icons for the tray #Work @computer",
    "Try the new bakery on Hill Street @errand",
    "Cancel the old phone contract tomorrow @phone p1",
    "Finish the chapter on recurrence thursday #Reading",
)


@contextmanager
def demo_folders(environ: Mapping[str, str]) -> Iterator[Folders]:
    """Make a vault with sample tasks in a temporary folder, and remove it in the end.

    It opens with the passphrase “demo”.
    """
    root = Path(tempfile.mkdtemp(prefix="atom-demo-"))
    try:
        folders = folders_in(root)
        _fill(folders, environ)
        yield folders
    finally:
        shutil.rmtree(root, ignore_errors=True)


def folders_in(root: Path) -> Folders:
    """Return folders that all lie in one."""
    return Folders(
        data=root / "data",
        backups=root / "backups",
        cache=root / "cache",
        state=root / "state",
        runtime=root,
    )


def _fill(folders: Folders, environ: Mapping[str, str]) -> None:
    parts = build(folders, Kind.COMMAND, environ)
    try:
        parts.ownership.create(passphrase=PASSPHRASE, keyring=False, kdf=KdfChoice.FLOOR)
        context = Context(parts.session, ACTOR, Reporting(None))
        parts.commands.run("task.add_many", {"lines": list(SAMPLES), "create": True}, context)
    finally:
        parts.ownership.close()
