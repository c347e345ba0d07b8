import pytest

from atom_desktop.model.names import Names
from atom_desktop.model.planned import MINUTES_A_DAY, day_minutes, wall_minutes
from atom_desktop.model.query.conditions import Surroundings, read_condition
from atom_desktop.model.query.nodes import (
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
    Phrase,
    Priority,
    StatusIs,
    Text,
    TextField,
    When,
)
from atom_desktop.model.query.problem import QueryError
from atom_desktop.model.query.scanner import Scanner
from atom_desktop.model.task import Status
from tests.model.moments import moment, wall

FRIDAY = day_minutes(wall("2026-11-27"))
SATURDAY = FRIDAY + MINUTES_A_DAY
DUE = DateField.DUE


def around(tz="Europe/Berlin"):
    return Surroundings(
        moment=moment(tz=tz),
        projects=Names(["Home", "Release 2.0", "Release"]),
        labels=Names(["by bike", "errand"]),
    )


def read(text, tz="Europe/Berlin"):
    """Return the condition and the text that is left."""
    scanner = Scanner(text)
    node = read_condition(scanner, around(tz))
    return node, text[scanner.place :]


@pytest.mark.parametrize(
    ("text", "node", "left"),
    [
        ("#home x", InProject("Home"), "x"),
        ("#Release 2.0 x", InProject("Release 2.0"), "x"),
        ("#Release 2.1", InProject("Release"), "2.1"),
        ("#New x", InProject("New"), "x"),
        ('#" New one " x', InProject("New one"), "x"),
        ("#“New one”", InProject("New one"), ""),
        ("# home", InProject("Home"), ""),
        ("@By Bike x", HasLabel("by bike"), "x"),
        ("@new", HasLabel("new"), ""),
        ("@a/b)", HasLabel("a/b"), ")"),
        ("project = Home", InProject("Home"), ""),
        ("project:#Release 2.0", InProject("Release 2.0"), ""),
        ("project is home", InProject("Home"), ""),
        ("project != Home", Not(InProject("Home")), ""),
        ("label = @errand", HasLabel("errand"), ""),
        ("label: by bike", HasLabel("by bike"), ""),
        ("label != new", Not(HasLabel("new")), ""),
        ('section = "Two words"', InSection("Two words"), ""),
        ("section is Kitchen", InSection("Kitchen"), ""),
    ],
)
def test_places_and_labels_are_found_by_name(text, node, left):
    assert read(text) == (node, left)


@pytest.mark.parametrize("text", ["project home", "label > x", "section", "project"])
def test_without_a_comparison_the_name_of_a_field_is_a_word(text):
    node, _ = read(text)
    assert node == Text((text.split()[0],))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("p1", 1, 1), ("P4", 4, 4), ("!!2", 2, 2), ("priority p2", 2, 2), ("priority 2", 2, 2),
     ("prio is p3", 3, 3), ("priority = 1", 1, 1), ("priority:1", 1, 1), ("prio:p2", 2, 2),
     ("priority above p3", 1, 2), ("priority > 2", 1, 1), ("priority below p3", 4, 4),
     ("priority < p1", 2, 4), ("priority >= p2", 1, 2), ("priority <= p2", 2, 4),
     ("priority!!1", 1, 1)],
)  # fmt: skip
def test_a_priority_is_a_level_or_a_range_and_one_is_the_highest(text, first, last):
    assert read(text) == (Priority(first, last), "")


@pytest.mark.parametrize("text", ["priority above p1", "priority < 4", "prio > 1"])
def test_above_the_highest_and_below_the_lowest_there_is_nothing(text):
    assert read(text) == (Not(Priority(1, 4)), "")


def test_a_priority_may_be_denied():
    assert read("priority != p1 x") == (Not(Priority(1, 1)), "x")


@pytest.mark.parametrize("text", ["p5", "p12", "p1x", "p0", "priority", "priority high", "xp1"])
def test_what_is_no_priority_is_a_word(text):
    assert isinstance(read(text)[0], Text)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("before friday", None, FRIDAY),
        ("< friday", None, FRIDAY),
        ("by friday", None, SATURDAY),
        ("until friday", None, SATURDAY),
        ("<= friday", None, SATURDAY),
        ("after friday", SATURDAY, None),
        ("> friday", SATURDAY, None),
        ("since friday", FRIDAY, None),
        ("from friday", FRIDAY, None),
        (">= friday", FRIDAY, None),
        ("friday", FRIDAY, SATURDAY),
        ("on friday", FRIDAY, SATURDAY),
        ("is friday", FRIDAY, SATURDAY),
        ("= fri", FRIDAY, SATURDAY),
        (":fri", FRIDAY, SATURDAY),
        ("= 2026-11-27", FRIDAY, SATURDAY),
        ("after fri 9:30", FRIDAY + 571, None),
        ("by fri 9:30", None, FRIDAY + 571),
    ],
)
@pytest.mark.parametrize("field", DateField)
def test_a_date_is_compared_with_its_first_or_its_last_minute(field, said, start, end):
    assert read(f"{field} {said}") == (When(field, start, end), "")


def test_a_date_may_be_denied():
    assert read("due != friday x") == (Not(When(DUE, FRIDAY, SATURDAY)), "x")


@pytest.mark.parametrize(
    ("said", "tz", "shown"),
    [
        ("2026-12-01T09:00Z", "Europe/Berlin", "2026-12-01 10:00"),
        ("2026-12-01T09:00+09:00", "Europe/Berlin", "2026-12-01 01:00"),
        ("2026-07-01T23:30Z", "Europe/Berlin", "2026-07-02 01:30"),
        ("2026-12-01T09:00Z", None, "2026-12-01 09:00"),
        ("2026-12-01T09:00", "Europe/Berlin", "2026-12-01 09:00"),
    ],
)
def test_a_time_in_utc_is_what_the_clock_at_home_shows_then(said, tz, shown):
    start = wall_minutes(wall(shown))
    assert read(f"due since {said}", tz) == (When(DUE, start=start), "")
    assert read(f"due {said}", tz) == (When(DUE, start, start + 1), "")


def test_today_alone_asks_for_what_is_due():
    today = day_minutes(wall("2026-11-24"))
    assert read("today x") == (When(DUE, today, today + MINUTES_A_DAY), "x")
    assert read("Today 9:00")[0] == When(DUE, today + 540, today + 541)


@pytest.mark.parametrize(
    ("text", "node"),
    [("status done", StatusIs(Status.DONE)), ("status = open", StatusIs(Status.OPEN)),
     ("status is waiting", StatusIs(Status.WAITING)), ("status any", Everything()),
     ("status: Cancelled", StatusIs(Status.CANCELLED)),
     ("status != done", Not(StatusIs(Status.DONE))), ("is done", StatusIs(Status.DONE)),
     ("is open", StatusIs(Status.OPEN)), ("overdue", Flag(FlagName.OVERDUE))],
)  # fmt: skip
def test_a_status_is_asked_for_by_its_word(text, node):
    assert read(text) == (node, "")


@pytest.mark.parametrize("flag", FlagName)
def test_every_question_is_asked_with_is(flag):
    assert read(f"is {flag} x") == (Flag(flag), "x")


@pytest.mark.parametrize("thing", MayHave)
def test_every_thing_may_be_there_or_lacking(thing):
    assert read(f"has {thing}") == (Has(thing), "")
    assert read(f"no {thing} x") == (Not(Has(thing)), "x")


@pytest.mark.parametrize(
    ("word", "thing"),
    [("labels", MayHave.LABEL), ("date", MayHave.DUE), ("note", MayHave.NOTES),
     ("attachments", MayHave.ATTACHMENT), ("reminders", MayHave.REMINDER),
     ("subtask", MayHave.SUBTASKS), ("links", MayHave.LINK)],
)  # fmt: skip
def test_things_may_be_called_by_their_other_name(word, thing):
    assert read(f"no {word}") == (Not(Has(thing)), "")


@pytest.mark.parametrize(
    ("text", "node", "left"),
    [
        ("milk x", Text(("milk",)), "x"),
        ("e-mail_to.ann", Text(("e", "mail", "to", "ann")), ""),
        ('"two  words" x', Phrase("two  words"), "x"),
        ('" edge "', Phrase("edge"), ""),
        ("«deux mots»", Phrase("deux mots"), ""),
        ("title:milk", Text(("milk",), TextField.TITLE), ""),
        ("Notes: milk", Text(("milk",), TextField.NOTES), ""),
        ('text:"a b"', Phrase("a b", TextField.ANY), ""),
        ("no milk", Text(("no",)), "milk"),
        ("no", Text(("no",)), ""),
        ("has", Text(("has",)), ""),
        ("is", Text(("is",)), ""),
        ("due", Text(("due",)), ""),
        ("due soon", Text(("due",)), "soon"),
        ("status", Text(("status",)), ""),
        ("status report", Text(("status",)), "report"),
        ("overdues", Text(("overdues",)), ""),
        ("日本語", Text(("日本語",)), ""),
        ("a<b", Text(("a", "b")), ""),
    ],
)
def test_everything_else_is_a_word_to_look_for(text, node, left):
    assert read(text) == (node, left)


@pytest.mark.parametrize(
    ("text", "marked", "message"),
    [
        ("due before soon", "soon", "no date here"),
        ("due = 2027-02-29", "2027-02-29", "no date here"),
        ("due before", "", "no date here"),
        ("status = odd", "odd", "A status is"),
        ("status =", "", "A status is"),
        ("priority = high", "high", "A priority is"),
        ("priority above", "", "A priority is"),
        ("has milk", "milk", "cannot have this"),
        ("is nice", "nice", "never in this state"),
        ("is =", "=", "never in this state"),
        ('#" "', '"', "has no name"),
        ("#", "", "a project is missing"),
        ("@(", "(", "a label is missing"),
        ("section =", "", "a section is missing"),
        ("title:", "", "no letter or digit"),
        ("title:(x)", "(", "no letter or digit"),
        ('""', '"', "no letter or digit"),
        ("...", "...", "no letter or digit"),
        ('#"Home', '"Home', "no end"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_marked(text, marked, message):
    with pytest.raises(QueryError, match=message) as caught:
        read(text)
    assert text[caught.value.start : caught.value.end] == marked
