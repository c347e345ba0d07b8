"""One window for a vault: a second start brings the first to the front."""

from collections.abc import Iterator

import pytest

from atom_desktop.app.build import Parts, build
from atom_desktop.app.window import make_desk, run_window
from atom_desktop.core.ownership import Kind
from atom_desktop.gui.desk import Summons
from atom_desktop.model.errors import Busy
from atom_desktop.store.slots import KdfChoice

PASSPHRASE = "open sesame"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was shown, without a window."""
    found: list[str] = []
    monkeypatch.setattr("atom_desktop.gui.start.run", lambda _make: found.append("window") or 0)
    return found


def holder(folders, environ, kind: Kind) -> Parts:
    parts = build(folders, kind, environ)
    parts.ownership.create(passphrase=PASSPHRASE, keyring=False, kdf=KdfChoice.FLOOR)
    return parts


def test_the_first_start_shows_a_window(folders, environ, terminal, shown: list[str]) -> None:
    assert run_window(folders, terminal, environ, demo=False) == 0
    assert shown == ["window"]


def test_a_vault_that_nobody_has_open_is_shown(folders, environ, terminal, shown) -> None:
    holder(folders, environ, Kind.COMMAND).ownership.close()
    run_window(folders, terminal, environ, demo=False)
    assert shown == ["window"]


@pytest.fixture
def summoned(folders, environ) -> Iterator[list[Summons]]:
    """What an open window of the same vault was asked."""
    desk = make_desk(folders, environ, demo=False)
    heard: list[Summons] = []
    desk.summons.listen(heard.append)
    desk.ownership.create(passphrase=PASSPHRASE, keyring=False, kdf=KdfChoice.FLOOR)
    yield heard
    desk.ownership.close()


def test_a_second_start_brings_the_first_to_the_front(
    folders, environ, terminal, shown, summoned: list[Summons]
) -> None:
    assert run_window(folders, terminal, environ, demo=False) == 0
    assert (shown, summoned) == ([], [Summons.SHOW])


def test_quitting_is_asked_of_the_window(folders, environ, summoned: list[Summons]) -> None:
    desk = make_desk(folders, environ, demo=False)
    heard: list[Summons] = []
    desk.summons.listen(heard.append)
    desk.ownership.quit()
    assert heard == [Summons.QUIT]


def test_a_background_process_makes_way_for_the_window(folders, environ, terminal, shown) -> None:
    parts = holder(folders, environ, Kind.BACKGROUND)
    run_window(folders, terminal, environ, demo=False)
    assert shown == ["window"]
    assert parts.stop.is_set()
    assert "takes it over" in terminal.noted.getvalue()
    parts.ownership.close()


def test_a_headless_process_keeps_its_vault(folders, environ, terminal, shown) -> None:
    parts = holder(folders, environ, Kind.HEADLESS)
    with pytest.raises(Busy, match="without a window"):
        run_window(folders, terminal, environ, demo=False)
    parts.ownership.close()
    assert shown == []


def test_the_desk_of_the_demo_knows_its_passphrase(folders, environ) -> None:
    desk = make_desk(folders, environ, demo=True)
    assert desk.passphrase == "demo"
    assert desk.commands.get("window.show").locked
    desk.ownership.close()
