from pathlib import Path

import pytest

from atom_desktop.cli.doctor import State
from atom_desktop.cli.examining import examine, keyring_finding, vault_finding
from atom_desktop.cli.failure import Exit
from atom_desktop.model.errors import Damaged, Unavailable
from tests.cli.desk import Desk
from tests.fakes.program import FakeProgram


class FakeKeyring:
    """A keyring that is empty, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def get(self, slot_id: str) -> bytes | None:
        if self.error is not None:
            raise self.error
        return None

    def put(self, slot_id: str, key: bytes) -> None:
        raise AssertionError("nothing is kept by looking")

    def remove(self, slot_id: str) -> None:
        raise AssertionError("nothing is removed by looking")


def test_everything_is_looked_at_and_told(tmp_path: Path) -> None:
    environ = {"ATOM_DATA_DIR": str(tmp_path), "DISPLAY": ":0"}
    desk = Desk(as_json=True, environ=environ)
    assert examine(desk.call("doctor"), FakeKeyring()) is Exit.DONE
    names = {finding["name"] for finding in desk.document["findings"]}
    assert names >= {"atom", "qt", "display", "keyring", "vault", "data", "clock", "disk", "locale"}
    assert desk.document["good"] is True


def test_something_bad_is_a_failure(tmp_path: Path) -> None:
    desk = Desk(environ={"DISPLAY": ":0"})
    call = desk.call("doctor", "--data", str(tmp_path), program=FakeProgram(presence="remains"))
    assert examine(call, FakeKeyring()) is Exit.FAILED
    assert "!!  vault" in desk.printed


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (None, State.GOOD),
        (Unavailable("There is no keyring."), State.NOTE),
        (Damaged("The entry is damaged."), State.NOTE),
    ],
)
def test_a_keyring_is_wanted_and_not_needed(error: Exception | None, state: State) -> None:
    assert keyring_finding(FakeKeyring(error)).state is state


@pytest.mark.parametrize(
    ("program", "state", "text"),
    [
        (FakeProgram(), State.GOOD, "open; opens with passphrase, recovery"),
        (FakeProgram(owner=None), State.GOOD, "locked; opens with passphrase, recovery"),
        (FakeProgram(presence="none"), State.NOTE, "none in /home/ann/ATOM"),
        (FakeProgram(presence="remains"), State.BAD, "no key file"),
    ],
)
def test_the_vault_is_looked_at(program: FakeProgram, state: State, text: str) -> None:
    finding = vault_finding(Desk().call("doctor", program=program))
    assert finding.state is state
    assert text in finding.text


def test_a_vault_that_cannot_be_looked_at_is_bad() -> None:
    class Failing(FakeProgram):
        def vault_status(self) -> dict:
            raise Unavailable("The folder cannot be read.")

    assert vault_finding(Desk().call("doctor", program=Failing())).state is State.BAD
