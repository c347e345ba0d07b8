"""Settings of the vault are records: they merge, they are undone, they reach every device."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from atom_desktop.core.vault_settings import VaultSettings
from tests.fakes.vault import VaultInUse, open_vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[VaultInUse]:
    with open_vault(tmp_path) as opened:
        yield opened


@pytest.fixture
def values(vault: VaultInUse) -> VaultSettings:
    return VaultSettings(vault.store, vault.workspace)


def test_nothing_is_chosen_in_a_new_vault(values: VaultSettings) -> None:
    assert values.read() == {}


def test_a_value_is_there_after_the_next_start(vault: VaultInUse, values: VaultSettings) -> None:
    values.write("capture.create", value=False)
    vault.reopen()
    assert VaultSettings(vault.store, vault.workspace).read() == {"capture.create": False}


def test_a_second_value_replaces_the_first_in_the_same_record(
    vault: VaultInUse, values: VaultSettings
) -> None:
    values.write("history.keep_days", 30)
    values.write("history.keep_days", 90)
    assert values.read() == {"history.keep_days": 90}
    assert len(list(vault.store.scan("setting"))) == 1


def test_null_goes_back_to_no_choice(values: VaultSettings) -> None:
    values.write("history.keep_days", 30)
    values.write("history.keep_days", None)
    assert values.read() == {}


def test_null_for_what_was_never_chosen_writes_nothing(
    vault: VaultInUse, values: VaultSettings
) -> None:
    before = vault.store.last_hlc
    values.write("history.keep_days", None)
    assert vault.store.last_hlc == before


def test_the_same_value_again_writes_nothing(vault: VaultInUse, values: VaultSettings) -> None:
    values.write("history.keep_days", 30)
    before = vault.store.last_hlc
    values.write("history.keep_days", 30)
    assert vault.store.last_hlc == before


def test_a_choice_can_be_undone(vault: VaultInUse, values: VaultSettings) -> None:
    values.write("history.keep_days", 30)
    vault.workspace.undo("user").wait()
    assert values.read() == {}


def test_two_devices_give_the_record_of_a_setting_the_same_id(
    vault: VaultInUse, values: VaultSettings
) -> None:
    values.write("history.keep_days", 30)
    (record,) = vault.store.scan("setting")
    assert record.id == vault.store.keys.record_id("setting", "", "history.keep_days")
