import errno

import pytest

from atom_desktop.model.errors import Conflict
from atom_desktop.store import backup_swap
from atom_desktop.store.backup_swap import begin_swap, fresh_folder, marker_file, settle_swap
from atom_desktop.store.disk import RealDisk
from atom_desktop.store.vault import Presence, find_vault
from tests.fakes.keyed_vault import FailingDisk
from tests.fakes.vault import folders_in

DISK = RealDisk()
NOW = "2026-11-24T09:30"


class Home:
    """A data folder and a restored one, each a folder with a word in it."""

    def __init__(self, root, *, old=True):
        self.data = root / "data"
        self.before = root / "data.before-restore-2026-11-24T09-30"
        self.fresh = fresh_folder(self.data)
        self.marker = marker_file(self.data)
        if old:
            self.make(self.data, "old")
        self.make(self.fresh, "new")

    @staticmethod
    def make(folder, word):
        folder.mkdir()
        (folder / "word").write_text(word)

    @staticmethod
    def word(folder):
        return (folder / "word").read_text() if folder.exists() else None

    @property
    def words(self):
        """Return what is in the data folder, the one beside it, and the one being built."""
        return tuple(map(self.word, (self.data, self.before, self.fresh)))

    def mark(self):
        """Write the marker of a swap, as if the process was killed right after."""
        swap = begin_swap(DISK, self.data, NOW)
        backup_swap.put_file(DISK, swap.marker, b'{"before":"%s"}' % self.before.name.encode())
        return swap


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


def test_the_new_folder_takes_the_place_and_the_old_one_is_kept(home):
    begin_swap(DISK, home.data, NOW).run()
    assert home.words == ("new", "old", None)
    assert not home.marker.exists()


def test_where_nothing_was_nothing_is_kept(tmp_path):
    home = Home(tmp_path, old=False)
    begin_swap(DISK, home.data, NOW).run()
    assert home.words == ("new", None, None)


def test_without_an_interrupted_swap_there_is_nothing_to_settle(home):
    assert settle_swap(FailingDisk(0), home.data) is None
    assert home.words == ("old", None, "new")


@pytest.mark.parametrize("done", [0, 1, 2])
def test_an_interrupted_swap_is_finished(home, done):
    home.mark()
    if done > 0:
        home.data.rename(home.before)
    if done > 1:
        home.fresh.rename(home.data)
    told = settle_swap(DISK, home.data)
    assert home.words == ("new", "old", None)
    assert told is not None
    assert str(home.before) in told.hint
    assert settle_swap(DISK, home.data) is None


def test_an_interrupted_swap_without_the_new_folder_is_undone(home):
    home.mark()
    home.data.rename(home.before)
    (home.fresh / "word").unlink()
    home.fresh.rmdir()
    told = settle_swap(DISK, home.data)
    assert home.words == ("old", None, None)
    assert told is not None
    assert "undone" in told.message


def test_when_a_synchroniser_brought_a_folder_back_nothing_is_touched(home):
    home.mark()
    home.data.rename(home.before)
    home.make(home.data, "theirs")
    told = settle_swap(DISK, home.data)
    assert home.words == ("theirs", "old", "new")
    assert told is not None
    assert "unclear" in told.message
    assert home.marker.exists()


def test_an_unclear_folder_is_never_taken_for_an_empty_one(tmp_path):
    home = Home(tmp_path)
    home.mark()
    home.data.rename(home.before)
    home.data.mkdir()
    assert find_vault(DISK, folders_in(tmp_path)).presence is Presence.REMAINS


def test_a_marker_beside_nothing_goes(tmp_path):
    home = Home(tmp_path)
    home.mark()
    for folder in (home.data, home.fresh):
        (folder / "word").unlink()
        folder.rmdir()
    assert settle_swap(DISK, home.data) is None
    assert not home.marker.exists()


@pytest.mark.parametrize("content", [b"", b"{", b'{"before":"../../etc"}', b'{"before":"x"}'])
def test_a_marker_that_cannot_be_read_still_leads_to_the_new_vault(home, content):
    home.marker.write_bytes(content)
    settle_swap(DISK, home.data)
    assert home.word(home.data) == "new"
    assert home.word(home.data.with_name("data.before-restore-unknown")) == "old"


def test_a_swap_over_an_unclear_one_is_refused(home):
    home.mark()
    with pytest.raises(Conflict):
        begin_swap(DISK, home.data, NOW)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_wherever_the_disk_fails_for_good_one_of_the_two_is_found_again(tmp_path, error):
    seen = set()
    for calls in range(16):
        root = tmp_path / str(calls)
        root.mkdir()
        home = Home(root)
        disk = FailingDisk(calls, error)
        try:
            begin_swap(disk, home.data, NOW).run()
        except OSError:
            assert disk.failed
        settle_swap(DISK, home.data)
        seen.add(home.words[:2])
    assert seen == {("old", None), ("new", "old")}


class Hiccup(RealDisk):
    """A disk on which one rename or flush of a folder fails, and then all is well again."""

    def __init__(self, at):
        self.at = at
        self.calls = 0

    def _count(self):
        self.calls += 1
        if self.calls == self.at:
            raise OSError(errno.EIO, "input/output error")

    def rename(self, old, new):
        self._count()
        super().rename(old, new)

    def sync_dir(self, path):
        self._count()
        super().sync_dir(path)


@pytest.mark.parametrize("old", [True, False])
def test_a_swap_that_fails_once_leaves_everything_as_it_was(tmp_path, old):
    failures = 0
    for at in range(1, 9):
        root = tmp_path / str(at)
        root.mkdir()
        home = Home(root, old=old)
        disk = Hiccup(at)
        try:
            begin_swap(disk, home.data, NOW).run()
        except OSError:
            failures += 1
            settle_swap(DISK, home.data)
            assert home.words in {
                ("old" if old else None, None, "new"),
                ("new", "old" if old else None, None),
            }
            assert not home.marker.exists()
        else:
            assert home.words == ("new", "old" if old else None, None)
    assert failures >= 4


class Overtaken(RealDisk):
    """A disk on which another process settles the swap just before the given rename."""

    def __init__(self, data, at):
        self.data = data
        self.left = at

    def rename(self, old, new):
        self.left -= old.name.startswith("data") and not old.name.endswith(".new")
        if self.left == 0:
            self.left = -1
            settle_swap(DISK, self.data)
        super().rename(old, new)


@pytest.mark.parametrize("at", [1, 2])
def test_a_process_that_looks_meanwhile_does_no_harm(home, at):
    try:
        begin_swap(Overtaken(home.data, at), home.data, NOW).run()
    except OSError:
        settle_swap(DISK, home.data)
    assert home.words == ("new", "old", None)
    assert not home.marker.exists()


def test_a_process_that_is_overtaken_while_it_settles_has_nothing_to_tell(home):
    home.mark()
    assert settle_swap(Overtaken(home.data, 2), home.data) is None
    assert home.words == ("new", "old", None)


def test_a_swap_that_cannot_be_settled_now_is_an_error(home):
    home.mark()
    with pytest.raises(OSError, match="Permission"):
        settle_swap(FailingDisk(0, errno.EACCES), home.data)
    assert home.words == ("old", None, "new")


def test_the_folder_of_before_gets_a_name_that_is_free(home):
    for name in ("", "-2"):
        home.make(home.before.with_name(home.before.name + name), "earlier")
    assert begin_swap(DISK, home.data, NOW).before.name.endswith("-3")


def test_any_text_of_now_makes_a_name(home):
    assert begin_swap(DISK, home.data, "24/11 9:30").before.name.endswith("-24-11-9-30")
