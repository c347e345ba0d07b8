import pytest

from atom_desktop.gui.tasks.sentence import sentence
from tests.fakes.task_columns import TODAY, made_id


def said(index, title="Call Ann", **fields):
    return sentence(index.rows().at(index.put(1, title, **fields)))


def test_a_task_is_one_sentence(index):
    project = index.name("project", 1, "Home")
    text = said(index, priority=2, project=project, due={"at": "2026-11-25T09:00:00", "tz": None})
    assert text == "Call Ann, priority 2, due tomorrow 9:00, project Home, not done"


def test_a_plain_task_says_little(index):
    assert said(index) == "Call Ann, not done"


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"due": {"date": "2026-11-23"}}, "overdue since yesterday"),
        ({"due": TODAY}, "due today"),
        ({"deadline": {"date": "2026-11-26"}}, "deadline in 2 days"),
        ({"estimate": 40}, "40m"),
        ({"notes": "x"}, "with notes"),
        ({"recurrence": {"rule": "x"}}, "repeats"),
        ({"checklist": [{"id": "x", "text": "y"}]}, "with checklist"),
        ({"attachments": ["x"]}, "with attachment"),
        ({"links": ["x"]}, "with link"),
        ({"status": "done"}, "done"),
        ({"status": "waiting"}, "waiting"),
        ({"status": "cancelled"}, "cancelled"),
        ({"trashed": "2026-11-24T00:00:00Z"}, "in the trash"),
    ],
)
def test_everything_that_is_painted_is_also_said(index, fields, part):
    assert part in said(index, **fields).split(", ")


def test_labels_are_said(index):
    assert "label phone" in said(index, labels=[index.name("label", 1, "phone")])


def test_a_blocked_task_says_so(index):
    index.put(5)
    assert "blocked by 1" in said(index, depends_on=[made_id(5)])


def test_a_task_without_a_title_is_not_silent(index):
    assert said(index, title="") == "Without a title, not done"
