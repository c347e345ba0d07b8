import datetime as dt

import pytest

from atom_desktop.cli.topics import TOPICS
from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.names import Names
from atom_desktop.model.query.parse import parse_query

MOMENT = Moment(now=dt.datetime(2026, 11, 24, 9, 30), tz="Europe/Berlin")  # noqa: DTZ001 -- a wall time
EXAMPLES = [
    line[2:26].strip()
    for line in TOPICS["query"].splitlines()
    if line.startswith("  ") and line[2] != " "
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_query(example: str) -> None:
    assert parse_query(example, MOMENT, projects=Names(), labels=Names()).text == example


@pytest.mark.parametrize(
    "example",
    [
        "section = Kitchen",
        '#"Release 2.0"',
        "priority above 3",
        "due <= friday",
        "no subtasks",
        "is someday",
        "status any",
        "-@errand",
        "milk sort by priority desc, title limit 10",
        "#Home and due before friday",
    ],
)
def test_what_stands_beside_the_examples_is_true_as_well(example: str) -> None:
    parse_query(example, MOMENT, projects=Names(), labels=Names())


def test_a_topic_fits_a_narrow_screen() -> None:
    for text in TOPICS.values():
        assert max(map(len, text.splitlines())) <= 100
