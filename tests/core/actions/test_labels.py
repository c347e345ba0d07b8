import pytest

from atom_desktop.model.errors import Conflict, NotFound, UserError
from atom_desktop.model.query.problem import QueryError


def test_a_label_is_made_and_made_once(run, vault):
    said = run("label.add", name="@phone", hue=210)
    assert said["name"] == "phone"
    assert vault.record("label", said["id"]).fields["hue"] == 210
    with pytest.raises(Conflict, match="already"):
        run("label.add", name="Phone")


def test_a_renamed_label_is_renamed_on_every_task(run):
    run("task.add", text="Call @phone")
    run("label.edit", label="phone", name="calls", hue=5)
    assert run("task.list")["tasks"][0]["labels"] == ["calls"]
    run("history.undo")
    assert run("task.list")["tasks"][0]["labels"] == ["phone"]


def test_a_label_keeps_its_own_name_but_takes_no_other_one(run):
    run("label.add", name="phone")
    run("label.add", name="shop")
    assert run("label.edit", label="@phone", name="Phone")["name"] == "Phone"
    with pytest.raises(Conflict):
        run("label.edit", label="phone", name="SHOP")
    with pytest.raises(UserError, match="nothing to change"):
        run("label.edit", label="phone")


def test_an_archived_label_is_not_offered_until_it_comes_back(run):
    said = run("label.add", name="old")
    run("label.edit", label="old", archived=True)
    assert run("names.list", kind="label")["names"] == []
    run("label.edit", label=said["id"], archived=False)
    assert run("names.list", kind="label")["names"] == ["old"]


def test_a_deleted_label_leaves_every_task_and_comes_back_by_undo(run):
    run("task.add", text="One @phone @shop")
    run("task.add", text="Two @phone")
    assert run("label.delete", label="phone")["changed"] == 2
    assert [task["labels"] for task in run("task.list")["tasks"]] == [["shop"], []]
    assert run("names.list", kind="label")["names"] == ["shop"]
    run("history.undo")
    assert run("task.count", query="@phone") == {"count": 2}


def test_a_filter_is_kept_under_its_name_until_it_is_deleted(run, vault):
    said = run("filter.add", name="Mine", query="@phone and overdue", hue=3)
    fields = vault.record("filter", said["id"]).fields
    assert (fields["query"], fields["hue"]) == ("@phone and overdue", 3)
    run("filter.add", name="Another", query="p1")
    assert run("names.list", kind="filter")["names"] == ["Mine", "Another"]
    with pytest.raises(Conflict):
        run("filter.add", name="mine", query="p1")
    assert run("filter.delete", filter="mine")["name"] == "Mine"
    run("filter.add", name="Mine", query="p2")
    with pytest.raises(NotFound):
        run("filter.delete", filter=said["id"])


def test_a_filter_that_cannot_be_read_is_not_kept(run):
    with pytest.raises(QueryError):
        run("filter.add", name="Broken", query="(p1")
    assert run("names.list", kind="filter")["names"] == []


@pytest.mark.parametrize(
    ("kind", "prefix", "wanted"),
    [
        ("project", "", ["Home", "Work", "Work/Alpha"]),
        ("project", "wo", ["Work", "Work/Alpha"]),
        ("section", "", ["Kitchen"]),
        ("label", "s", ["shop"]),
        ("label", "x", []),
    ],
)
def test_names_are_listed_by_their_first_letters(run, kind, prefix, wanted):
    for project in ("Home", "Work", "Work/Alpha"):
        run("project.add", name=project)
    for project in ("Home", "Work"):
        run("section.add", project=project, name="Kitchen")
    run("label.add", name="shop")
    assert run("names.list", kind=kind, prefix=prefix)["names"] == wanted


def test_an_unknown_kind_of_name_is_refused(run):
    with pytest.raises(UserError):
        run("names.list", kind="colour")
