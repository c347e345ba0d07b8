"""The throw-away vault has tasks worth looking at, and is gone afterwards."""

from atom_desktop.app.build import build
from atom_desktop.app.demo import PASSPHRASE, SAMPLES, demo_folders
from atom_desktop.core.ownership import Kind


def test_the_samples_are_all_there_with_projects_labels_and_dates(environ) -> None:
    with demo_folders(environ) as folders:
        parts = build(folders, Kind.COMMAND, environ)
        parts.ownership.unlock(passphrase=PASSPHRASE)
        index = parts.session.index
        assert index.columns.count == len(SAMPLES)
        assert index.names.by_name("project", "Home") is not None
        assert index.names.by_name("label", "errand") is not None
        parts.ownership.close()


def test_nothing_is_left_afterwards(environ) -> None:
    with demo_folders(environ) as folders:
        root = folders.data.parent
        assert folders.data.exists()
    assert not root.exists()
