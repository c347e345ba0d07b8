import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.names import Names
from atom_desktop.model.query.nodes import (
    And,
    DateField,
    Everything,
    Flag,
    FlagName,
    GroupKey,
    HasLabel,
    InProject,
    Not,
    Or,
    Phrase,
    Priority,
    Sort,
    SortKey,
    StatusIs,
    Text,
    TextField,
    When,
)
from atom_desktop.model.query.parse import DEEPEST_NESTING, LONGEST_QUERY, parse_query
from atom_desktop.model.query.problem import QueryError
from atom_desktop.model.task import Status
from tests.model.effort import IN_STEP, growth
from tests.model.moments import moment
from tests.model.query.written import nodes, typed

NOW = moment("2026-11-24 10:00")
OPEN = StatusIs(Status.OPEN)
SEEN = (Not(Flag(FlagName.TRASHED)), Not(Flag(FlagName.ARCHIVED)))
A, B, C = (HasLabel(name) for name in "abc")
pieces = st.sampled_from(
    ["and", "or", "not", "-", "(", ")", '"', "“", "”", "«", "@", "#", "p1", "due", "before", "=",
     "!=", ":", "<", "friday", "2026-12-01", "sort by", "group by", "limit", "3", ",", "title:",
     "status", "any", "is", "has", "no", "priority", "project", "x", "é", " ", "\n", "\u202e",
     "\ud800", "\x00", "today", "overdue", "desc", "due sort"]
)  # fmt: skip


def parsed(text, **names):
    return parse_query(text, NOW, **names)


def problem_of(text):
    """Return what is wrong with a query, None if it can be read."""
    try:
        parsed(text)
    except QueryError as error:
        return error
    return None


def said(text):
    """Return the condition without what is implied."""
    where = parsed(text).where
    left = [part for part in getattr(where, "parts", (where,)) if part not in {OPEN, *SEEN}]
    return left[0] if len(left) == 1 else tuple(left)


@given(node=nodes)
def test_every_condition_is_read_back_as_it_was_meant(node):
    where = parsed(typed(node)).where
    parts = list(where.parts) if isinstance(where, And) else [where]
    meant = list(node.parts) if isinstance(node, And) else [node]
    meant = [part for part in meant if not isinstance(part, Everything)]
    assert parts[: len(meant)] == meant
    assert set(parts[len(meant) :]) <= {OPEN, *SEEN, Everything()}


@given(node=nodes, before=st.sampled_from(["", " ", "\n\t", "\u3000"]))
def test_case_brackets_and_spaces_around_do_not_matter(node, before):
    text = typed(node)
    assert parsed(f"{before}({text}){before}").where == parsed(text).where


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@a @b", (A, B)),
        ("@a and @b", (A, B)),
        ("@a AND @b", (A, B)),
        ("@a or @b", Or((A, B))),
        ("@a or @b @c", Or((A, And((B, C))))),
        ("@a @b or @c", Or((And((A, B)), C))),
        ("(@a or @b) @c", (Or((A, B)), C)),
        ("@a (@b or @c)", (A, Or((B, C)))),
        ("@a or (@b or @c)", Or((A, Or((B, C))))),
        ("((@a))", A),
        ("@a (@b @c)", (A, B, C)),
        ("not @a", Not(A)),
        ("-@a", Not(A)),
        ("not not @a", A),
        ("not -@a", A),
        ("not (@a or @b)", Not(Or((A, B)))),
        ("-(@a @b)", Not(And((A, B)))),
        ("not @a @b", (Not(A), B)),
        ("milk bread", Text(("milk", "bread"))),
        ("milk and bread", Text(("milk", "bread"))),
        ("milk or bread", Or((Text(("milk",)), Text(("bread",))))),
        ("milk @a bread", (Text(("milk",)), A, Text(("bread",)))),
        (
            "title:milk notes:bread",
            (Text(("milk",), TextField.TITLE), Text(("bread",), TextField.NOTES)),
        ),
        ("title:milk title:bread", Text(("milk", "bread"), TextField.TITLE)),
        ("android", Text(("android",))),
        ("order", Text(("order",))),
        ("nothing", Text(("nothing",))),
        ("sort", Text(("sort",))),
        ("limit", Text(("limit",))),
        ("limit x", Text(("limit", "x"))),
        ("e-mail", Text(("e", "mail"))),
        ('"or"', Phrase("or")),
    ],
)
def test_conditions_are_joined_as_people_expect(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "implied"),
    [
        ("", (OPEN, *SEEN)),
        ("   ", (OPEN, *SEEN)),
        ("status any", SEEN),
        ("status != done", SEEN),
        ("is done", SEEN),
        ("done after 2026-01-01", SEEN),
        ("is trashed", (SEEN[1],)),
        ("is archived", (SEEN[0],)),
        ("is trashed or is archived", ()),
        ("@a or is waiting", SEEN),
        ("overdue", (OPEN, *SEEN)),
        ("priority above p1 or @a", (OPEN, *SEEN)),
        ("sort by due", (OPEN, *SEEN)),
    ],
)
def test_what_is_not_asked_about_is_open_not_trashed_and_not_archived(text, implied):
    where = parsed(text).where
    parts = getattr(where, "parts", (where,))
    assert tuple(part for part in parts if part in {OPEN, *SEEN}) == implied


@pytest.mark.parametrize(
    ("text", "sort", "group", "limit"),
    [
        ("sort by due", (Sort(SortKey.DUE),), None, None),
        ("Sort By Due Desc", (Sort(SortKey.DUE, True),), None, None),
        ("sort by due ascending", (Sort(SortKey.DUE),), None, None),
        ("sort by due asc limit 3", (Sort(SortKey.DUE),), None, 3),
        (
            "sort by priority, due descending",
            (Sort(SortKey.PRIORITY), Sort(SortKey.DUE, True)),
            None,
            None,
        ),
        ("group by project", (), GroupKey.PROJECT, None),
        ("limit 1", (), None, 1),
        ("limit 999999999", (), None, 999_999_999),
        ("limit 3 group by label sort by title", (Sort(SortKey.TITLE),), GroupKey.LABEL, 3),
        ("sort by due sort by title", (Sort(SortKey.TITLE),), None, None),
    ],
)
@pytest.mark.parametrize("before", ["", "@a ", "(@a or @b) "])
def test_the_order_and_the_limit_stand_behind_the_conditions(before, text, sort, group, limit):
    query = parsed(before + text)
    assert (query.sort, query.group, query.limit) == (sort, group, limit)
    assert query.where == parsed(before).where
    assert query.text == before + text


@pytest.mark.parametrize("key", SortKey)
def test_a_list_can_be_sorted_by_each_key(key):
    assert parsed(f"sort by {key} desc").sort == (Sort(key, descending=True),)


@pytest.mark.parametrize("key", GroupKey)
def test_a_list_can_be_grouped_by_each_key(key):
    assert parsed(f"group by {key}").group is key


@pytest.mark.parametrize(
    ("text", "marked", "message"),
    [
        ("@a and", "", "condition is missing"),
        ("@a or", "", "condition is missing"),
        ("and @a", "and", "condition is missing"),
        ("@a or or @b", "or", "condition is missing"),
        ("@a and and @b", "and", "condition is missing"),
        ("not", "", "condition is missing"),
        ("()", ")", "condition is missing"),
        ("@a and sort by due", "sort", "condition is missing"),
        ("@a or limit 3", "limit", "condition is missing"),
        ("not limit 5", "limit", "condition is missing"),
        ("(@a", "(", "never closed"),
        ("@b ((@a)", "(", "never closed"),
        ("@a)", ")", "cannot be read here"),
        ("sort by due @a", "@a", "cannot be read here"),
        ("limit 3 x", "x", "cannot be read here"),
        ("sort by weight", "weight", "cannot be sorted"),
        ("sort by due,", "", "cannot be sorted"),
        ("group by title", "title", "cannot be grouped"),
        ("limit 0", "0", "A limit is"),
        ("limit 3x", "3x", "A limit is"),
        ("limit 1234567890", "1234567890", "A limit is"),
        ("limit 3\u0663", "3\u0663", "A limit is"),
        ('@a "milk', '"milk', "no end"),
        ("@", "", "label is missing"),
    ],
)
def test_what_cannot_be_read_is_marked_where_it_stands(text, marked, message):
    with pytest.raises(QueryError, match=message) as caught:
        parsed(text)
    error = caught.value
    assert text[error.start : error.end] == marked
    assert error.hint


@given(text=st.lists(pieces, max_size=14).map(" ".join) | st.lists(pieces).map("".join))
def test_whatever_is_typed_is_read_or_refused_with_a_place_inside_the_text(text):
    problem = problem_of(text)
    if problem is None:
        assert parsed(text).text == text
    else:
        assert 0 <= problem.start <= problem.end <= len(text)
        assert problem.end > problem.start or problem.start == len(text)


@given(text=st.text(max_size=40))
def test_any_unicode_is_read_or_refused_with_words(text):
    problem = problem_of(text)
    assert problem is None or problem.message


def test_brackets_may_be_nested_deep_but_not_without_end():
    def deep(count):
        return "(" * count + "@a" + ")" * count

    assert parsed(deep(DEEPEST_NESTING)).where == parsed("@a").where
    with pytest.raises(QueryError, match="too many brackets") as caught:
        parsed(deep(DEEPEST_NESTING + 1))
    assert caught.value.start == DEEPEST_NESTING


def test_brackets_beside_each_other_are_not_deep():
    assert len(said("(@a or @b) " * (DEEPEST_NESTING + 5))) == DEEPEST_NESTING + 5


def test_a_query_has_a_greatest_length():
    assert parsed("x" * LONGEST_QUERY)
    with pytest.raises(QueryError, match="too long") as caught:
        parsed("x" * (LONGEST_QUERY + 1))
    assert (caught.value.start, caught.value.end) == (LONGEST_QUERY, LONGEST_QUERY + 1)


@pytest.mark.parametrize("piece", ["@a ", "x ", "-", "not ", '"x" ', "due fri ", "#a.,", "(@a) "])
def test_long_queries_take_no_longer_than_their_length(piece):
    def read(text):
        for part in range(0, len(text), LONGEST_QUERY // 2):
            problem_of(text[part : part + LONGEST_QUERY // 2])

    assert growth(read, piece) < IN_STEP


def test_names_that_exist_may_be_written_with_spaces():
    names = Names(["Release 2.0", "Release"])
    query = parsed("#release 2.0 @by bike", projects=names, labels=Names(["by bike"]))
    assert query.where.parts[:2] == (InProject("Release 2.0"), HasLabel("by bike"))


def test_a_whole_query_is_read_as_in_the_manual():
    query = parsed("(due before fri or overdue) and @errand and not #Work and priority above p3")
    due, errand, work, priority = query.where.parts[:4]
    assert due.parts[0].field is DateField.DUE
    assert isinstance(due.parts[0], When)
    assert due.parts[1] == Flag(FlagName.OVERDUE)
    assert (errand, work) == (HasLabel("errand"), Not(InProject("Work")))
    assert priority == Priority(1, 2)
