"""A terminal command runs in the process that owns the vault, or here if there is none."""

from collections.abc import Callable, Iterator

import pytest

from atom_desktop.app.backend import Reporting, VaultBackend
from atom_desktop.app.build import Parts, build
from atom_desktop.core.ownership import Kind
from atom_desktop.model.errors import Busy, UserError
from atom_desktop.store.crypto import Keys
from atom_desktop.store.slots import KdfChoice

PASSPHRASE = "open sesame"


@pytest.fixture
def made(folders, environ) -> Iterator[Parts]:
    """A process that has made the vault and still owns it."""
    parts = build(folders, Kind.HEADLESS, environ)
    parts.ownership.create(passphrase=PASSPHRASE, keyring=False, kdf=KdfChoice.FLOOR)
    yield parts
    parts.ownership.close()


@pytest.fixture
def backend(made: Parts, folders, environ) -> Iterator[VaultBackend]:
    asked: list[str] = []
    one = VaultBackend(made.session.store.place, folders, environ, keys_of(asked))
    yield one
    one.close()


def keys_of(asked: list[str]) -> Callable[[Parts], Keys]:
    def find(parts: Parts) -> Keys:
        asked.append("asked")
        return parts.ownership.keys(passphrase=PASSPHRASE)

    return find


def test_the_owner_carries_a_command_out(made: Parts, backend: VaultBackend) -> None:
    backend.run("task.add", {"text": "Buy milk"})
    assert made.session.index.columns.count == 1
    assert backend.owner() is not None


def test_without_an_owner_the_vault_is_opened_here(made: Parts, backend: VaultBackend) -> None:
    made.ownership.close()
    backend.run("task.add", {"text": "Buy milk"})
    assert backend.run("task.count", {}) == {"count": 1}
    assert backend.owner() is None


def test_when_the_owner_goes_the_next_command_goes_on(made: Parts, backend: VaultBackend) -> None:
    backend.run("task.add", {"text": "First"})
    made.ownership.close()
    backend.run("task.add", {"text": "Second"})
    assert backend.run("task.count", {}) == {"count": 2}


def test_the_keys_are_not_asked_for_while_somebody_else_holds_them(
    made: Parts, folders, environ
) -> None:
    asked: list[str] = []
    backend = VaultBackend(made.session.store.place, folders, environ, keys_of(asked))
    backend.run("task.count", {})
    backend.close()
    assert asked == []


def test_what_a_command_refuses_is_raised_here(backend: VaultBackend) -> None:
    with pytest.raises(UserError):
        backend.run("task.add", {"text": ""})


def test_a_vault_that_somebody_keeps_without_answering_is_busy(
    made: Parts, folders, environ
) -> None:
    made.ownership._owner.close()  # type: ignore[union-attr]  # it listens
    seconds = iter(range(0, 1000, 20))
    backend = VaultBackend(
        made.session.store.place, folders, environ, keys_of([]), lambda: float(next(seconds))
    )
    with pytest.raises(Busy):
        backend.run("task.count", {})
    backend.close()


def test_progress_goes_to_whoever_shows_it() -> None:
    reports: list[object] = []
    Reporting(reports.append).progress({"done": 1})
    Reporting(None).progress({"done": 2})
    assert reports == [{"done": 1}]
    assert not Reporting(None).cancelled()
