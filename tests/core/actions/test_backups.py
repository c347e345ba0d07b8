import pytest

from atom_desktop.model.errors import Conflict, NotFound, Unavailable, UserError


def test_a_backup_is_made_and_found_whole(run_keyed, keyed, tmp_path):
    keyed.add(title="Buy milk")
    path = tmp_path / "mine.atombackup"
    run_keyed("backup.create", path=str(path))
    size = path.stat().st_size
    assert size > 0
    assert run_keyed("backup.verify", path=str(path))["records"]["task"] == 1
    assert path.stat().st_size == size


def test_a_file_that_is_there_is_replaced_only_by_force(run_keyed, tmp_path):
    path = tmp_path / "mine.atombackup"
    path.write_bytes(b"precious")
    with pytest.raises(Conflict):
        run_keyed("backup.create", path=str(path))
    assert path.read_bytes() == b"precious"
    run_keyed("backup.create", path=str(path), force=True)
    assert path.read_bytes() != b"precious"


@pytest.mark.parametrize("command", ["backup.create", "backup.verify"])
def test_a_path_is_absolute(run_keyed, command):
    with pytest.raises(UserError, match="not absolute"):
        run_keyed(command, path="mine.atombackup")


def test_a_backup_that_is_not_there_cannot_be_checked(run_keyed, tmp_path):
    with pytest.raises((NotFound, Unavailable)):
        run_keyed("backup.verify", path=str(tmp_path / "none.atombackup"))
