import datetime as dt

import msgspec
import pytest

from atom_desktop.core.capture import new_names, read_line, task_change
from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.planned import on_day
from atom_desktop.model.quick_add.draft import Draft
from atom_desktop.model.task import Recurrence, Reminder
from tests.fakes.vault import open_vault

MOMENT = Moment(now=dt.datetime(2026, 11, 24, 9, 30))  # noqa: DTZ001 -- a wall time


@pytest.fixture
def vault(tmp_path):
    with open_vault(tmp_path) as opened:
        yield opened


def captured(vault, draft):
    """Make the task of a draft; return its record."""
    names = new_names(vault.session)
    change = task_change(vault.session, draft, names)
    vault.run(*names.changes, change)
    return vault.record("task", change.id)


def test_everything_a_draft_can_say_is_stored(vault):
    day = on_day(dt.date(2026, 12, 1))
    draft = Draft(
        text="",
        title="Plan",
        notes="How",
        start=day,
        due=day,
        deadline=day,
        duration=30,
        estimate=45,
        recurrence=Recurrence(rule="RRULE:FREQ=DAILY"),
        reminders=(Reminder(before=10),),
        priority=2,
    )
    fields = captured(vault, draft).fields
    assert {name: fields[name] for name in ("start", "due", "deadline")} == {
        name: {"date": "2026-12-01"} for name in ("start", "due", "deadline")
    }
    assert (fields["duration"], fields["estimate"], fields["priority"]) == (30, 45, 2)
    assert fields["recurrence"] == {"rule": "RRULE:FREQ=DAILY", "from": "due", "text": ""}
    assert fields["reminders"] == [{"before": 10}]
    assert fields["notes"] == "How"


def test_a_draft_that_says_little_stores_little(vault):
    assert set(captured(vault, Draft(text="", title="Bare")).fields) == {
        "title",
        "created",
        "order",
    }


def test_a_section_is_made_once_for_its_project(vault):
    draft = Draft(text="", title="One", project="Home", section="Kitchen")
    first = captured(vault, draft)
    second = captured(vault, msgspec.structs.replace(draft, section="kitchen"))
    assert first.fields["section"] == second.fields["section"]
    other = captured(vault, msgspec.structs.replace(draft, project="Work"))
    assert other.fields["section"] != first.fields["section"]


def test_new_projects_stand_behind_the_others(vault):
    for name in ("One", "Two"):
        captured(vault, Draft(text="", title="x", project=name))
    assert [one.name for one in vault.index.names.listed("project")] == ["One", "Two"]


def test_a_project_that_was_thrown_away_is_not_used_again(vault):
    old = vault.create("project", {"name": "Home", "trashed": "2026-11-20T08:00:00Z"})
    record = captured(vault, Draft(text="", title="x", project="Home"))
    assert record.fields["project"] != old.id


def test_a_line_is_read_with_the_names_that_exist(vault):
    vault.create("project", {"name": "Release 2.0"})
    draft = read_line(vault.session, "Ship #release 2.0 now", MOMENT, "todoist", create=True)
    assert (draft.title, draft.project) == ("Ship now", "Release 2.0")


@pytest.mark.parametrize("order", ["VVVVVVV0V", "?", "zzz", "0001"])
def test_a_new_task_is_put_behind_orders_of_every_kind(vault, order):
    vault.add(title="There", order=order)
    vault.create("project", {"name": "There", "order": order})
    first = captured(vault, Draft(text="", title="One", project="New"))
    second = captured(vault, Draft(text="", title="Two"))
    assert order < first.fields["order"] < second.fields["order"]


@pytest.mark.parametrize("order", ["~", "z" * 50])
def test_an_order_that_nothing_can_stand_behind_stops_no_new_task(vault, order):
    vault.add(title="There", order=order)
    assert captured(vault, Draft(text="", title="One")).fields["order"]
