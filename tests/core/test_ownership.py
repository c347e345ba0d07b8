"""One process owns a vault: it opens it, answers the others, locks it and lets go."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from atom_desktop.core.actions.vault import COMMANDS
from atom_desktop.core.owner_client import NobodyThereError, OwnerClient
from atom_desktop.core.owner_line import address_in
from atom_desktop.core.ownership import Kind, Rekeying, nothing_there, serious
from atom_desktop.core.session import VaultState
from atom_desktop.model.errors import Busy, Conflict, Damaged, Denied, NotFound
from atom_desktop.store.problem import Gravity, Problem
from atom_desktop.store.recovery_code import write_code
from atom_desktop.store.slots import SlotKind
from atom_desktop.store.vault import Presence
from tests.fakes.beside import PATIENCE, Beside
from tests.fakes.keyring import FakeKeyring
from tests.fakes.ownerships import PASSPHRASE, Household, household

Make = Callable[..., Household]
OTHER_CODE = write_code(b"x" * 32)
"""Of another vault: a wrong one that costs no key derivation."""


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[Household] = []

    def one(kind: Kind = Kind.HEADLESS, keyring: FakeKeyring | None = None) -> Household:
        made.append(household(tmp_path, *COMMANDS, kind=kind, keyring=keyring))
        return made[-1]

    yield one
    for house in made:
        house.ownership.close()
        assert not house.vault.bugs


def call(house: Household) -> OwnerClient:
    place = house.vault.store.place if house.vault.session.vault else None
    folders = house.vault.session.folders
    found = house.ownership.found()
    place = place or folders.place(found.vault or b"")
    return OwnerClient.call_at(address_in(place.runtime, place.profile), place.runtime)


def test_a_new_vault_is_open_and_says_its_recovery_code(make: Make) -> None:
    house = make()
    code = house.create()
    assert len(code.split("-")) == 14
    assert not house.vault.session.locked
    assert house.states == [VaultState.OPENED]


def test_a_second_vault_is_not_made_over_the_first(make: Make) -> None:
    house = make()
    house.create()
    with pytest.raises(Conflict):
        house.create()


@pytest.mark.parametrize("way", ["passphrase", "recovery", "keyring"])
def test_each_way_opens_the_vault_again(make: Make, way: str) -> None:
    house = make()
    code = house.create(keyring=True)
    house.vault.add(title="Buy milk")
    house.ownership.lock()
    said = {"passphrase": {"passphrase": PASSPHRASE}, "recovery": {"recovery": code}}
    house.ownership.unlock(**said.get(way, {}))
    assert house.vault.index.columns.count == 1


def test_unlocking_an_open_vault_changes_nothing(make: Make) -> None:
    house = make()
    house.create()
    house.ownership.unlock(passphrase=PASSPHRASE)
    assert house.states == [VaultState.OPENED]


def test_a_wrong_passphrase_is_denied_and_the_vault_stays_locked(make: Make) -> None:
    house = make()
    house.create()
    house.ownership.lock()
    with pytest.raises(Denied, match="does not open"):
        house.ownership.unlock(passphrase="wrong")
    assert house.vault.session.locked


def test_many_wrong_passphrases_make_the_next_attempt_wait(make: Make) -> None:
    house = make()
    house.create()
    house.ownership.lock()
    for _ in range(4):
        with pytest.raises(Denied):
            house.ownership.keys(recovery=OTHER_CODE)
    with pytest.raises(Busy, match="seconds"):
        house.ownership.unlock(passphrase=PASSPHRASE)
    house.seconds[0] += 60
    house.ownership.unlock(passphrase=PASSPHRASE)


def test_another_process_is_answered(make: Make) -> None:
    house = make(Kind.WINDOW)
    house.create()
    client = call(house)
    assert (client.greeting["kind"], client.greeting["damaged"]) == ("window", False)
    status = client.run("vault.status", {})
    client.close()
    assert isinstance(status, dict)
    assert (status["open"], status["owner"]) == (True, "window")


def test_a_second_process_cannot_own_the_same_vault(make: Make) -> None:
    first, second = make(), make()
    first.create()
    with pytest.raises(Busy):
        second.ownership.unlock(passphrase=PASSPHRASE)
    assert second.vault.session.locked


def test_when_the_first_lets_go_the_second_may_have_it(make: Make) -> None:
    first, second = make(), make()
    first.create()
    first.ownership.close()
    second.ownership.unlock(passphrase=PASSPHRASE)
    assert not second.vault.session.locked


def test_a_locked_owner_answers_that_it_is_locked_and_can_be_unlocked(make: Make) -> None:
    house = make()
    house.create()
    house.ownership.lock()
    client = call(house)
    with pytest.raises(Denied, match="locked"):
        client.run("vault.verify", {})
    client.run("vault.unlock", {"passphrase": PASSPHRASE})
    client.close()
    assert not house.vault.session.locked


def test_a_process_can_own_a_vault_that_it_has_not_opened(make: Make) -> None:
    make().create()
    first = make()
    with pytest.raises(Busy):
        first.ownership.take_over()


def test_there_is_nothing_to_take_over_in_an_empty_folder(make: Make) -> None:
    with pytest.raises(NotFound, match="no vault"):
        make().ownership.take_over()


def test_data_without_keys_is_never_taken_for_an_empty_folder(make: Make, tmp_path: Path) -> None:
    house = make()
    house.create()
    house.vault.add(title="Buy milk")
    house.ownership.close()
    for slot in (tmp_path / "data" / "keys").iterdir():
        slot.unlink()
    later = make()
    with pytest.raises(Damaged, match="no key file"):
        later.ownership.take_over()
    with pytest.raises(Conflict):
        later.create()


def test_whoever_has_let_go_answers_nobody(make: Make) -> None:
    house = make()
    house.create()
    place = house.vault.store.place
    house.ownership.close()
    with pytest.raises(NobodyThereError):
        OwnerClient.call_at(address_in(place.runtime, place.profile), place.runtime)


def test_a_new_passphrase_replaces_the_old_one(make: Make) -> None:
    house = make()
    house.create()
    house.ownership.lock()
    wish = Rekeying(passphrase=PASSPHRASE, new_passphrase="new words")
    assert house.ownership.rekey(wish) is None
    with pytest.raises(Denied):
        house.ownership.unlock(passphrase=PASSPHRASE)
    house.ownership.unlock(passphrase="new words")


def test_a_new_recovery_code_is_told_once(make: Make) -> None:
    house = make()
    code = house.create()
    new = house.ownership.rekey(Rekeying(recovery=code, new_recovery=True))
    house.ownership.lock()
    assert new is not None
    with pytest.raises(Denied):
        house.ownership.unlock(recovery=code)
    house.ownership.unlock(recovery=new)


def test_the_keyring_can_be_added_later(make: Make) -> None:
    house = make()
    code = house.create()
    house.ownership.rekey(Rekeying(recovery=code, keyring=True))
    house.ownership.lock()
    house.ownership.unlock()
    assert SlotKind.KEYRING in house.ownership.found().kinds


def test_a_wrong_passphrase_changes_no_key_and_counts_as_a_slip(make: Make) -> None:
    house = make()
    house.create()
    for _ in range(4):
        with pytest.raises(Denied):
            house.ownership.rekey(Rekeying(recovery=OTHER_CODE, new_recovery=True))
    with pytest.raises(Busy):
        house.ownership.rekey(Rekeying(passphrase=PASSPHRASE, new_recovery=True))


def test_what_is_not_there_is_told_from_what_has_lost_its_keys(make: Make) -> None:
    found = make().ownership.found()
    assert found.presence is Presence.NONE
    assert isinstance(nothing_there(found, Path("/x")), NotFound)


def test_bytes_cut_off_by_a_kill_are_no_serious_finding() -> None:
    cut = Problem(gravity=Gravity.UNFINISHED, file="log", message="", hint="")
    gone = Problem(gravity=Gravity.MISSING, file="log", message="", hint="")
    assert (serious(cut), serious(gone)) == (False, True)


def test_a_background_process_ends_when_the_vault_is_locked(make: Make) -> None:
    house = make(Kind.BACKGROUND)
    house.create()
    house.ownership.lock()
    assert house.quits == ["quit"]


def test_a_window_stays_when_the_vault_is_locked(make: Make) -> None:
    house = make(Kind.WINDOW)
    house.create()
    house.ownership.lock()
    assert house.quits == []


def test_a_process_that_is_just_ending_is_waited_for(make: Make) -> None:
    first, second = make(), make()
    first.create()
    waiting = Beside(lambda: second.ownership.take_over(PATIENCE))
    assert waiting.running
    first.ownership.close()
    waiting.result()
    with pytest.raises(Busy):
        first.ownership.take_over()


def test_ending_does_not_wait_for_an_unlock_that_is_under_way(make: Make) -> None:
    house = make()
    house.create()
    house.ownership.lock()
    began = threading.Event()

    def unlock(_progress: object) -> None:
        began.set()
        house.ownership.unlock(passphrase=PASSPHRASE)

    job = house.vault.session.jobs.start("unlock", unlock)
    assert began.wait(PATIENCE)
    Beside(house.ownership.close).result()
    assert house.vault.session.locked
    with pytest.raises(Busy, match="ending"):
        job.result(PATIENCE)


@pytest.fixture
def unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder can be made in which a socket could lie."""

    def refuse(path: Path) -> None:
        raise NotADirectoryError(20, "Not a directory", str(path))

    monkeypatch.setattr("atom_desktop.core.ownership.private_folder", refuse)


@pytest.mark.usefixtures("unreachable")
def test_the_recovery_code_is_told_though_the_vault_cannot_be_opened(make: Make) -> None:
    house = make()
    code = house.create()
    assert len(code.split("-")) == 14
    assert [notice.code for notice in house.vault.told] == ["no-runtime"]


@pytest.mark.usefixtures("unreachable")
def test_one_command_does_without_a_place_to_be_reached(make: Make) -> None:
    house = make(Kind.COMMAND)
    house.create()
    assert not house.vault.session.locked
    assert not house.vault.told


def test_a_state_folder_that_cannot_be_made_is_told_in_words(make: Make, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file is in the way")
    house = make()
    house.create()
    assert house.vault.session.locked
    assert house.vault.told[0].hint


def test_damage_is_in_the_greeting_as_soon_as_it_is_known(make: Make, tmp_path: Path) -> None:
    house = make()
    house.create()
    house.vault.add(title="Buy milk")
    house.ownership.lock()
    (log,) = (tmp_path / "data" / "dev").glob("*/log-*.atom")
    content = bytearray(log.read_bytes())
    content[-1] ^= 1
    log.write_bytes(bytes(content))
    house.ownership.unlock(passphrase=PASSPHRASE)
    client = call(house)
    client.close()
    assert client.greeting["damaged"] is True
    assert str(client.greeting["damaged_file"]).endswith(log.name)


def test_no_secret_is_shown_by_accident() -> None:
    wish = Rekeying(passphrase="secret", recovery="secret", new_passphrase="secret")
    assert "secret" not in repr(wish)


@pytest.mark.parametrize(
    ("kind", "keyring", "chosen", "minutes"),
    [
        (Kind.WINDOW, False, None, 30),
        (Kind.WINDOW, True, None, None),
        (Kind.HEADLESS, False, None, 30),
        (Kind.BACKGROUND, True, None, 30),
        (Kind.BACKGROUND, False, 5, 5),
        (Kind.BACKGROUND, False, 0, None),
        (Kind.COMMAND, False, None, None),
    ],
)
def test_the_status_tells_when_a_process_locks(
    make: Make, *, kind: Kind, keyring: bool, chosen: int | None, minutes: int | None
) -> None:
    house = make(kind)
    house.create(keyring=keyring)
    house.ownership.minutes = chosen
    assert house.ownership.status()["locks_in_minutes"] == minutes
    house.ownership.lock()
    assert house.ownership.status()["locks_in_minutes"] is None


def test_the_status_names_key_files_that_are_damaged(make: Make) -> None:
    house = make()
    house.create()
    assert house.ownership.status()["problems"] == []
    keys = house.vault.session.folders.data / "keys"
    (damaged,) = keys.glob("passphrase-*.json")
    damaged.write_bytes(b"")
    (problem,) = house.ownership.status()["problems"]
    assert problem["file"] == f"keys/{damaged.name}"
    assert damaged.name in problem["message"]
    assert "recovery code" in problem["hint"]
