import pytest

from atom_desktop.model.change import Change, Op
from atom_desktop.model.errors import NotFound, UserError


@pytest.fixture
def edit(run):
    """Edit one task; return it as it is then."""

    def edit_task(record, **values):
        return run("task.edit", ids=[record.id], set=values)["tasks"][0]

    return edit_task


@pytest.fixture
def task(vault):
    return vault.add(title="Pack")


def test_a_checklist_is_written_as_lines_texts_or_objects(edit, task):
    for value in (
        "shoes\n\nmap",
        ["shoes", "map"],
        '["shoes", {"text": "map"}]',
        [{"text": " shoes", "done": False}, "map"],
    ):
        shown = edit(task, checklist=value, notes=str(value))["checklist"]
        assert shown == [{"text": "shoes", "done": False}, {"text": "map", "done": False}]
    assert edit(task, checklist="")["checklist"] == []


def test_an_item_whose_text_stays_is_the_same_item(edit, vault, task):
    edit(task, checklist=["shoes", "map"])
    before = {one["text"]: one["id"] for one in vault.record("task", task.id).fields["checklist"]}
    shown = edit(task, checklist=["hat", {"text": "map", "done": True}])
    after = {one["text"]: one["id"] for one in vault.record("task", task.id).fields["checklist"]}
    assert after["map"] == before["map"]
    assert after["hat"] not in before.values()
    assert shown["checklist"][1] == {"text": "map", "done": True}


def test_two_items_may_have_the_same_text(edit, task):
    assert len(edit(task, checklist=["hat", "hat"])["checklist"]) == 2
    assert len(edit(task, checklist=["hat", "hat", "hat"])["checklist"]) == 3


def test_a_task_can_wait_for_others(edit, vault, task):
    first, second = vault.add(title="First"), vault.add(title="Second")
    shown = edit(task, depends_on=f"{first.id[:6]}, {second.id}")
    assert set(shown["depends_on"]) == {first.id, second.id}
    assert shown["blocked"] is True
    assert edit(task, depends_on=[])["blocked"] is False


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_task_cannot_wait_for_itself_not_even_through_others(edit, vault, task, length):
    chain = [task]
    for _ in range(length - 1):
        chain.append(vault.add(title="Next", depends_on=[chain[-1].id]))
    with pytest.raises(UserError) as caught:
        edit(task, depends_on=chain[-1].id)
    assert caught.value.code == "cycle"


def test_tasks_that_wait_for_each_other_elsewhere_end_no_search(edit, vault, task):
    one = vault.add(title="One")
    other = vault.add(title="Other", depends_on=[one.id])
    vault.run(Change("task", one.id, Op.ADD, "depends_on", None, other.id))
    assert edit(task, depends_on=one.id)["depends_on"] == [one.id]


def test_a_task_cannot_wait_for_what_is_not_there(edit, task):
    with pytest.raises(NotFound):
        edit(task, depends_on="zzzzz")


def test_links_are_texts(edit, task):
    shown = edit(task, links="https://example.org/1, https://example.org/2")
    assert shown["links"] == ["https://example.org/1", "https://example.org/2"]
    assert edit(task, links=["https://example.org/2"])["links"] == ["https://example.org/2"]


def test_reminders_are_minutes_before_or_a_time(edit, task):
    assert edit(task, reminders="30m before, 1h")["reminders"] == [{"before": 30}, {"before": 60}]
    at = {"at": "2026-12-01T09:00:00", "tz": None}
    assert edit(task, reminders=[{"at": at}, 15])["reminders"] == [{"at": at}, {"before": 15}]
    assert edit(task, reminders=None)["reminders"] == []


@pytest.mark.parametrize(
    "values",
    [
        {"labels": 5},
        {"labels": [5]},
        {"labels": [""]},
        {"labels": {"a": 1}},
        {"links": [None]},
        {"checklist": [{"done": True}]},
        {"checklist": [{"text": "x", "done": "yes"}]},
        {"checklist": [[]]},
        {"reminders": "soon"},
        {"reminders": [{"at": None}]},
        {"reminders": [{"before": 5, "at": None}]},
        {"reminders": [{"at": {"date": "2026-02-30"}}]},
    ],
)
def test_elements_that_a_set_cannot_have_are_refused(edit, run, task, values):
    with pytest.raises(UserError):
        edit(task, **values)
    assert len(run("history.list", id=task.id)["steps"]) == 1
