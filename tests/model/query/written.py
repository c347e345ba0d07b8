"""Queries for property tests: conditions of every kind, and how each may be typed."""

from itertools import pairwise

from hypothesis import strategies as st

from atom_desktop.model.planned import MINUTES_A_DAY, from_minutes
from atom_desktop.model.query.nodes import (
    And,
    DateField,
    Everything,
    Flag,
    FlagName,
    Has,
    HasLabel,
    InProject,
    InSection,
    MayHave,
    Not,
    Or,
    Phrase,
    Priority,
    StatusIs,
    Text,
    TextField,
    When,
)
from atom_desktop.model.task import Status

letters = st.characters(categories=["Lu", "Ll", "Lo", "N"])
words = st.text(letters, min_size=1, max_size=6)
fields = st.sampled_from(TextField)
names = st.text(max_size=8).filter(lambda name: name == name.strip() and name and '"' not in name)
dates = st.sampled_from(DateField)
minutes = st.integers(0, 60 * 365 * MINUTES_A_DAY)
days = minutes.map(lambda minute: minute // MINUTES_A_DAY * MINUTES_A_DAY)

conditions = st.one_of(
    st.builds(Text, st.lists(words, min_size=1, max_size=3).map(tuple), fields),
    st.builds(Phrase, names.filter(lambda name: any(letter.isalnum() for letter in name)), fields),
    st.builds(InProject, names),
    st.builds(InSection, names),
    st.builds(HasLabel, names),
    st.integers(1, 4).map(lambda level: Priority(level, level)),
    st.integers(2, 4).map(lambda level: Priority(1, level)),
    st.integers(1, 3).map(lambda level: Priority(level, 4)),
    st.builds(lambda field, start: When(field, start=start), dates, minutes),
    st.builds(lambda field, end: When(field, end=end), dates, minutes),
    st.builds(lambda field, day: When(field, day, day + MINUTES_A_DAY), dates, days),
    st.builds(lambda field, minute: When(field, minute, minute + 1), dates, minutes),
    st.builds(StatusIs, st.sampled_from(Status)),
    st.builds(Flag, st.sampled_from(FlagName)),
    st.builds(Has, st.sampled_from(MayHave)),
)


def _apart(parts):
    """Tell whether a list of parts stays one: "and" joins what it holds, and words side by side."""
    return not any(isinstance(part, And | Everything) for part in parts) and not any(
        isinstance(one, Text) and isinstance(two, Text) and one.field is two.field
        for one, two in pairwise(parts)
    )


def _joined(inner):
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        several.filter(_apart).map(lambda parts: And(tuple(parts))),
        several.map(lambda parts: Or(tuple(parts))),
        inner.map(Not),
    )


nodes = st.recursive(conditions | st.just(Everything()), _joined, max_leaves=6)


def typed(node):
    """Return one way in which a condition can be typed."""
    match node:
        case And(parts):
            return " and ".join(map(_bracketed, parts))
        case Or(parts):
            return " or ".join(map(_bracketed, parts))
        case Not(part):
            return f"not {_bracketed(part)}"
        case When():
            return _typed_date(node)
        case Priority(first, last):
            equal, above = first == last, first == 1
            return f"p{first}" if equal else f"priority {f'>= {last}' if above else f'<= p{first}'}"
        case _:
            return FORMS[type(node)](node)


FORMS = {
    Everything: lambda _node: "status any",
    Text: lambda node: f"{node.field}:{'-'.join(node.words)}",
    Phrase: lambda node: f'{node.field}: "{node.text}"',
    InProject: lambda node: f'project = "{node.name}"',
    InSection: lambda node: f'section is "{node.name}"',
    HasLabel: lambda node: f'@"{node.name}"',
    StatusIs: lambda node: f"status: {node.status}",
    Flag: lambda node: f"is {node.name}",
    Has: lambda node: f"has {node.what}",
}


def _typed_date(node):
    if node.start is None:
        return f"{node.field} before {_moment(node.end)}"
    if node.end is None:
        return f"{node.field} >= {_moment(node.start)}"
    day = node.end - node.start == MINUTES_A_DAY
    return f"{node.field} on {_moment(node.start)[: 10 if day else None]}"


def _moment(minute):
    return from_minutes(minute).isoformat("T", "minutes")


def _bracketed(node):
    return f"({typed(node)})" if isinstance(node, And | Or | Not) else typed(node)
