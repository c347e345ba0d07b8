import pytest

from atom_desktop.model.errors import NotFound, UserError


@pytest.fixture
def home(vault):
    return vault.create("project", {"name": "Home"})


@pytest.fixture
def kitchen(vault, home):
    return vault.create("section", {"name": "Kitchen", "project": home.id})


def shown(run, record):
    return run("task.show", id=record.id)["task"]


def place(run, record):
    task = shown(run, record)
    return (task["project"] or {}).get("path"), task["section"], task["parent"]


def in_order(run):
    return [task["title"] for task in run("task.list", query="sort by order")["tasks"]]


@pytest.mark.parametrize(
    ("to", "wanted"),
    [
        ("Home", ("Home", None, None)),
        ("#home", ("Home", None, None)),
        ("home/kitchen", ("Home", "Kitchen", None)),
        ("-", (None, None, None)),
    ],
)
def test_a_task_moves_to_a_project_a_section_or_the_inbox(run, vault, kitchen, to, wanted):
    work = vault.create("project", {"name": "Work"})
    task = vault.add(title="T", project=work.id)
    said = run("task.move", ids=[task.id], to=to)
    assert said["title"] == "Move “T”"
    assert place(run, task) == wanted
    run("history.undo")
    assert place(run, task) == ("Work", None, None)


def test_a_project_may_be_named_by_its_path_or_its_id(run, vault, home):
    garden = vault.create("project", {"name": "Garden", "parent": home.id})
    task = vault.add(title="T")
    for name in ("Home/Garden", garden.id, garden.id[:6]):
        run("task.move", ids=[task.id], to="-") if place(run, task)[0] else None
        run("task.move", ids=[task.id], to=name)
        assert place(run, task)[0] == "Home/Garden"


@pytest.mark.parametrize("to", ["Nowhere", "Home/Cellar", "Nowhere/Kitchen"])
def test_a_place_that_does_not_exist_is_not_found(run, vault, kitchen, to):
    task = vault.add(title="T")
    with pytest.raises(NotFound):
        run("task.move", ids=[task.id], to=to)


def test_subtasks_go_with_their_parent(run, vault, home):
    top = vault.add(title="Top")
    low = vault.add(title="Low", parent=top.id)
    run("task.move", ids=[top.id], to="Home")
    assert place(run, low) == ("Home", None, top.id)


def test_a_subtask_that_moves_with_its_parent_stays_its_subtask(run, vault, home):
    top = vault.add(title="Top")
    low = vault.add(title="Low", parent=top.id)
    run("task.move", ids=[low.id, top.id], to="Home")
    assert place(run, low) == ("Home", None, top.id)


def test_a_subtask_that_moves_alone_is_a_task_of_its_own(run, vault, home):
    top = vault.add(title="Top")
    low = vault.add(title="Low", parent=top.id)
    run("task.move", ids=[low.id], to="Home")
    assert place(run, low) == ("Home", None, None)


def test_a_task_moved_under_another_is_where_that_is(run, vault, home, kitchen):
    top = vault.add(title="Top", project=home.id, section=kitchen.id)
    task = vault.add(title="T")
    run("task.move", ids=[task.id], parent=top.id[:6])
    assert place(run, task) == ("Home", "Kitchen", top.id)
    run("task.move", ids=[task.id], parent="-")
    assert place(run, task) == ("Home", "Kitchen", None)


def test_a_task_without_a_parent_cannot_lose_it(run, vault):
    with pytest.raises(UserError, match="nothing to change"):
        run("task.move", ids=[vault.add(title="T").id], parent="-")


def test_project_and_parent_may_both_be_named_if_they_agree(run, vault, home):
    top = vault.add(title="Top", project=home.id)
    task = vault.add(title="T")
    run("task.move", ids=[task.id], to="Home", parent=top.id)
    assert place(run, task) == ("Home", None, top.id)
    run("task.move", ids=[task.id], to="Home", parent="-")
    assert place(run, task) == ("Home", None, None)
    with pytest.raises(UserError, match="another project"):
        run("task.move", ids=[task.id], to="-", parent=top.id)


@pytest.mark.parametrize("how", ["itself", "its child", "its grandchild", "beside its child"])
def test_a_task_cannot_be_moved_into_itself(run, vault, how):
    top = vault.add(title="Top")
    middle = vault.add(title="Middle", parent=top.id)
    low = vault.add(title="Low", parent=middle.id)
    params = {
        "itself": {"parent": top.id},
        "its child": {"parent": middle.id},
        "its grandchild": {"parent": low.id},
        "beside its child": {"before": middle.id},
    }[how]
    with pytest.raises(UserError) as caught:
        run("task.move", ids=[top.id], **params)
    assert caught.value.code == "cycle"


@pytest.mark.parametrize(
    "params", [{}, {"before": "ID", "after": "ID"}, {"before": "ID", "to": "Home"}, {"after": "T"}]
)
def test_where_to_must_be_said_in_one_way(run, vault, home, params):
    task, anchor = vault.add(title="T"), vault.add(title="Anchor")
    names = {"ID": anchor.id, "T": task.id}
    said = {name: names.get(value, value) for name, value in params.items()}
    with pytest.raises(UserError):
        run("task.move", ids=[task.id], **said)


def test_the_place_beside_a_task_may_be_said_twice(run, vault, home):
    task, anchor = vault.add(title="T"), vault.add(title="Anchor", project=home.id)
    run("task.move", ids=[task.id], before=anchor.id, to="Home")
    assert place(run, task) == ("Home", None, None)


def test_a_task_that_stands_there_already_is_not_moved(run, vault):
    one, two = vault.add(title="One", order="V"), vault.add(title="Two", order="W")
    with pytest.raises(UserError, match="nothing to change"):
        run("task.move", ids=[two.id], after=one.id)


def test_moving_beside_a_task_moves_to_where_it_is(run, vault, home, kitchen):
    top = vault.add(title="Top", project=home.id, section=kitchen.id)
    low = vault.add(title="Low", project=home.id, section=kitchen.id, parent=top.id)
    task, other = vault.add(title="T"), vault.add(title="O")
    run("task.move", ids=[task.id], after=low.id)
    assert place(run, task) == ("Home", "Kitchen", top.id)
    run("task.move", ids=[other.id], before=top.id)
    assert place(run, other) == ("Home", "Kitchen", None)


def test_tasks_moved_to_a_project_stand_at_its_end(run, vault, home):
    vault.add(title="There", project=home.id, order="Z")
    one, two = vault.add(title="One", order="V"), vault.add(title="Two", order="W")
    run("task.move", ids=[two.id, one.id], to="Home")
    assert in_order(run) == ["There", "Two", "One"]
