import pytest

from atom_desktop.core.transfer.naming import DEEPEST, LONGEST, Naming
from atom_desktop.core.transfer.source_ids import SourceIds
from tests.fakes.vault import KEYS, VaultInUse


def naming(vault: VaultInUse) -> Naming:
    return Naming(vault.session, SourceIds(KEYS, "todotxt"), "2026-11-24T08:30:00Z")


def carried_out(vault: VaultInUse, names: Naming) -> None:
    vault.run(*names.changes)


def test_a_path_becomes_projects_inside_each_other(vault):
    names = naming(vault)
    garden = names.project("home/garden")
    assert names.project("home/ garden ") == garden
    carried_out(vault, names)
    assert vault.index.names.path(garden) == "home/garden"
    assert len(names.changes) == 2


def test_a_project_that_exists_is_found_whatever_its_case(vault):
    home = vault.create("project", {"name": "Home"})
    garden = vault.create("project", {"name": "Garden", "parent": home.id})
    assert naming(vault).project("HOME/garden") == garden.id


def test_a_project_of_the_same_name_elsewhere_is_another_one(vault):
    home = vault.create("project", {"name": "Home"})
    vault.create("project", {"name": "Garden", "parent": home.id})
    names = naming(vault)
    garden = names.project("garden")
    carried_out(vault, names)
    assert vault.index.names.path(garden) == "garden"


@pytest.mark.parametrize("path", ["", "/", " / "])
def test_a_path_without_names_is_no_project(vault, path):
    assert naming(vault).project(path) is None


def test_a_project_that_was_renamed_is_still_the_one(vault):
    home = vault.create("project", {"name": "Home"})
    first = naming(vault)
    made = first.project("work")
    assert first.project("home") == home.id
    carried_out(vault, first)
    vault.set(home, name="Nest")
    vault.set(vault.record("project", made), name="Job")
    second = naming(vault)
    assert second.project("home") == home.id
    assert second.project("work") == made
    assert not second.changes


def test_a_project_in_the_trash_is_made_anew_and_remembered(vault):
    first = naming(vault)
    made = first.project("work")
    carried_out(vault, first)
    vault.set(vault.record("project", made), trashed="2026-11-24T08:30:00Z")
    second = naming(vault)
    again = second.project("work")
    assert again != made
    carried_out(vault, second)
    third = naming(vault)
    assert third.project("work") == again
    assert not third.changes


def test_what_a_name_stands_for_can_change_again(vault):
    home = vault.create("project", {"name": "Home"})
    first = naming(vault)
    first.project("home")
    carried_out(vault, first)
    vault.set(home, trashed="2026-11-24T08:30:00Z")
    other = vault.create("project", {"name": "home"})
    second = naming(vault)
    assert second.project("home") == other.id
    carried_out(vault, second)
    vault.set(other, name="elsewhere")
    assert naming(vault).project("home") == other.id


def test_labels_are_found_or_made_once(vault):
    phone = vault.create("label", {"name": "Phone"})
    names = naming(vault)
    assert names.label("phone") == phone.id
    deep = names.label("deep")
    assert names.label("deep") == deep
    assert names.label("DEEP") == deep
    carried_out(vault, names)
    assert vault.record("label", deep).fields["name"] == "deep"


def test_sections_belong_to_their_project(vault):
    home = vault.create("project", {"name": "Home"})
    later = vault.create("section", {"name": "Later", "project": home.id})
    names = naming(vault)
    assert names.section(home.id, "later") == later.id
    soon = names.section(home.id, "soon")
    work = names.project("work")
    assert names.section(work, "later") not in {later.id, soon}
    carried_out(vault, names)
    assert vault.record("section", soon).fields["project"] == home.id


def test_new_ones_stand_behind_the_others_in_their_order(vault):
    vault.create("project", {"name": "Home", "order": "Z"})
    vault.create("project", {"name": "Odd", "order": "no order!"})
    names = naming(vault)
    names.project("b")
    names.project("a")
    carried_out(vault, names)
    listed = [one.name for one in vault.index.names.listed("project")]
    assert listed.index("Home") < listed.index("b") < listed.index("a")


def test_names_and_nesting_are_bounded(vault):
    names = naming(vault)
    deep = names.project("/".join(str(level) for level in range(100)))
    names.label("x" * 5000)
    carried_out(vault, names)
    assert vault.index.names.path(deep).count("/") == DEEPEST - 1
    assert len(vault.index.names.listed("label")[0].name) == LONGEST
