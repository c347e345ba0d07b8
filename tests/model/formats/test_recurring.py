import pytest

from atom_desktop.model.formats.recurring import WORKING_DAYS, rule_from_words, words_from_rule


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("daily", "FREQ=DAILY"),
        ("Weekly", "FREQ=WEEKLY"),
        (" fortnight ", "FREQ=WEEKLY;INTERVAL=2"),
        ("quarterly", "FREQ=MONTHLY;INTERVAL=3"),
        ("biannual", "FREQ=YEARLY;INTERVAL=2"),
        ("2wks", "FREQ=WEEKLY;INTERVAL=2"),
        ("1d", "FREQ=DAILY"),
        ("P1M", "FREQ=MONTHLY"),
        ("3 quarters", "FREQ=MONTHLY;INTERVAL=9"),
        ("w", "FREQ=WEEKLY"),
        ("weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ],
)
def test_short_words_are_read_as_rules(words, rule):
    assert rule_from_words(words) == f"RRULE:{rule}"


@pytest.mark.parametrize("words", ["", "0d", "now and then", "5 parsecs", "P1DT2H", "12345d", "d3"])
def test_words_that_mean_no_interval_are_no_rule(words):
    assert rule_from_words(words) is None


@pytest.mark.parametrize("words", ["1d", "2w", "3m", "4y", "weekdays"])
def test_plain_intervals_are_written_as_they_were_read(words):
    rule = rule_from_words(words)
    assert rule is not None
    assert words_from_rule(rule) == words


@pytest.mark.parametrize(
    "rule", ["RRULE:FREQ=WEEKLY;BYDAY=MO", "RRULE:FREQ=HOURLY", "", "RRULE:FREQ=DAILY;COUNT=3"]
)
def test_a_rule_that_says_more_than_an_interval_has_no_words(rule):
    assert words_from_rule(rule) is None


def test_working_days_have_a_word():
    assert words_from_rule(WORKING_DAYS) == "weekdays"
