import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from atom_desktop.core import instance
from atom_desktop.core.instance import Instance, private_folder
from atom_desktop.model.errors import Busy, Unavailable


def test_a_vault_has_one_owner_at_a_time(tmp_path: Path) -> None:
    first = Instance.take(tmp_path / "state")
    with pytest.raises(Busy):
        Instance.take(tmp_path / "state")
    first.release()
    Instance.take(tmp_path / "state").release()


def test_two_vaults_have_two_owners(tmp_path: Path) -> None:
    first = Instance.take(tmp_path / "one")
    Instance.take(tmp_path / "two").release()
    first.release()


def test_a_process_that_was_killed_owns_nothing(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from atom_desktop.core.instance import Instance\n"
        "held = Instance.take(pathlib.Path(sys.argv[1]))\n"
        "print('held', flush=True)\n"
        "input()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"held\n"
    with pytest.raises(Busy):
        Instance.take(tmp_path)
    child.kill()
    child.communicate()
    Instance.take(tmp_path).release()


def test_the_lock_says_nothing_and_is_private(tmp_path: Path) -> None:
    Instance.take(tmp_path / "state").release()
    path = tmp_path / "state" / instance.LOCK_NAME
    assert path.read_bytes() == b""
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def refuse_to_write(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    real = os.open

    def opened(path, flags, *more):
        if flags & os.O_RDWR:
            raise OSError(code, "no")
        return real(path, flags, *more)

    monkeypatch.setattr(os, "open", opened)


def test_a_read_only_folder_can_still_be_owned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Instance.take(tmp_path).release()
    refuse_to_write(monkeypatch, 30)
    first = Instance.take(tmp_path)
    with pytest.raises(Busy):
        Instance.take(tmp_path)
    first.release()


@pytest.mark.parametrize("code", [30, 28])
def test_a_lock_that_cannot_be_made_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    refuse_to_write(monkeypatch, code)
    with pytest.raises(OSError, match="no"):
        Instance.take(tmp_path)


def test_a_private_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    private_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o077 == 0


def test_a_folder_of_ones_own_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o755)
    private_folder(folder)
    assert folder.stat().st_mode & 0o077 == 0


def test_a_folder_of_another_user_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 1 << 20)
    with pytest.raises(Unavailable) as caught:
        private_folder(tmp_path)
    assert caught.value.code == "stranger"


def test_a_link_to_another_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(Unavailable):
        private_folder(tmp_path / "link")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folders_above_a_new_one_are_closed_as_well(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        private_folder(tmp_path / "atom-7" / "atom-profile")
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "atom-7") == 0o700


def test_a_folder_of_atoms_above_is_closed(tmp_path: Path) -> None:
    above = tmp_path / "atom-7"
    above.mkdir()
    above.chmod(0o777)
    private_folder(above / "atom-profile")
    assert mode_of(above) == 0o700


@pytest.mark.parametrize(
    ("mode", "after"), [(0o755, 0o755), (0o1777, 0o1777), (0o777, 0o700), (0o770, 0o700)]
)
def test_a_folder_above_in_which_others_can_exchange_names_is_closed(
    tmp_path: Path, mode: int, after: int
) -> None:
    above = tmp_path / "run"
    above.mkdir()
    above.chmod(mode)
    private_folder(above / "atom-profile")
    assert mode_of(above) == after


class Owners:
    """A disk on which some folders belong to other users."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.of: dict[Path, int] = {}
        for name in ("lstat", "stat"):
            self._watch(monkeypatch, name, getattr(Path, name))

    def _watch(self, monkeypatch: pytest.MonkeyPatch, name: str, real) -> None:
        def told(path: Path, **how: bool) -> os.stat_result:
            found = real(path, **how)
            parts = list(found)
            parts[stat.ST_UID] = self.of.get(path, found.st_uid)
            return os.stat_result(parts)

        monkeypatch.setattr(Path, name, told)


@pytest.mark.parametrize(
    ("owner", "mode", "fine"),
    [(0, 0o1777, True), (0, 0o755, True), (0, 0o777, False), (4321, 0o700, False)],
)
def test_a_folder_above_belongs_to_oneself_or_to_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: int, mode: int, fine: bool
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 1234)
    above = tmp_path / "run"
    (above / "atom-profile").mkdir(parents=True)
    above.chmod(mode)
    owners = Owners(monkeypatch)
    owners.of = {above: owner, above / "atom-profile": 1234}
    if fine:
        private_folder(above / "atom-profile")
        return
    with pytest.raises(Unavailable) as caught:
        private_folder(above / "atom-profile")
    assert caught.value.code == "stranger"
    assert str(above) in caught.value.message


class Locking:
    """The locks of Windows: msvcrt, as far as it is used."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        self.locked: list[tuple[int, int]] = []

    def locking(self, handle: int, mode: int, count: int) -> None:
        if self.locked:
            raise PermissionError(13, "Permission denied")
        self.locked.append((mode, count))


def test_on_windows_the_first_byte_of_the_file_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locking = Locking()
    monkeypatch.setattr(instance, "sys", type("Windows", (), {"platform": "win32"}))
    monkeypatch.setitem(sys.modules, "msvcrt", locking)
    first = Instance.take(tmp_path / "state")
    assert locking.locked == [(Locking.LK_NBLCK, 1)]
    with pytest.raises(Busy):
        Instance.take(tmp_path / "state")
    first.release()


def test_on_windows_the_folder_is_private_by_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "sys", type("Windows", (), {"platform": "win32"}))
    (tmp_path / "open").mkdir(mode=0o755)
    private_folder(tmp_path / "open")
    private_folder(tmp_path / "new")
    assert (tmp_path / "new").is_dir()
