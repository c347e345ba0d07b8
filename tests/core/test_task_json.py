import pytest

from atom_desktop.core.task_json import task_json, utc_text
from tests.fakes.vault import open_vault

KEYS = [
    "id",
    "title",
    "notes",
    "project",
    "section",
    "labels",
    "priority",
    "status",
    "start",
    "due",
    "duration",
    "deadline",
    "recurrence",
    "reminders",
    "estimate",
    "spent",
    "parent",
    "depends_on",
    "blocked",
    "checklist",
    "assignee",
    "order",
    "links",
    "attachments",
    "comments",
    "created",
    "changed",
    "done",
    "trashed",
    "archived",
]


@pytest.fixture
def vault(tmp_path):
    with open_vault(tmp_path) as opened:
        yield opened


def of(vault, record):
    return task_json(vault.session, vault.record("task", record.id))


def test_every_key_is_there_also_of_an_empty_task(vault):
    task = of(vault, vault.create("task", {"title": "Bare"}))
    assert list(task) == KEYS
    empty = {name: value for name, value in task.items() if name not in {"id", "changed"}}
    assert empty == {
        "title": "Bare", "notes": "", "project": None, "section": None, "labels": [],
        "priority": 4, "status": "open", "start": None, "due": None, "duration": None,
        "deadline": None, "recurrence": None, "reminders": [], "estimate": None, "spent": 0,
        "parent": None, "depends_on": [], "blocked": False, "checklist": [], "assignee": None,
        "order": "", "links": [], "attachments": [], "comments": 0, "created": None, "done": None,
        "trashed": None, "archived": None,
    }  # fmt: skip


def test_a_field_of_a_newer_version_is_kept_and_not_shown(vault):
    record = vault.add(title="From the future", mood="curious")
    assert "mood" not in of(vault, record)
    assert vault.record("task", record.id).fields["mood"] == "curious"


def test_names_stand_in_place_of_ids(vault):
    work = vault.create("project", {"name": "Work"})
    alpha = vault.create("project", {"name": "Alpha", "parent": work.id})
    section = vault.create("section", {"name": "Later", "project": alpha.id})
    labels = [vault.create("label", {"name": name}).id for name in ("shop", "Errand")]
    task = of(vault, vault.add(project=alpha.id, section=section.id, labels=labels))
    assert task["project"] == {"id": alpha.id, "path": "Work/Alpha"}
    assert task["section"] == "Later"
    assert task["labels"] == ["Errand", "shop"]


def test_names_that_are_gone_do_not_break_a_task(vault):
    gone = "7" * 26
    task = of(vault, vault.add(project=gone, section=gone, labels=[gone], rule=gone, assignee=gone))
    assert task["project"] == {"id": gone, "path": ""}
    assert (task["section"], task["labels"], task["recurrence"]) == (None, [], None)
    assert task["assignee"] == gone


def test_fields_of_a_wrong_kind_do_not_break_a_task(vault):
    task = of(vault, vault.add(title=3, project=4, labels="x", recurrence="daily", checklist=[5]))
    assert (task["title"], task["project"], task["labels"]) == ("", None, [])
    assert (task["recurrence"], task["checklist"]) == (None, [])


def test_recurrence_is_shown_from_the_task_or_from_its_rule(vault):
    own = vault.add(recurrence={"rule": "RRULE:FREQ=DAILY"})
    rule = vault.create("rule", {"rule": "RRULE:FREQ=WEEKLY", "from": "completion", "text": "ev w"})
    assert of(vault, own)["recurrence"] == {"rule": "RRULE:FREQ=DAILY", "from": "due", "text": ""}
    assert of(vault, vault.add(rule=rule.id))["recurrence"] == {
        "rule": "RRULE:FREQ=WEEKLY",
        "from": "completion",
        "text": "ev w",
    }


def test_a_task_is_blocked_while_one_it_depends_on_is_open(vault):
    first = vault.add(title="First")
    second = vault.add(title="Second", depends_on=[first.id, "7" * 26])
    assert of(vault, second)["blocked"] is True
    vault.set(first, status="done")
    assert of(vault, second)["blocked"] is False


def test_a_checklist_is_in_its_order(vault):
    items = [
        {"id": "b", "text": "two", "order": "W"},
        {"id": "a", "text": "one", "done": True, "order": "V"},
    ]
    assert of(vault, vault.add(checklist=items))["checklist"] == [
        {"text": "one", "done": True},
        {"text": "two", "done": False},
    ]


def test_people_and_links_are_shown_by_name_and_address(vault):
    ann = vault.create("contact", {"name": "Ann"})
    link = vault.create("link", {"url": "https://example.org/1"})
    task = of(vault, vault.add(assignee=ann.id, links=[link.id, "https://example.org/2"]))
    assert task["assignee"] == "Ann"
    assert set(task["links"]) == {"https://example.org/1", "https://example.org/2"}


def test_comments_and_time_spent_are_counted_as_they_come(vault):
    record = vault.add(title="Talked about")
    vault.create("comment", {"text": "First", "record": record.id})
    assert of(vault, record)["comments"] == 1
    vault.create("comment", {"text": "Second", "record": record.id})
    vault.create("entry", {"task": record.id, "minutes": 25})
    assert (of(vault, record)["comments"], of(vault, record)["spent"]) == (2, 25)


def test_changed_is_when_the_last_change_was_made(vault):
    record = vault.add(title="One")
    vault.clock.forward(90)
    vault.set(record, title="Two")
    assert of(vault, record)["changed"] == vault.clock.utc()


def test_an_instant_is_written_in_utc():
    assert utc_text(1_795_507_200_999) == "2026-11-24T08:00:00Z"
