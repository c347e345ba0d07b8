"""The short recurrences of Taskwarrior and todo.txt, read as RFC 5545 rules and written again."""

import re
from typing import Final

WORKING_DAYS: Final = "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
_WORDS: Final = {
    "daily": "FREQ=DAILY",
    "day": "FREQ=DAILY",
    "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekly": "FREQ=WEEKLY",
    "sennight": "FREQ=WEEKLY",
    "biweekly": "FREQ=WEEKLY;INTERVAL=2",
    "fortnight": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
    "bimonthly": "FREQ=MONTHLY;INTERVAL=2",
    "quarterly": "FREQ=MONTHLY;INTERVAL=3",
    "semiannual": "FREQ=MONTHLY;INTERVAL=6",
    "annual": "FREQ=YEARLY",
    "yearly": "FREQ=YEARLY",
    "biannual": "FREQ=YEARLY;INTERVAL=2",
    "biyearly": "FREQ=YEARLY;INTERVAL=2",
}
_UNITS: Final = {
    "d": ("DAILY", 1), "day": ("DAILY", 1), "days": ("DAILY", 1),
    "w": ("WEEKLY", 1), "wk": ("WEEKLY", 1), "wks": ("WEEKLY", 1),
    "week": ("WEEKLY", 1), "weeks": ("WEEKLY", 1),
    "m": ("MONTHLY", 1), "mo": ("MONTHLY", 1), "mos": ("MONTHLY", 1), "mth": ("MONTHLY", 1),
    "month": ("MONTHLY", 1), "months": ("MONTHLY", 1),
    "q": ("MONTHLY", 3), "qtr": ("MONTHLY", 3), "quarter": ("MONTHLY", 3),
    "quarters": ("MONTHLY", 3),
    "y": ("YEARLY", 1), "yr": ("YEARLY", 1), "yrs": ("YEARLY", 1),
    "year": ("YEARLY", 1), "years": ("YEARLY", 1),
}  # fmt: skip
_COUNTED: Final = re.compile(r"P?(\d{1,4})?\s*([a-z]+)", re.IGNORECASE | re.ASCII)
_SIMPLE: Final = re.compile(r"RRULE:FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(?:;INTERVAL=(\d{1,4}))?")
_LETTERS: Final = {"DAILY": "d", "WEEKLY": "w", "MONTHLY": "m", "YEARLY": "y"}


def rule_from_words(text: str) -> str | None:
    """Return the rule for ``weekly``, ``2wks``, ``P1M`` or ``3d``; None if it is none of these."""
    text = text.strip().lower()
    if text in _WORDS:
        return f"RRULE:{_WORDS[text]}"
    found = _COUNTED.fullmatch(text)
    unit = _UNITS.get(found[2]) if found else None
    if found is None or unit is None:
        return None
    interval = int(found[1] or 1) * unit[1]
    if not interval:
        return None
    return f"RRULE:FREQ={unit[0]}" + (f";INTERVAL={interval}" if interval > 1 else "")


def words_from_rule(rule: str) -> str | None:
    """Return ``2w`` and the like for a rule that says no more than an interval, else None."""
    if rule == WORKING_DAYS:
        return "weekdays"
    found = _SIMPLE.fullmatch(rule)
    return None if found is None else f"{int(found[2] or 1)}{_LETTERS[found[1]]}"
