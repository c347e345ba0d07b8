import os
import sys
import tempfile
from pathlib import Path

import pytest
from platformdirs import PlatformDirs

from atom_desktop.model.errors import UserError
from atom_desktop.store.place import LONGEST_SOCKET, Folders, find_folders


def folders(root: Path, runtime: Path | None = None) -> Folders:
    return Folders(
        data=root / "data",
        backups=root / "backups",
        cache=root / "cache",
        state=root / "state",
        runtime=runtime or root / "run",
    )


def test_two_vaults_and_two_folders_never_share_a_profile(tmp_path: Path) -> None:
    one = folders(tmp_path).place(b"v" * 16)
    profiles = {
        one.profile,
        folders(tmp_path).place(b"w" * 16).profile,
        folders(tmp_path / "b").place(b"v" * 16).profile,
    }
    assert len(profiles) == 3
    assert one == folders(tmp_path).place(b"v" * 16)
    assert all(one.profile in str(path) for path in (one.cache, one.state, one.runtime))


def test_everything_synced_lies_in_the_data_folder(tmp_path: Path) -> None:
    place = folders(tmp_path).place(b"v" * 16)
    synced = (place.devices, place.keys, place.settings, place.secrets)
    assert {path.parent for path in synced} == {tmp_path / "data"}
    own = (place.quarantine, place.anchor)
    assert {path.parent for path in own} == {place.state}


def test_a_long_runtime_folder_gives_way_to_a_short_one() -> None:
    place = folders(Path("/x"), Path("/long/" + "r" * LONGEST_SOCKET)).place(b"v" * 16)
    assert place.runtime.parent == Path(tempfile.gettempdir())
    assert place.profile in place.runtime.name


def test_an_explicit_folder_has_its_backups_beside_it(tmp_path: Path) -> None:
    found = find_folders({}, tmp_path / "vault")
    assert (found.data, found.backups) == (tmp_path / "vault", tmp_path / "vault-backups")


def test_the_environment_names_a_folder_unless_one_is_given(tmp_path: Path) -> None:
    named = {"ATOM_DATA_DIR": str(tmp_path / "named")}
    assert find_folders(named).data == tmp_path / "named"
    assert find_folders(named, tmp_path / "given").data == tmp_path / "given"


def test_without_a_word_the_system_says_where() -> None:
    found = find_folders({})
    assert found.data.name == "ATOM"
    assert found.data != found.cache != found.state


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
@pytest.mark.parametrize("root", ["", "/srv/ada"])
def test_on_linux_the_folders_are_those_that_platformdirs_names(
    root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", root and f"{root}/{kind}")
    found, dirs = find_folders(os.environ), PlatformDirs("ATOM", appauthor=False)
    named = (dirs.user_data_dir, dirs.user_cache_dir, dirs.user_state_dir)
    assert (found.data, found.cache, found.state) == tuple(map(Path, named))


def test_a_runtime_folder_counts_only_while_it_is_there(tmp_path: Path) -> None:
    assert find_folders({"XDG_RUNTIME_DIR": str(tmp_path)}).runtime == tmp_path
    gone = find_folders({"XDG_RUNTIME_DIR": str(tmp_path / "gone")}).runtime
    assert gone.parent == Path(tempfile.gettempdir())


@pytest.mark.parametrize("named", [False, True])
def test_the_temporary_folder_is_the_one_of_every_program(
    *, named: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path) if named else "")
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert find_folders({}).runtime.parent == Path(tempfile.gettempdir())


def test_on_windows_the_person_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("USERNAME", "ada")
    assert find_folders({}, Path("/data")).runtime.name == "atom-ada"


@pytest.mark.parametrize("named", [{}, {"ATOM_DATA_DIR": Path("/").anchor}])
def test_the_root_of_a_disk_cannot_be_a_vault(named: dict[str, str]) -> None:
    with pytest.raises(UserError, match="cannot be a vault folder"):
        find_folders(named, None if named else Path("/"))
