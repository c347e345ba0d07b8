from atom_desktop.core.actions.answering import titled


def test_very_many_tasks_are_changed_and_some_of_them_shown(run, vault):
    vault.add_many([{"title": "Milk"} for _ in range(1100)])
    said = run("task.done", query="milk")
    assert said["changed"] == 1100
    assert len(said["tasks"]) == 1000
    assert run("task.count") == {"count": 0}


def test_a_long_title_is_cut_in_the_name_of_the_step(run, vault):
    task = vault.add(title="x" * 100)
    assert run("task.done", ids=[task.id])["title"] == "Complete “" + "x" * 59 + "…”"


def test_the_name_of_a_step_says_which_task_or_how_many(vault):
    one, two = vault.add(title="Milk"), vault.add(title="Bread")
    assert titled("Move", [one]) == "Move “Milk”"
    assert titled("Move", [one, two]) == "Move 2 tasks"
