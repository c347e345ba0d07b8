import re

import pytest
from hypothesis import given

from atom_desktop.model.planned import MINUTES_A_DAY, day_minutes
from atom_desktop.model.query.explain import explain
from atom_desktop.model.query.nodes import (
    DateField,
    Everything,
    Flag,
    FlagName,
    Has,
    HasLabel,
    MayHave,
    Not,
    Query,
    StatusIs,
    When,
)
from atom_desktop.model.query.parse import parse_query
from atom_desktop.model.task import Status
from tests.model.moments import moment, wall
from tests.model.query.written import nodes, typed

DAY = day_minutes(wall("2026-12-01"))
IMPLIED = " and open and not in the trash and not archived"


def of(node):
    return explain(Query(where=node)).removeprefix("Tasks: ").removesuffix(".")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("milk", "“milk…” in the title or notes"),
        ("milk bread", "“milk…” and “bread…” in the title or notes"),
        ("title:milk", "“milk…” in the title"),
        ("notes:milk", "“milk…” in the notes"),
        ('"two words"', "the words “two words” in the title or notes"),
        ("#Home", "in project Home"),
        ("section = Kitchen", "in section Kitchen"),
        ("@errand", "with label errand"),
        ("p1", "priority 1"),
        ("priority above p3", "priority 1 or 2"),
        ("priority above p1", "none"),
        ("priority below p4", "none"),
        ("overdue", "overdue"),
        ("is someday", "put off to someday"),
        ("has notes", "with notes"),
        ("no due", "without due"),
        ("not @a", "not with label a"),
        ("not (@a or @b)", "not (with label a or with label b)"),
        ("not (@a and @b)", "not (with label a and with label b)"),
        ("@a or @b @c", "(with label a or with label b and with label c)"),
        ("@a (@b or @c)", "with label a and (with label b or with label c)"),
        ("due 2026-12-01", "due on 2026-12-01"),
        ("due before friday", "due before 2026-11-27"),
        ("due since friday 9:30", "due 2026-11-27 09:30 or later"),
        ("due friday 9:30", "due at 2026-11-27 09:30"),
        ("start next week", "starting from 2026-11-30 until before 2026-12-07"),
        ("deadline by tomorrow", "with a deadline before 2026-11-26"),
        ("not due friday", "not due on 2026-11-27"),
    ],
)
def test_a_query_is_said_in_words(text, sentence):
    assert explain(parse_query(text, moment())) == f"Tasks: {sentence}{IMPLIED}."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("status any", "Tasks: not in the trash and not archived."),
        ("is trashed or is archived", "Tasks: in the trash or archived."),
        ("is done", "Tasks: done and not in the trash and not archived."),
    ],
)
def test_what_is_implied_is_said_as_well(text, sentence):
    assert explain(parse_query(text, moment())) == sentence


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("sort by due", "; sorted by due."),
        ("sort by priority, due desc", "; sorted by priority, then due (descending)."),
        ("group by project", "; grouped by project."),
        ("limit 3", "; at most 3."),
        ("limit 3 group by label sort by title", "; sorted by title; grouped by label; at most 3."),
    ],
)
def test_the_order_and_the_limit_are_said_behind(text, end):
    assert explain(parse_query(text, moment())) == f"Tasks: {IMPLIED.removeprefix(' and ')}{end}"


def test_all_and_none_have_their_words():
    assert of(Everything()) == "all"
    assert of(Not(Everything())) == "none"
    assert of(Not(Not(HasLabel("a")))) == "not not with label a"


def test_a_date_without_a_border_is_any_date():
    assert of(When(DateField.DUE)) == "due at any time"
    assert of(When(DateField.DUE, end=0)) == "due before 1970-01-01"


def test_part_of_a_day_is_said_with_its_hours():
    node = When(DateField.DONE, DAY + 60, DAY + MINUTES_A_DAY + 60)
    assert of(node) == "done from 2026-12-01 01:00 until before 2026-12-02 01:00"


@pytest.mark.parametrize("field", DateField)
def test_every_date_has_its_words(field):
    assert of(When(field, DAY, DAY + MINUTES_A_DAY)).endswith(" on 2026-12-01")


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_word(status):
    assert of(StatusIs(status)) == status.value


@pytest.mark.parametrize("name", FlagName)
def test_every_question_has_its_words(name):
    assert of(Flag(name))
    assert of(Not(Flag(name))) == f"not {of(Flag(name))}"


@pytest.mark.parametrize("what", MayHave)
def test_everything_that_a_task_may_have_is_said_with_or_without(what):
    assert of(Has(what)) == f"with {what}"
    assert of(Not(Has(what))) == f"without {what}"


@given(node=nodes)
def test_there_is_one_sentence_for_every_query(node):
    query = parse_query(typed(node), moment())
    assert re.fullmatch(r"Tasks: .+\.", explain(query), re.DOTALL)
    assert explain(query) == explain(parse_query(f"({query.text})", moment()))


def test_a_condition_of_an_unknown_kind_is_a_bug_and_not_a_sentence():
    with pytest.raises(TypeError, match="no words"):
        of("milk")
