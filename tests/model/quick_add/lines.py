"""What lines are read against in these tests, and pieces of lines for property tests."""

from hypothesis import strategies as st

from atom_desktop.model.names import Names
from atom_desktop.model.quick_add.parse import parse_line
from atom_desktop.model.quick_add.recogniser import Context
from tests.model.moments import BERLIN, moment

PROJECTS = Names(["Home", "Release", "Release 2.0", "Straße"])
LABELS = Names(["errand", "by bike", "Phone"])

pieces = st.sampled_from(
    ["#Home", "#release 2.0", '#"New one"', "@errand", "@by bike", "@x1", "p1", "!!3", "tomorrow",
     "on friday", "fri", "9:00", "at 3pm", "2026-12-01", "2026-12-01T09:00Z", "today", "//", "\\",
     '"', "“", "”", "«", "milk", "for", ",", ".", "(", ")", "é", "👩‍👩‍👧", "\u202e", "\x00",
     "\ud800", "\u2028", "\n", "\t", " ", "#", "@", "next week", "by next month", "\\#Home", "İ",
     "ß"]
)  # fmt: skip
lines = st.one_of(
    st.lists(pieces, max_size=12).map(" ".join),
    st.lists(pieces, max_size=12).map("".join),
    st.text(max_size=40),
)


def context(now="2026-11-24 10:00", *, tz=BERLIN, create=True, day_starts=0):
    return Context(
        moment=moment(now, tz, day_starts), projects=PROJECTS, labels=LABELS, create=create
    )


def draft(text, now="2026-11-24 10:00", **said):
    return parse_line(text, context(now, **said))
