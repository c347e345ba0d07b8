"""What the tests of the core share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.owner_house import House
from tests.fakes.vault import VaultInUse, open_vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[VaultInUse]:
    """Return an open vault without records."""
    with open_vault(tmp_path) as opened:
        yield opened


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    built = House(tmp_path)
    yield built
    built.answers.may_end.set()
    built.owner.close()
