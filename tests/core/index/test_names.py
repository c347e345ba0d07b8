import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.index.names import DEEPEST, Directory
from atom_desktop.model.record import Record


def record(collection: str, record_id: str, *, alive: bool = True, **fields: object) -> Record:
    return Record(
        collection=collection, id=record_id, stamp="1", erased="" if alive else "2", fields=fields
    )


@pytest.fixture
def directory() -> Directory:
    made = Directory()
    made.put(
        record("project", "h", name="Home", order="b"),
        record("project", "g", name="Garden", parent="h", order="a"),
        record("project", "r", name="Roses", parent="g"),
        record("project", "w", name="Work", archived="2026-01-01T00:00:00Z", hue=200),
        record("section", "n", name="Now", project="h"),
        record("section", "l", name="Now", project="g"),
        record("label", "s", name="shop"),
        record("label", "f", name="shop/Food"),
        record("label", "x", name="shopping"),
        record("area", "a", name="Life"),
    )
    return made


def test_records_are_found_by_id_and_by_name(directory: Directory) -> None:
    home = directory.get("project", "h")
    assert home is not None
    assert (home.name, home.order, home.hidden) == ("Home", "b", False)
    assert directory.by_name("project", "HOME") is home
    assert directory.get("project", "x") is None
    assert directory.by_name("project", "Nowhere") is None


def test_what_is_trashed_or_archived_is_kept_but_not_offered(directory: Directory) -> None:
    assert [one.id for one in directory.listed("project")] == ["r", "g", "h"]
    work = directory.get("project", "w")
    assert work is not None
    assert (work.hidden, work.hue) == (True, 200)
    assert directory.by_name("project", "Work") is None


def test_a_record_that_changes_changes_its_entry(directory: Directory) -> None:
    assert directory.names("label").exact("SHOP") == "shop"
    directory.put(record("label", "s", name="market"))
    assert directory.names("label").exact("shop") is None
    assert directory.names("label").exact("Market") == "market"


def test_a_record_that_goes_is_forgotten(directory: Directory) -> None:
    directory.put(record("label", "s", alive=False), record("label", "unknown", alive=False))
    assert directory.get("label", "s") is None
    assert directory.get("label", "f") is not None


def test_names_are_given_out_until_something_changes(directory: Directory) -> None:
    names = directory.names("project")
    assert directory.names("project") is names
    directory.put(record("label", "s", name="market"))
    assert directory.names("project") is names
    directory.put(record("project", "h", name="House"))
    assert directory.names("project") is not names


def test_projects_have_paths_that_can_be_typed(directory: Directory) -> None:
    assert directory.path("r") == "Home/Garden/Roses"
    assert directory.path("unknown") == ""
    assert directory.names("project").exact("home/garden/roses") == "Home/Garden/Roses"


@pytest.mark.parametrize(
    ("path", "found"),
    [("roses", "r"), ("home/GARDEN", "g"), ("Garden/Roses", None), ("nowhere", None)],
)
def test_a_project_is_found_by_name_or_path(
    directory: Directory, path: str, found: str | None
) -> None:
    project = directory.project_at(path)
    assert (project and project.id) == found


def test_a_section_is_found_in_its_project(directory: Directory) -> None:
    sections = [directory.section_of(project, "now") for project in ("h", "g", "w")]
    assert [one and one.id for one in sections] == ["n", "l", None]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("home", {"h", "g", "r"}),
        ("Garden", {"g", "r"}),
        ("home/garden", {"g", "r"}),
        ("home/garden/roses", {"r"}),
        ("work", {"w"}),
        ("garden/roses", set()),
    ],
)
def test_a_project_means_those_nested_in_it_as_well(
    directory: Directory, name: str, ids: set[str]
) -> None:
    assert directory.projects_called(name) == ids


def test_a_label_means_those_nested_in_it_as_well(directory: Directory) -> None:
    assert directory.labels_called("SHOP") == {"s", "f"}
    assert directory.labels_called("shop/food") == {"f"}
    assert directory.labels_called("sho") == set()


def test_sections_of_one_name_are_found_in_every_project(directory: Directory) -> None:
    assert directory.sections_called("NOW") == {"n", "l"}


def test_projects_that_are_nested_in_themselves_do_no_harm(directory: Directory) -> None:
    directory.put(record("project", "h", name="Home", parent="r"))
    assert directory.path("h").count("/") == DEEPEST - 1
    assert directory.projects_called("home") == {"h", "g", "r"}


def test_a_record_with_odd_fields_has_an_empty_name(directory: Directory) -> None:
    directory.put(record("project", "o", name=5, parent=["x"], hue="red"))
    odd = directory.get("project", "o")
    assert odd is not None
    assert (odd.name, odd.parent, odd.hue) == ("", "", None)


@given(st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=5))
def test_everything_is_taken_back_from_what_was_kept(labels: dict[str, str]) -> None:
    made, again = Directory(), Directory()
    made.put(*(record("label", one, name=name) for one, name in labels.items()))
    again.adopt(made.kept())
    assert again.held == made.held
    again.adopt({})
    assert again.listed("label") == []
