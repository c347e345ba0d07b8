import pytest

from atom_desktop.model.errors import Conflict, NotFound, UserError


@pytest.fixture
def edit(run):
    """Edit one task; return it as it is then."""

    def edit_task(record, **values):
        return run("task.edit", ids=[record.id], set=values)["tasks"][0]

    return edit_task


@pytest.fixture
def task(vault):
    return vault.add(title="Buy milk")


def test_several_fields_are_changed_in_one_step(run, edit, task):
    shown = edit(
        task, title="Buy oat milk", due="tomorrow", priority="p1", estimate="1h", notes="x"
    )
    assert (shown["title"], shown["priority"], shown["estimate"]) == ("Buy oat milk", 1, 60)
    assert shown["due"] == {"date": "2026-11-25"}
    run("history.undo")
    back = run("task.show", id=task.id)["task"]
    assert (back["title"], back["priority"], back["due"], back["notes"]) == (
        "Buy milk",
        4,
        None,
        "",
    )


@pytest.mark.parametrize("field", ["notes", "due", "start", "deadline", "estimate", "duration"])
def test_nothing_clears_a_field(edit, vault, field):
    values = {"notes": "x", "estimate": 5, "duration": 5}
    held = vault.add(title="T", **{field: values.get(field, {"date": "2026-12-01"})})
    assert edit(held, **{field: ""})[field] in {None, ""}
    assert field not in vault.record("task", held.id).fields


def test_an_empty_title_is_refused_and_nothing_else_is_changed(edit, run, task):
    with pytest.raises(UserError, match="title"):
        edit(task, title="  ", notes="x")
    assert run("task.show", id=task.id)["task"]["notes"] == ""


def test_a_field_that_does_not_exist_is_refused_with_those_that_do(edit, task):
    with pytest.raises(UserError, match="no field “colour”") as caught:
        edit(task, colour="red")
    for field in ("title", "due", "priority", "labels", "checklist", "depends_on", "project"):
        assert field in caught.value.hint


def test_an_edit_must_say_what_to_change(run, task):
    with pytest.raises(UserError, match="Nothing was said"):
        run("task.edit", ids=[task.id])


def test_an_edit_that_changes_nothing_is_no_success(edit, task):
    with pytest.raises(UserError, match="nothing to change"):
        edit(task, title="Buy milk")


def test_all_that_a_query_finds_are_edited_in_one_step(run, vault):
    vault.add_many([{"title": "Milk"}, {"title": "Oat milk"}, {"title": "Bread"}])
    said = run("task.edit", query="milk", set={"priority": 2}, expected=2)
    assert (said["changed"], said["title"]) == (2, "Edit 2 tasks")
    run("history.undo")
    assert run("task.count", query="p2") == {"count": 0}
    with pytest.raises(Conflict):
        run("task.edit", query="milk", set={"priority": 2}, expected=1)


def test_a_task_of_a_newer_version_is_shown_and_not_changed(run, edit, vault):
    held = vault.add(title="From the future", version=99)
    assert run("task.show", id=held.id)["task"]["title"] == "From the future"
    with pytest.raises(Conflict, match="newer ATOM"):
        edit(held, title="From the past")
    with pytest.raises(Conflict):
        run("task.delete", ids=[held.id])


class TestStatus:
    def test_a_status_is_set_by_its_name(self, edit, task):
        assert edit(task, status="waiting")["status"] == "waiting"
        assert edit(task, status="")["status"] == "open"

    def test_done_says_when_and_takes_the_subtasks_along(self, edit, run, vault, task):
        low = vault.add(title="Low", parent=task.id)
        assert edit(task, status="done")["done"] == vault.clock.utc()
        assert run("task.show", id=low.id)["task"]["status"] == "done"

    def test_a_recurring_task_goes_on_from_the_date_of_the_same_edit(self, edit, vault):
        held = vault.add(due={"date": "2026-11-24"}, recurrence={"rule": "FREQ=DAILY"})
        shown = edit(held, status="done", due="2026-12-01")
        assert (shown["status"], shown["due"]) == ("open", {"date": "2026-12-02"})

    def test_a_series_ended_in_the_same_edit_is_over(self, edit, vault):
        held = vault.add(due={"date": "2026-11-24"}, recurrence={"rule": "FREQ=DAILY"})
        shown = edit(held, status="done", recurrence="")
        assert (shown["status"], shown["recurrence"]) == ("done", None)

    def test_a_checklist_of_the_same_edit_stays_as_it_was_given(self, edit, vault):
        held = vault.add(
            due={"date": "2026-11-24"},
            recurrence={"rule": "FREQ=DAILY"},
            checklist=[{"id": "a", "text": "one", "done": True}],
        )
        shown = edit(held, status="done", checklist=[{"text": "one", "done": True}, "two"])
        assert [item["done"] for item in shown["checklist"]] == [True, False]


class TestLabels:
    def test_labels_are_replaced_added_and_taken_away_by_name(self, run, edit, task):
        assert edit(task, labels="shop, @home")["labels"] == ["home", "shop"]
        said = run("task.edit", ids=[task.id], add_labels=["@car"], remove_labels=["SHOP"])
        assert said["tasks"][0]["labels"] == ["car", "home"]
        assert edit(task, labels="")["labels"] == []

    def test_a_new_label_is_made_once_for_all_tasks_and_taken_back_with_them(self, run, vault):
        ids = vault.add_many([{"title": "One"}, {"title": "Two"}])
        run("task.edit", ids=ids, add_labels=["shop", "Shop"])
        assert [one.name for one in vault.index.names.listed("label")] == ["shop"]
        run("history.undo")
        assert vault.index.names.listed("label") == []

    def test_a_label_may_be_named_by_its_id(self, run, vault, task):
        label = vault.create("label", {"name": "shop"})
        said = run("task.edit", ids=[task.id], add_labels=[label.id])
        assert said["tasks"][0]["labels"] == ["shop"]

    def test_nothing_new_is_made_where_the_setting_says_so(self, run, task):
        run("settings.set", key="capture.create", value=False)
        with pytest.raises(NotFound, match="no label “shop”"):
            run("task.edit", ids=[task.id], add_labels=["shop"])

    def test_a_label_that_does_not_exist_cannot_be_taken_away(self, run, task):
        with pytest.raises(NotFound, match="no label"):
            run("task.edit", ids=[task.id], remove_labels=["shop"])


class TestPlace:
    @pytest.fixture
    def home(self, vault):
        return vault.create("project", {"name": "Home"})

    @pytest.fixture
    def kitchen(self, vault, home):
        return vault.create("section", {"name": "Kitchen", "project": home.id})

    def test_a_project_and_a_section_are_set_by_name(self, edit, home, kitchen, task):
        shown = edit(task, project="home", section="kitchen")
        assert (shown["project"]["path"], shown["section"]) == ("Home", "Kitchen")
        assert edit(task, section="")["section"] is None
        assert edit(task, section=kitchen.id)["section"] == "Kitchen"
        assert edit(task, project="-")["project"] is None

    def test_another_project_leaves_section_and_parent_behind(
        self, edit, vault, home, kitchen, task
    ):
        vault.create("project", {"name": "Work"})
        low = vault.add(title="Low", parent=task.id, project=home.id, section=kitchen.id)
        shown = edit(low, project="Work")
        assert (shown["section"], shown["parent"]) == (None, None)

    def test_the_same_project_leaves_everything_as_it_is(self, edit, vault, home, kitchen, task):
        low = vault.add(title="Low", parent=task.id, project=home.id, section=kitchen.id)
        shown = edit(low, project="Home", title="Lower")
        assert (shown["section"], shown["parent"]) == ("Kitchen", task.id)

    def test_a_section_of_the_project_may_stand_behind_it(self, edit, kitchen, task):
        assert edit(task, project="Home/Kitchen")["section"] == "Kitchen"

    def test_tasks_of_several_places_go_each_their_way(self, run, vault, kitchen, home):
        one, two = vault.add(title="One"), vault.add(title="Two", project=home.id)
        run("task.edit", ids=[one.id, two.id], set={"section": ""} | {"title": "T"})
        low = vault.add(title="Low")
        run("task.edit", ids=[low.id], set={"parent": two.id})
        assert run("task.show", id=low.id)["task"]["project"]["path"] == "Home"
        assert run("task.edit", ids=[low.id], set={"parent": ""})["tasks"][0]["parent"] is None

    def test_a_parent_must_be_where_the_task_is_to_be(self, edit, vault, home, task):
        top = vault.add(title="Top", project=home.id)
        assert edit(task, parent=top.id, project="Home")["parent"] == top.id
        with pytest.raises(UserError, match="another project"):
            edit(task, parent=top.id, project="")

    def test_a_task_cannot_become_its_own_parent(self, edit, vault, task):
        low = vault.add(title="Low", parent=task.id)
        with pytest.raises(UserError, match="into itself"):
            edit(task, parent=low.id)

    @pytest.mark.parametrize(
        "values", [{"project": "Nowhere"}, {"section": "Kitchen"}, {"parent": "zzzzz"}]
    )
    def test_a_place_that_does_not_exist_is_not_found(self, edit, kitchen, task, values):
        with pytest.raises(NotFound):
            edit(task, **values)

    def test_a_place_is_a_text(self, edit, task):
        with pytest.raises(UserError, match="project cannot be"):
            edit(task, project=3)
