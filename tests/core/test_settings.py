import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from atom_desktop.core.notices import Level
from atom_desktop.core.settings import DOCUMENT, SETTINGS, Scope, Setting, Settings
from atom_desktop.model.errors import NotFound, Unavailable, UserError
from atom_desktop.model.json import Json
from tests.fakes.disks import MoodyDisk
from tests.fakes.vault import VaultInUse, open_vault

SCALE = "appearance.text_scale"
CREATE = "capture.create"
THEME = "appearance.theme"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_every_setting_is_well_declared(setting: Setting) -> None:
    assert setting.checked(setting.default) == setting.default
    assert setting.title
    assert setting.help.endswith(".")


def test_every_key_is_declared_once() -> None:
    keys = [setting.key for setting in SETTINGS]
    assert len(keys) == len(set(keys))


def test_a_setting_has_its_default_until_it_is_set(vault: VaultInUse) -> None:
    assert vault.settings.get(SCALE) == 100
    assert vault.settings.get(CREATE) is True


@pytest.mark.parametrize(("key", "value"), [(SCALE, 150), (CREATE, False)])
def test_a_value_stays_after_a_restart(vault: VaultInUse, key: str, value: Json) -> None:
    vault.settings.set(key, value)
    assert vault.settings.get(key) == value
    vault.reopen()
    assert vault.settings.get(key) == value


@pytest.mark.parametrize(("key", "value"), [(SCALE, 150), (CREATE, False)])
def test_null_goes_back_to_the_default(vault: VaultInUse, key: str, value: Json) -> None:
    vault.settings.set(key, None)
    vault.settings.set(key, value)
    vault.settings.set(key, None)
    assert vault.settings.get(key) == vault.settings.declared(key).default


@pytest.mark.parametrize(("key", "default"), [(CREATE, "true"), (SCALE, "100")])
def test_a_refusal_spells_the_default_as_it_is_typed(
    vault: VaultInUse, key: str, default: str
) -> None:
    with pytest.raises(UserError) as caught:
        vault.settings.declared(key).parsed("nonsense")
    assert caught.value.hint == f"Its default is {default}."
    assert vault.settings.declared(key).parsed(default) == vault.settings.declared(key).default


def test_a_setting_of_the_vault_is_a_record_and_one_of_the_device_is_not(
    vault: VaultInUse,
) -> None:
    vault.settings.set(SCALE, 150)
    assert list(vault.store.scan("setting")) == []
    vault.settings.set(CREATE, False)
    (record,) = vault.store.scan("setting")
    assert record.fields["name"] == CREATE


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (SCALE, "150"),
        (SCALE, True),
        (SCALE, 150.0),
        (SCALE, 79),
        (SCALE, 201),
        (CREATE, 1),
        (CREATE, "true"),
        ("appearance.theme", "blue"),
        ("appearance.theme", 5),
        ("appearance.theme", ["dark"]),
    ],
)
def test_a_value_that_does_not_fit_is_refused(vault: VaultInUse, key: str, value: Json) -> None:
    before = vault.settings.get(key)
    with pytest.raises(UserError) as caught:
        vault.settings.set(key, value)
    assert key in caught.value.message
    assert vault.settings.get(key) == before


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [(SCALE, "150", 150), (CREATE, "false", False), ("appearance.theme", "dark", "dark")],
)
def test_a_value_is_read_from_what_was_typed(key: str, text: str, value: Json) -> None:
    setting = next(one for one in SETTINGS if one.key == key)
    assert setting.parsed(text) == value


@pytest.mark.parametrize(
    ("key", "text"), [(SCALE, "much"), (SCALE, "1e2"), (CREATE, "yes"), ("appearance.theme", "x")]
)
def test_what_cannot_be_read_is_refused(key: str, text: str) -> None:
    setting = next(one for one in SETTINGS if one.key == key)
    with pytest.raises(UserError):
        setting.parsed(text)


def test_an_unknown_setting_is_not_found(vault: VaultInUse) -> None:
    with pytest.raises(NotFound):
        vault.settings.get("no.such")
    with pytest.raises(NotFound):
        vault.settings.set("no.such", 1)


def test_all_settings_are_listed_in_their_order(vault: VaultInUse) -> None:
    assert list(vault.settings) == list(SETTINGS)
    assert {setting.scope for setting in vault.settings} == set(Scope)


@pytest.mark.parametrize("content", [b'{"appearance.text_scale":5}', b"[1]"])
def test_a_value_of_another_version_counts_as_the_default(
    vault: VaultInUse, content: bytes
) -> None:
    vault.store.settings.write(DOCUMENT, [content])
    vault.reopen()
    assert vault.settings.get(SCALE) == 100


@pytest.fixture
def disk() -> MoodyDisk:
    return MoodyDisk()


@pytest.fixture
def moody(tmp_path: Path, disk: MoodyDisk) -> Iterator[VaultInUse]:
    with open_vault(tmp_path, disk=disk) as opened:
        yield opened


@pytest.mark.parametrize(("key", "value"), [(SCALE, 150), (CREATE, False)])
def test_a_disk_that_refuses_leaves_the_value_as_it_was(
    moody: VaultInUse, disk: MoodyDisk, key: str, value: Json
) -> None:
    before = moody.settings.get(key)
    disk.error = errno.EROFS
    with pytest.raises(Unavailable) as caught:
        moody.settings.set(key, value)
    disk.mend()
    assert caught.value.code == "read-only"
    assert moody.settings.get(key) == before


def test_values_that_the_disk_held_back_at_the_start_are_not_written_over(
    moody: VaultInUse, disk: MoodyDisk
) -> None:
    moody.settings.set(SCALE, 150)
    moody.lock()
    disk.unreadable = "settings-"
    moody.unlock()
    assert [notice.code for notice in moody.told] == ["io-error"]
    assert moody.settings.get(SCALE) == 100
    with pytest.raises(Unavailable):
        moody.settings.set(THEME, "dark")
    disk.unreadable = ""
    moody.settings.set(THEME, "dark")
    moody.reopen()
    assert (moody.settings.get(SCALE), moody.settings.get(THEME)) == (150, "dark")


def test_values_that_do_not_verify_are_told_of_and_kept_in_quarantine(vault: VaultInUse) -> None:
    vault.settings.set(SCALE, 150)
    vault.lock()
    path = next(vault.session.folders.data.glob("settings/*/settings-*"))
    content = path.read_bytes()[:-1]
    path.write_bytes(content)
    vault.unlock()
    (notice,) = vault.told
    assert (notice.level, notice.code) == (Level.ERROR, "vault-damaged")
    vault.settings.set(THEME, "dark")
    assert not path.exists()
    (copy,) = vault.store.place.quarantine.iterdir()
    assert copy.read_bytes() == content


def test_values_come_from_whoever_keeps_them(vault: VaultInUse) -> None:
    held: dict[str, Json] = {CREATE: False}
    settings = Settings(vault.store.settings, lambda: held, held.__setitem__)
    assert settings.get(CREATE) is False
    settings.set("history.keep_days", 40)
    assert held["history.keep_days"] == 40


def test_whoever_listens_hears_of_each_change(vault):
    heard = []
    vault.settings.listen(heard.append)
    vault.settings.set("appearance.theme", "dark")
    vault.settings.set("capture.create", value=False)
    with pytest.raises(UserError):
        vault.settings.set("appearance.theme", "pink")
    assert heard == ["appearance.theme", "capture.create"]
