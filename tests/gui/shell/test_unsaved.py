"""Texts on their way and texts that were refused are told apart, and none gets lost."""

import pytest

from atom_desktop.gui.shell.unsaved import Unsaved
from atom_desktop.model.errors import UserError

NO_DATE = UserError("That is no date.", "Write one like tomorrow.")


@pytest.fixture
def unsaved() -> Unsaved:
    return Unsaved()


def test_a_text_is_unsaved_until_the_vault_has_it(unsaved: Unsaved) -> None:
    assert unsaved.send("a", "notes", "One")
    assert unsaved.text("a", "notes") == "One"
    assert unsaved.saved("a", "notes") is None
    assert unsaved.text("a", "notes") is None


def test_a_field_sends_one_text_at_a_time_and_then_the_newest(unsaved: Unsaved) -> None:
    unsaved.send("a", "notes", "One")
    assert not unsaved.send("a", "notes", "One two")
    assert not unsaved.send("a", "notes", "One two three")
    assert unsaved.text("a", "notes") == "One two three"
    assert unsaved.saved("a", "notes") == "One two three"


def test_fields_and_tasks_do_not_wait_for_each_other(unsaved: Unsaved) -> None:
    assert unsaved.send("a", "notes", "One")
    assert unsaved.send("a", "title", "Two")
    assert unsaved.send("b", "notes", "Three")


def test_a_refused_text_is_kept_with_the_reason(unsaved: Unsaved) -> None:
    unsaved.send("a", "due", "yesterweek")
    assert unsaved.refused("a", "due", NO_DATE) is None
    assert unsaved.text("a", "due") == "yesterweek"
    assert unsaved.problems("a") == {"due": "That is no date. Write one like tomorrow."}
    assert unsaved.problems("b") == {}


def test_a_refused_text_gives_way_to_the_one_that_waited(unsaved: Unsaved) -> None:
    unsaved.send("a", "due", "yesterweek")
    unsaved.send("a", "due", "tomorrow")
    assert unsaved.refused("a", "due", NO_DATE) == "tomorrow"
    assert unsaved.problems("a") == {}


def test_a_value_that_is_there_already_counts_as_saved(unsaved: Unsaved) -> None:
    unsaved.send("a", "due", "today")
    unsaved.refused("a", "due", UserError("Nothing to change.", "", "nothing-to-do"))
    assert unsaved.text("a", "due") is None
    assert unsaved.problems("a") == {}


def test_trying_again_takes_the_reason_away(unsaved: Unsaved) -> None:
    unsaved.send("a", "due", "yesterweek")
    unsaved.refused("a", "due", NO_DATE)
    assert unsaved.send("a", "due", "yesterweek")
    assert unsaved.problems("a") == {}


def test_what_was_refused_of_a_task_can_be_given_up(unsaved: Unsaved) -> None:
    for task_id, field in (("a", "due"), ("a", "start"), ("b", "due")):
        unsaved.send(task_id, field, "yesterweek")
        unsaved.refused(task_id, field, NO_DATE)
    assert unsaved.give_up("a") == ("due", "start")
    assert unsaved.text("a", "due") is None
    assert unsaved.text("b", "due") == "yesterweek"


def test_a_lock_forgets_everything(unsaved: Unsaved) -> None:
    unsaved.send("a", "due", "yesterweek")
    unsaved.refused("a", "due", NO_DATE)
    unsaved.send("a", "notes", "One")
    unsaved.send("a", "notes", "Two")
    unsaved.clear()
    assert unsaved.text("a", "due") is None
    assert unsaved.text("a", "notes") is None
