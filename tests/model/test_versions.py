import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.collections import Collection
from atom_desktop.model.versions import CURRENT, UPGRADES, is_newer, upgraded, version_of


def renamed(fields):
    left = {name: value for name, value in fields.items() if name != "headline"}
    return {**left, "title": fields.get("headline", "")}


def shouted(fields):
    return {**fields, "title": fields["title"].upper()}


STEPS = {("task", 1): renamed, ("task", 2): shouted}


def test_every_collection_has_a_current_version():
    assert set(CURRENT) == set(Collection)
    assert min(CURRENT.values()) >= 1


def test_every_upgrade_leads_towards_the_current_version():
    for collection, version in UPGRADES:
        assert 1 <= version < CURRENT[collection]


@pytest.mark.parametrize(
    ("fields", "version"),
    [
        ({}, 1),
        ({"version": 1}, 1),
        ({"version": 7}, 7),
        ({"version": 0}, 1),
        ({"version": -3}, 1),
        ({"version": None}, 1),
        ({"version": "7"}, 1),
        ({"version": 7.0}, 1),
        ({"version": [7]}, 1),
    ],
)
def test_a_version_is_a_whole_number_above_nought_or_the_first(fields, version):
    assert version_of(fields) == version


def test_a_record_of_this_version_may_be_written_and_one_of_a_later_not():
    assert not is_newer("task", {})
    assert not is_newer("task", {"version": CURRENT["task"]})
    assert is_newer("task", {"version": CURRENT["task"] + 1})


def test_a_collection_that_is_not_known_comes_from_a_newer_version():
    assert is_newer("hologram", {})
    assert is_newer("Task", {"version": 1})


def test_what_is_newer_depends_on_the_versions_that_are_current():
    assert not is_newer("task", {"version": 3}, {"task": 3})
    assert is_newer("task", {"version": 4}, {"task": 3})


def test_a_record_that_is_up_to_date_stays_the_very_same():
    fields = {"title": "Call"}
    assert upgraded("task", fields) is fields
    assert upgraded("label", fields, STEPS) is fields
    newest = {"title": "Call", "version": 3}
    assert upgraded("task", newest, STEPS) is newest


def test_an_old_record_goes_through_every_step_up_to_the_last():
    assert upgraded("task", {"headline": "call"}, STEPS) == {"title": "CALL", "version": 3}


def test_a_record_in_between_goes_through_the_steps_that_are_left():
    fields = {"title": "call", "version": 2}
    assert upgraded("task", fields, STEPS) == {"title": "CALL", "version": 3}


@given(extra=st.dictionaries(st.text(min_size=9, max_size=12), st.integers()))
def test_fields_that_no_step_knows_are_carried_along_and_the_old_record_stays(extra):
    before = {"headline": "call", **extra}
    fields = dict(before)
    assert extra.items() <= upgraded("task", fields, STEPS).items()
    assert fields == before


def test_bringing_up_to_date_twice_is_the_same_as_once():
    once = upgraded("task", {"headline": "call"}, STEPS)
    assert upgraded("task", once, STEPS) is once
