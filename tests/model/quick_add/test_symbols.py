import pytest

from atom_desktop.model.names import Names
from atom_desktop.model.quick_add.draft import Draft, SpanKind
from atom_desktop.model.quick_add.symbols import read_label, read_priority, read_project
from tests.model.quick_add.lines import context

BLANK = Draft(text="")


def project(text, place=0, **said):
    found = read_project(text, place, context(**said))
    return found and (found.fill(BLANK).project, found.end, found.new)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#Home", ("Home", 5, False)),
        ("#hOME x", ("Home", 5, False)),
        ("#Release 2.0 x", ("Release 2.0", 12, False)),
        ("#Release 2.1 x", ("Release", 8, False)),
        ("#Release.", ("Release", 8, False)),
        ("#STRASSE", ("Straße", 8, False)),
        ("#Garden x", ("Garden", 7, True)),
        ("#Garden, x", ("Garden", 7, True)),
        ("#Garden).", ("Garden", 7, True)),
        ("#Homes", ("Homes", 6, True)),
        ("#été", ("été", 4, True)),
        ("#買い物", ("買い物", 4, True)),
        ("#v2", ("v2", 3, True)),
        ('#"home" x', ("Home", 7, False)),
        ('#"New one" x', ("New one", 10, True)),
        ('#" New one "', ("New one", 12, True)),
        ('#"Release 2.0".', ("Release 2.0", 14, False)),
    ],
)
def test_a_project_is_an_existing_name_or_a_new_word_or_stands_in_quotes(text, expected):
    assert project(text) == expected


@pytest.mark.parametrize(
    "text",
    ["#", "# Home", "#431", "#2x", "#x", "#+49", "#-", "#.", "#/etc", "##Home", "#a@b", "#a\\b",
     '#Ga"den', '#""', '#"', '#"431"', '#"Home', '#"Home"x', '#"x"', "Home", "@Home", ""],
)  # fmt: skip
def test_numbers_signs_and_single_letters_are_no_new_project(text):
    assert project(text) is None


def test_a_project_is_read_at_its_place_only():
    assert project("a #Home", 2) == ("Home", 7, False)
    assert project("a #Home", 0) is None


def test_where_no_names_are_made_only_those_that_exist_count():
    assert project("#Garden", create=False) is None
    assert project('#"New one"', create=False) is None
    assert project("#home", create=False) == ("Home", 5, False)
    assert read_label("@garden", 0, context(create=False)) is None


def test_the_last_project_wins_and_labels_add_up():
    filled = BLANK
    for text in ("#Garden", "#Home"):
        filled = read_project(text, 0, context()).fill(filled)
    for text in ("@errand", "@By Bike", "@ERRAND", "@new"):
        filled = read_label(text, 0, context()).fill(filled)
    assert filled.project == "Home"
    assert filled.labels == ("errand", "by bike", "new")


def test_a_new_label_that_was_said_already_in_another_case_is_not_said_twice():
    filled = BLANK
    for text in ("@straße", "@STRASSE"):
        filled = read_label(text, 0, context()).fill(filled)
    assert filled.labels == ("straße",)


@pytest.mark.parametrize(
    ("text", "level", "end"),
    [("p1", 1, 2), ("P4 x", 4, 2), ("!!2", 2, 3), ("p3,", 3, 2), ("p3).", 3, 2), ("!!1 x", 1, 3)],
)
def test_a_priority_stands_alone_as_a_word(text, level, end):
    found = read_priority(text, 0, context())
    assert (found.kind, found.start, found.end) == (SpanKind.PRIORITY, 0, end)
    assert found.fill(BLANK).priority == level


@pytest.mark.parametrize(
    "text", ["p0", "p5", "p11", "p1x", "p", "!1", "!!", "!!5", "p1-2", "p\u0661"]
)
def test_what_only_looks_like_a_priority_is_none(text):
    assert read_priority(text, 0, context()) is None


def test_each_symbol_has_its_kind():
    assert read_project("#Home", 0, context()).kind is SpanKind.PROJECT
    assert read_label("@errand", 0, context()).kind is SpanKind.LABEL


def test_projects_and_labels_do_not_know_each_other():
    only = context()
    assert only.projects.exact("errand") is None
    assert read_label("@Home", 0, only).new
    assert Names().exact("Home") is None
