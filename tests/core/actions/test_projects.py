import pytest

from atom_desktop.model.errors import Conflict, NotFound, UserError


def titles(run, query=""):
    return {task["title"] for task in run("task.list", query=query)["tasks"]}


def test_a_project_is_made_with_all_it_was_given(run, vault):
    said = run("project.add", name=" #Garden  plot ", hue=120, notes="Behind the house")
    assert (said["name"], said["title"]) == ("Garden plot", "Add project “Garden plot”")
    fields = vault.record("project", said["id"]).fields
    assert (fields["hue"], fields["notes"]) == (120, "Behind the house")
    run("history.undo")
    assert run("names.list", kind="project")["names"] == []


def test_a_path_makes_what_is_missing_of_it_in_one_step(run):
    run("project.add", name="Work")
    run("project.add", name="Work/Alpha/Beta", hue=-1)
    assert run("names.list", kind="project")["names"] == ["Work", "Work/Alpha", "Work/Alpha/Beta"]
    run("history.undo")
    assert run("names.list", kind="project")["names"] == ["Work"]


def test_a_parent_may_be_named_instead(run):
    work = run("project.add", name="Work")
    run("project.add", name="Alpha", parent=work["id"][:6])
    assert "Work/Alpha" in run("names.list", kind="project")["names"]
    with pytest.raises(UserError, match="named twice"):
        run("project.add", name="Work/Beta", parent="Work")


def test_the_same_name_is_free_elsewhere_only(run):
    run("project.add", name="Work/Plans")
    run("project.add", name="Home/Plans")
    with pytest.raises(Conflict, match="already"):
        run("project.add", name="home/plans")


@pytest.mark.parametrize("name", ["", " ", "#", "/", "x" * 201])
def test_a_project_needs_a_name_of_some_length(run, name):
    with pytest.raises(UserError):
        run("project.add", name=name)


def test_a_name_that_several_projects_have_is_not_guessed_at(run, vault):
    run("project.add", name="Work/Plans")
    run("project.add", name="Home/Plans")
    task = vault.add(title="T")
    with pytest.raises(Conflict) as caught:
        run("task.move", ids=[task.id], to="plans")
    assert "Work/Plans" in caught.value.message
    run("task.move", ids=[task.id], to="work/plans")
    assert titles(run, "project = Work") == {"T"}


def test_name_parent_colour_and_notes_can_be_changed(run, vault):
    run("project.add", name="Work")
    run("project.add", name="Home/Plans", hue=10)
    said = run("project.edit", project="Home/Plans", name="Ideas", parent="Work", hue=-1, notes="N")
    assert said["name"] == "Ideas"
    assert "Work/Ideas" in run("names.list", kind="project")["names"]
    fields = vault.record("project", said["id"]).fields
    assert ("hue" in fields, fields["notes"]) == (False, "N")
    run("project.edit", project="Work/Ideas", parent="-", notes="", hue=20)
    assert "Ideas" in run("names.list", kind="project")["names"]
    assert vault.record("project", said["id"]).fields["hue"] == 20


def test_an_archived_project_is_not_offered_until_it_comes_back(run):
    said = run("project.add", name="Old")
    run("project.edit", project="Old", archived=True)
    assert run("names.list", kind="project")["names"] == []
    run("project.edit", project=said["id"], archived=False)
    assert run("names.list", kind="project")["names"] == ["Old"]


def test_a_project_cannot_be_moved_into_itself(run):
    run("project.add", name="A/B/C")
    for parent in ("A", "A/B/C"):
        with pytest.raises(UserError) as caught:
            run("project.edit", project="A", parent=parent)
        assert caught.value.code == "cycle"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"name": "Work"}, Conflict),
        ({"name": "a/b"}, UserError),
        ({"name": " "}, UserError),
        ({"parent": "Nowhere"}, NotFound),
        ({}, UserError),
        ({"hue": 400}, UserError),
    ],
)
def test_an_edit_that_cannot_be_is_refused(run, values, error):
    run("project.add", name="Work")
    run("project.add", name="Home")
    with pytest.raises(error):
        run("project.edit", project="Home", **values)


class TestDelete:
    @pytest.fixture
    def work(self, run, vault):
        run("task.add", text="Outside")
        run("task.add", text="In work #Work")
        run("task.add", text="In alpha #Work/Alpha")
        run("section.add", project="Work/Alpha", name="Later")
        section = vault.index.names.listed("section")[0]
        task = run("task.list", query='"in alpha"')["tasks"][0]
        run("task.edit", ids=[task["id"]], set={"section": section.id})
        return section

    def test_everything_in_it_goes_to_the_trash_and_comes_back_by_undo(self, run, vault, work):
        said = run("project.delete", project="Work")
        assert (said["name"], said["changed"]) == ("Work", 2)
        assert titles(run) == {"Outside"}
        assert run("names.list", kind="project")["names"] == []
        assert run("names.list", kind="section")["names"] == []
        run("history.undo")
        assert titles(run) == {"Outside", "In work", "In alpha"}
        assert run("names.list", kind="section")["names"] == ["Later"]

    def test_its_tasks_can_go_to_the_inbox_instead(self, run, work):
        run("project.delete", project="Work", keep_tasks=True)
        assert titles(run, "no project no section") == {"Outside", "In work", "In alpha"}

    def test_what_is_in_the_trash_already_stays_as_it_is(self, run, vault, work):
        run("task.delete", query='"in work"')
        vault.clock.forward(60)
        assert run("project.delete", project="Work")["changed"] == 1

    def test_a_task_brings_its_project_back(self, run, work):
        run("project.delete", project="Work")
        run("task.restore", query='"in alpha" is trashed')
        assert run("names.list", kind="project")["names"] == ["Work", "Work/Alpha"]
        assert run("names.list", kind="section")["names"] == ["Later"]


def test_a_section_is_made_once_in_its_project(run):
    run("project.add", name="Home")
    assert run("section.add", project="home", name="Kitchen")["name"] == "Kitchen"
    with pytest.raises(Conflict):
        run("section.add", project="Home", name="kitchen")
    with pytest.raises(NotFound):
        run("section.add", project="Nowhere", name="Kitchen")
