"""The made-up tasks are the same in every run and as large as real ones."""

import json

from atom_desktop.cli.bench.sample import sample_tasks


def made(count: int) -> list[dict]:
    return list(sample_tasks(count, ["a", "b"], ["x", "y", "z"]))


def test_they_are_the_same_in_every_run() -> None:
    assert made(50) == made(50)


def test_they_are_about_as_large_as_real_ones() -> None:
    sizes = [len(json.dumps(task)) for task in made(500)]
    assert 400 < sum(sizes) / len(sizes) < 800


def test_they_differ_in_date_priority_label_and_state() -> None:
    tasks = made(500)
    assert 200 < sum("due" in task for task in tasks) < 450
    assert {task.get("priority") for task in tasks} == {None, 1, 2, 3}
    assert any(task.get("status") == "done" for task in tasks)
    assert {label for task in tasks for label in task.get("labels", [])} == {"x", "y", "z"}


def test_few_titles_are_the_same() -> None:
    titles = [task["title"] for task in made(500)]
    assert len(set(titles)) == 500
