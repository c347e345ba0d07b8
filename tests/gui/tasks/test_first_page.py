"""The first page of a list is known without reading, where the query is narrower than usual."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from atom_desktop.core.index.index import USUAL
from atom_desktop.gui.tasks.first_page import first_page
from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.query.parse import parse_query
from tests.fakes.vault import VaultInUse, open_vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[VaultInUse]:
    with open_vault(tmp_path) as made:
        made.add(title="Yesterday", due={"date": "2026-11-23"}, priority=1)
        made.add(title="Today", due={"date": "2026-11-24"})
        made.add(title="Later", due={"date": "2026-12-24"}, priority=1)
        made.add(title="Whenever")
        view = made.index.view(USUAL)
        made.index.first, made.index.first_total = [int(row) for row in view.rows], 4
        yield made


def query(vault: VaultInUse, text: str):
    moment = Moment(now=vault.clock.now().replace(tzinfo=None), tz="Europe/Berlin")
    return parse_query(text, moment)


@pytest.mark.parametrize("text", ["due by today", "due after today", "p1", "no project", "no due"])
def test_it_is_what_the_list_begins_with(vault: VaultInUse, text: str) -> None:
    asked = query(vault, text)
    page = first_page(vault.index, asked)
    whole = [int(row) for row in vault.index.view(asked).rows]
    assert page is not None
    assert list(page.rows) == whole[: len(page.rows)] == whole


def test_the_usual_list_has_its_number_too(vault: VaultInUse) -> None:
    vault.index.first_total = 900
    page = first_page(vault.index, USUAL)
    assert page is not None
    assert (len(page.rows), page.total) == (4, 900)


@pytest.mark.parametrize(
    "text", ["status done", "milk", "due by today sort by title", "is trashed", "p1 or p2"]
)
def test_other_lists_are_read(vault: VaultInUse, text: str) -> None:
    asked = query(vault, text)
    page = first_page(vault.index, asked)
    whole = [int(row) for row in vault.index.view(asked).rows]
    assert page is None or list(page.rows) == whole[: len(page.rows)]
    assert page is None or "or" in text


def test_a_page_without_rows_says_nothing(vault: VaultInUse) -> None:
    assert first_page(vault.index, query(vault, "due before 2020-01-01")) is None


def test_without_kept_rows_nothing_is_known(vault: VaultInUse) -> None:
    vault.index.first = []
    assert first_page(vault.index, USUAL) is None
