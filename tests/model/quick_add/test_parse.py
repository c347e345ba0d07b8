import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.planned import at_time, on_day
from atom_desktop.model.quick_add.draft import SpanKind
from tests.model.effort import IN_STEP, growth
from tests.model.moments import BERLIN, wall
from tests.model.quick_add.lines import draft, lines

TOKENS = {
    "#Home": {"project": "Home"},
    "#Release 2.0": {"project": "Release 2.0"},
    '#"New one"': {"project": "New one"},
    "@errand": {"labels": ("errand",)},
    "p1": {"priority": 1},
    "!!2": {"priority": 2},
    "2026-12-01": {"due": on_day(dt.date(2026, 12, 1))},
    "today": {"due": on_day(dt.date(2026, 11, 24))},
    "tomorrow": {"due": on_day(dt.date(2026, 11, 25))},
    "on friday": {"due": on_day(dt.date(2026, 11, 27))},
    "fri 9:30": {"due": at_time(wall("2026-11-27 09:30"), BERLIN)},
    "at 15:00": {"due": at_time(wall("2026-11-24 15:00"), BERLIN)},
}
FIELDS = ("project", "labels", "priority", "due")


def filled(read):
    usual = draft("Call")
    return {
        name: getattr(read, name) for name in FIELDS if getattr(read, name) != getattr(usual, name)
    }


@pytest.mark.parametrize(("token", "fields"), TOKENS.items())
@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Call ann {}", "Call ann"),
        ("{} call ann", "call ann"),
        ("Call {} ann", "Call ann"),
        ("Call ann {}.", "Call ann."),
        ("Call ann, {}, please", "Call ann, please"),
        ("Call ann ({})x", None),
        ("{}: call ann", "call ann"),
        ("  Call   ann \t{}  ", "Call ann"),
        ("שלום {}", "שלום"),
        ("👩‍👩‍👧 {} 🏠", "👩‍👩‍👧 🏠"),
        ("Call ann // {}", "Call ann"),
        ('Call "{}" ann', None),
        ("Call“{}”ann", None),
    ],
)
def test_a_token_is_read_at_the_border_of_a_word_and_leaves_a_tidy_title(
    line, title, token, fields
):
    read = draft(line.format(token))
    if title is None or "//" in line:
        fields = {}
    assert filled(read) == fields
    assert read.title == (line.format(token) if title is None else title)


@pytest.mark.parametrize(("one", "first"), TOKENS.items())
@pytest.mark.parametrize(("two", "second"), TOKENS.items())
def test_any_two_tokens_of_different_kinds_are_both_read(one, first, two, second):
    if first.keys() & second.keys():
        return
    for line in (f"Call {one} {two}", f"{one} call {two}", f"{one} {two} call"):
        read = draft(line)
        assert filled(read) == first | second
        assert read.title.lower() == "call"


@pytest.mark.parametrize(
    "line",
    ["Task#urgent", "Done!", "C# course", "a@b.org", "#431", "+49 30", "/etc/hosts", "# Home",
     "p5 or p12", "Pixel p1x", "400m", "5m x 3m", "12 V", "Call Tom", "Meet sun", "monday's",
     "at 5th Avenue", "9-11", "2027-02-29", "Version 2026", "e.g. @", "100%", "tomorrowland",
     "Move it from Friday to Monday", "Read 9:00 news", "Look for: tomorrow"],
)  # fmt: skip
def test_what_is_not_recognised_stays_in_the_title(line):
    read = draft(line)
    assert read.title == line
    assert filled(read) == {}
    assert read.spans == ()


@pytest.mark.parametrize(
    ("line", "title", "fields"),
    [
        ("\\#Home p1", "#Home", {"priority": 1}),
        ("Call \\@errand", "Call @errand", {}),
        ("Call \\!!1", "Call !!1", {}),
        ("Call \\\\#Home", "Call \\#Home", {}),
        ("Read C:\\dir p1", "Read C:\\dir", {"priority": 1}),
        ('Read "tomorrow" p1', 'Read "tomorrow"', {"priority": 1}),
        ("Read “p1 #Home”", "Read “p1 #Home”", {}),
        ('Read 5" p1', 'Read 5"', {"priority": 1}),
        ('Read "p1', 'Read "p1', {}),
        ('Read "a \\#b" p1', 'Read "a \\#b"', {"priority": 1}),
        ('Call #"a // b"', "Call", {"project": "a // b"}),
        ('Call #"431 p1"', 'Call #"431 p1"', {}),
    ],
)
def test_quotes_and_backslashes_make_text(line, title, fields):
    read = draft(line)
    assert read.title == title
    assert filled(read) == fields


@pytest.mark.parametrize(
    ("line", "title", "fields"),
    [
        ("Call #Garden #Home", "Call", {"project": "Home"}),
        ("Call p1 p3", "Call", {"priority": 3}),
        ("Call @errand @phone @ERRAND", "Call", {"labels": ("errand", "Phone")}),
        ("Call monday friday", "Call monday", {"due": on_day(dt.date(2026, 11, 27))}),
        ("Call 9:00 10:30", "Call 9:00", {"due": at_time(wall("2026-11-24 10:30"), BERLIN)}),
        ("Call 3pm friday", "Call", {"due": at_time(wall("2026-11-27 15:00"), BERLIN)}),
        ("Call at 9:00 p1 on friday", "Call",
         {"priority": 1, "due": at_time(wall("2026-11-27 09:00"), BERLIN)}),
        ("Talk 9am p1 more", "Talk 9am more", {"priority": 1}),
    ],
)  # fmt: skip
def test_the_last_one_wins_labels_add_up_and_a_time_joins_its_day(line, title, fields):
    read = draft(line)
    assert read.title == title
    assert filled(read) == fields


@pytest.mark.parametrize(
    ("line", "title", "fields"),
    [
        ("tomorrow", "tomorrow", {}),
        ("#Home", "#Home", {}),
        ("p1 p2", "p1", {"priority": 2}),
        ("tomorrow p1", "tomorrow", {"priority": 1}),
        ("Work from tomorrow", "Work from tomorrow", {}),
        ("Wait for friday", "Wait", {"due": on_day(dt.date(2026, 11, 27))}),
        ("Talk about today p1", "Talk about today", {"priority": 1}),
        ("Talk about today with ann", "Talk about with ann",
         {"due": on_day(dt.date(2026, 11, 24))}),
        ("xxxxxxxxxxxxfor tomorrow", "xxxxxxxxxxxxfor", {"due": on_day(dt.date(2026, 11, 25))}),
    ],
)  # fmt: skip
def test_a_title_is_never_taken_away_and_ends_in_no_preposition(line, title, fields):
    read = draft(line)
    assert read.title == title
    assert filled(read) == fields


def test_notes_take_the_rest_of_the_line_as_it_is():
    read = draft('Call ann p1 //  see "x" p2\nand #Home  ')
    assert read.title == "Call ann"
    assert read.priority == 1
    assert read.project is None
    assert read.notes == 'see "x" p2\nand #Home'
    assert read.spans[-1].kind is SpanKind.NOTES
    assert read.spans[-1].text == '//  see "x" p2\nand #Home  '


def test_readings_that_lost_are_still_shown():
    assert [reading.text for reading in draft("Call monday friday").when] == ["monday", "friday"]


def test_a_new_name_is_marked_and_pasted_lines_never_make_one():
    assert draft("Call #Garden").spans[0].new
    assert not draft("Call #Home").spans[0].new
    pasted = draft("Call #Garden @new #Home", create=False)
    assert pasted.title == "Call #Garden @new"
    assert pasted.project == "Home"


@pytest.mark.parametrize("line", ["", " ", "\n\t", "\x00", " // notes", "\u2028"])
def test_a_line_without_a_title_has_none(line):
    assert draft(line).title == ""


@pytest.mark.parametrize(
    ("now", "line", "due"),
    [
        ("2028-02-28 10:00", "Call tomorrow", "2028-02-29"),
        ("2027-02-28 10:00", "Call tomorrow", "2027-03-01"),
        ("2026-12-31 10:00", "Call tomorrow", "2027-01-01"),
        ("2026-11-27 10:00", "Call friday", "2026-12-04"),
        ("2026-11-28 01:00", "Call today", "2026-11-28"),
    ],
)
def test_days_are_counted_over_the_ends_of_months_and_years(now, line, due):
    assert draft(line, now).due == on_day(dt.date.fromisoformat(due))


@given(text=lines)
def test_every_stretch_points_at_its_text_and_none_overlaps_another(text):
    read = draft(text)
    assert read.text == text
    end = 0
    for span in read.spans:
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
        end = span.end


@given(text=lines, now=st.datetimes(timezones=st.none()))
def test_no_line_at_any_time_raises_and_titles_are_tidy(text, now):
    read = draft(text, now.isoformat())
    assert read.title == " ".join(read.title.split())
    assert 1 <= read.priority <= 4
    assert len({label.casefold() for label in read.labels}) == len(read.labels)


@given(words=st.lists(st.text("abcdefgh", min_size=3, max_size=8), min_size=1, max_size=6))
def test_plain_words_are_the_title(words):
    line = " ".join(words)
    assert draft(line).title == line
    assert draft(f"{line} p1 #Home").title == line


@pytest.mark.parametrize(
    "piece",
    ["a", "a ", "#Home ", "#x ", "@ab ", "p1 ", "tomorrow ", "on ", "next ", '"', "“", "\\#",
     "9:00 ", "# ", "2026-12-01 ", ". ", "for tomorrow ", "fri 9:00, ", " // ", "\n", "é\u0301"],
)  # fmt: skip
def test_long_lines_take_no_longer_than_their_length(piece):
    assert growth(lambda text: draft(text + " x for tomorrow"), piece) < IN_STEP
