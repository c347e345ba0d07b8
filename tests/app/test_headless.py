"""ATOM without a window ends for a reason, and takes a vault over that appears."""

import pytest

from atom_desktop.app import headless
from atom_desktop.app.build import build
from atom_desktop.app.headless import run_headless
from atom_desktop.core.ownership import Kind
from atom_desktop.core.staying import Reason
from atom_desktop.store.slots import KdfChoice

PASSPHRASE = "open sesame"


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Look once and end; signals are left to the test runner."""
    looked: list[object] = []

    def stay(_stop, checks, _seconds) -> Reason:
        looked.extend(check() for check in checks)
        return Reason.ASKED

    monkeypatch.setattr(headless, "stay", stay)
    monkeypatch.setattr(headless, "_end_on_signals", lambda _stop, _signals: None)
    return looked


def made(folders, environ, kind: Kind = Kind.COMMAND):
    parts = build(folders, kind, environ)
    parts.ownership.create(passphrase=PASSPHRASE, keyring=False, kdf=KdfChoice.FLOOR)
    return parts


def test_without_a_vault_it_says_how_to_make_one(folders, environ, terminal, quiet) -> None:
    assert run_headless(folders, terminal, environ, None) == 0
    assert "atom vault init" in terminal.noted.getvalue()
    assert quiet == [None, None]


def test_a_locked_vault_is_served_as_such(folders, environ, terminal, quiet) -> None:
    made(folders, environ).ownership.close()
    run_headless(folders, terminal, environ, None)
    assert "is locked" in terminal.noted.getvalue()


def test_a_passphrase_opens_it(folders, environ, terminal, quiet) -> None:
    made(folders, environ).ownership.close()
    run_headless(folders, terminal, environ, PASSPHRASE)
    assert "is open" in terminal.noted.getvalue()


def test_a_vault_that_somebody_else_has_is_waited_for(folders, environ, quiet) -> None:
    other = made(folders, environ, Kind.HEADLESS)
    mine = build(folders, Kind.HEADLESS, environ)
    check = headless._taking_over(mine)
    assert check() is None
    other.ownership.close()
    assert check() is None
    again = build(folders, Kind.HEADLESS, environ)
    assert headless._taking_over(again)() is None
    mine.ownership.close()
    again.ownership.close()


def reasons(parts, minutes: int | None = None, leader: str = "") -> list[Reason | None]:
    return [check() for check in headless._checks(parts, minutes, leader)]


def test_a_background_owner_stays_while_all_is_well(folders, environ) -> None:
    parts = made(folders, environ, Kind.BACKGROUND)
    assert set(reasons(parts)) == {None}
    parts.ownership.close()


def test_it_ends_when_the_vault_is_locked(folders, environ) -> None:
    parts = made(folders, environ, Kind.BACKGROUND)
    parts.ownership.lock()
    assert Reason.ASKED in reasons(parts)
    parts.ownership.close()


def test_it_ends_when_its_folder_is_gone(folders, environ, tmp_path) -> None:
    parts = made(folders, environ, Kind.BACKGROUND)
    folders.data.rename(tmp_path / "gone")
    assert Reason.FOLDER_GONE in reasons(parts)
    (tmp_path / "gone").rename(folders.data)
    parts.ownership.close()


def test_it_ends_with_the_login_that_started_it(folders, environ) -> None:
    parts = made(folders, environ, Kind.BACKGROUND)
    assert Reason.LOGGED_OUT in reasons(parts, leader="999999999:1")
    parts.ownership.close()


def test_it_ends_after_a_while_without_use(folders, environ) -> None:
    parts = made(folders, environ, Kind.BACKGROUND)
    idle = parts.serving.activity
    idle._last -= 31 * 60
    assert Reason.IDLE in reasons(parts)
    assert Reason.IDLE not in reasons(parts, minutes=60)
    assert Reason.IDLE not in reasons(parts, minutes=0)
    parts.ownership.close()


def test_a_headless_vault_of_a_passphrase_locks_itself_when_nobody_uses_it(
    folders, environ
) -> None:
    parts = made(folders, environ, Kind.HEADLESS)
    check = headless._locking_when_idle(parts)
    assert check() is None
    assert not parts.session.locked
    parts.serving.activity._last -= 31 * 60
    assert check() is None
    assert parts.session.locked
    parts.ownership.close()


def test_a_folder_that_cannot_be_read_for_a_moment_ends_nothing(folders, environ) -> None:
    made(folders, environ).ownership.close()
    keys = folders.data / "keys"
    keys.rename(folders.data / "elsewhere")
    parts = build(folders, Kind.HEADLESS, environ)
    check = headless._taking_over(parts)
    assert check() is None
    (folders.data / "elsewhere").rename(keys)
    assert check() is None
    assert parts.ownership.owns
    parts.ownership.close()
