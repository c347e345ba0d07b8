import errno

import pytest

from atom_desktop.core.actions.registry import all_commands
from atom_desktop.model.errors import NotFound, Unavailable, UserError
from atom_desktop.store.disk import RealDisk
from tests.fakes.vault import open_vault


def described(run, key):
    return next(one for one in run("settings.list")["settings"] if one["key"] == key)


def test_every_setting_is_listed_with_its_limits(run):
    theme = described(run, "appearance.theme")
    assert theme["value"] == theme["default"] == "system"
    assert theme["choices"] == ["system", "light", "dark"]
    assert theme["scope"] == "device"
    idle = described(run, "lock.idle_minutes")
    assert (idle["least"], idle["most"]) == (0, 1440)
    assert "choices" not in idle


@pytest.mark.parametrize("key", ["appearance.theme", "history.keep_days"])
def test_a_value_is_kept_over_a_restart_and_can_be_reset(run, vault, key):
    default = run("settings.get", key=key)["value"]
    other = "dark" if default == "system" else 30
    assert run("settings.set", key=key, value=other) == {"key": key, "value": other}
    vault.reopen()
    assert run("settings.get", key=key) == {"key": key, "value": other}
    assert run("settings.reset", key=key) == {"key": key, "value": default}
    assert run("settings.get", key=key)["value"] == default


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("capture.create", "false", False),
        ("lock.idle_minutes", "5", 5),
        ("appearance.theme", "light", "light"),
    ],
)
def test_a_value_may_be_written_as_text(run, key, text, value):
    assert run("settings.set", key=key, value=text)["value"] == value


@pytest.mark.parametrize(
    ("key", "value"),
    [("lock.idle_minutes", "soon"), ("lock.idle_minutes", -1), ("appearance.theme", "pink")],
)
def test_a_value_outside_the_limits_is_refused(run, key, value):
    before = run("settings.get", key=key)
    with pytest.raises(UserError, match=key):
        run("settings.set", key=key, value=value)
    assert run("settings.get", key=key) == before


@pytest.mark.parametrize("command", ["settings.get", "settings.reset"])
def test_a_setting_that_does_not_exist_is_not_found(run, command):
    with pytest.raises(NotFound, match="no setting"):
        run(command, key="taste")


class FullDisk(RealDisk):
    """Has no room for settings."""

    def create(self, path):
        if "settings" in path.parts:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().create(path)


def test_a_disk_without_room_for_a_setting_is_no_success(tmp_path):
    key = "appearance.theme"
    commands = all_commands()
    with open_vault(tmp_path, disk=FullDisk()) as vault:
        with pytest.raises(Unavailable):
            commands.run("settings.set", {"key": key, "value": "dark"}, vault.context())
        assert commands.run("settings.get", {"key": key}, vault.context())["value"] == "system"
