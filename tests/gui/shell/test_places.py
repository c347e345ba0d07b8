"""Every place is a query that can be read, also with hostile names."""

import datetime as dt

import pytest

from atom_desktop.gui.shell.places import (
    FIXED,
    LAST,
    SETTINGS,
    label_places,
    project_places,
    quoted,
)
from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.names import Names
from atom_desktop.model.query.parse import parse_query
from atom_desktop.model.quick_add.parse import parse_line
from atom_desktop.model.quick_add.recogniser import Context
from tests.fakes.vault import VaultInUse, open_vault

MOMENT = Moment(now=dt.datetime.fromisoformat("2026-11-24T09:30"), tz="Europe/Berlin")


@pytest.fixture
def vault(tmp_path):
    with open_vault(tmp_path) as opened:
        yield opened


def found(vault: VaultInUse, text: str) -> int:
    names = vault.index.names
    query = parse_query(text, MOMENT, projects=names.names("project"), labels=names.names("label"))
    return vault.index.count(query)


@pytest.mark.parametrize(
    "place", [one for one in (*FIXED, *LAST) if one is not SETTINGS], ids=lambda place: place.key
)
def test_every_fixed_place_is_a_query(place) -> None:
    parse_query(place.query, MOMENT)
    assert place.empty


def test_keys_of_places_are_unique() -> None:
    keys = [place.key for place in (*FIXED, *LAST)]
    assert len(set(keys)) == len(keys)


def test_projects_stand_below_the_one_they_are_in(vault: VaultInUse) -> None:
    work = vault.create("project", {"name": "Work", "order": "b"})
    vault.create("project", {"name": "Home", "order": "a"})
    vault.create("project", {"name": "Release 2.0", "parent": work.id})
    places = project_places(vault.index.names)
    assert [(place.title, place.depth) for place in places] == [
        ("Home", 0),
        ("Work", 0),
        ("Release 2.0", 1),
    ]


def test_a_project_shows_its_tasks_and_those_of_the_projects_in_it(vault: VaultInUse) -> None:
    work = vault.create("project", {"name": "Work"})
    inner = vault.create("project", {"name": "Release 2.0", "parent": work.id})
    vault.add(title="Outer", project=work.id)
    vault.add(title="Inner", project=inner.id)
    places = {place.title: place for place in project_places(vault.index.names)}
    assert found(vault, places["Work"].query) == 2
    assert found(vault, places["Release 2.0"].query) == 1


@pytest.mark.parametrize("name", ["errand", "in town", "(odd) and not", "p1", "due"])
def test_a_label_finds_its_tasks_whatever_it_is_called(vault: VaultInUse, name: str) -> None:
    label = vault.create("label", {"name": name})
    vault.add(title="With", labels=[label.id])
    vault.add(title="Without")
    (place,) = label_places(vault.index.names)
    assert found(vault, place.query) == 1


@pytest.mark.parametrize("name", ["errand", "in town"])
def test_what_belongs_to_a_place_is_understood_by_quick_add(vault: VaultInUse, name: str) -> None:
    vault.create("label", {"name": name})
    (place,) = label_places(vault.index.names)
    context = Context(moment=MOMENT, projects=Names(), labels=vault.index.names.names("label"))
    draft = parse_line(f"Buy milk {place.quick}", context)
    assert (draft.title, draft.labels) == ("Buy milk", (name,))


def test_a_quote_in_a_name_cannot_end_the_quotation() -> None:
    assert quoted('6" pipe') == '"6 pipe"'


def test_an_archived_project_is_not_offered(vault: VaultInUse) -> None:
    vault.create("project", {"name": "Old", "archived": "2026-01-01T00:00:00Z"})
    assert project_places(vault.index.names) == []
