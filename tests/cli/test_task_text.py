import datetime as dt
from zoneinfo import ZoneInfo

from atom_desktop.cli.task_text import brief, path_of, print_task, print_tasks
from atom_desktop.model.json import JsonObject
from tests.cli.desk import Desk

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
PLAIN: JsonObject = {
    "id": "0h2j7k2f",
    "title": "Buy milk",
    "notes": "",
    "project": None,
    "section": None,
    "labels": [],
    "priority": 4,
    "status": "open",
    "due": None,
    "deadline": None,
}
FULL: JsonObject = {
    **PLAIN,
    "id": "7k2fzzzz",
    "title": "Call\x1b[2J Ann\nnow",
    "notes": "first\n\x1b]0;x\x07second",
    "project": {"id": "p", "path": "Work/Alpha"},
    "section": "Soon",
    "labels": ["phone", "東京"],
    "priority": 1,
    "due": {"at": "2026-11-22T09:00:00", "tz": None},
    "deadline": {"date": "2026-12-24"},
    "duration": 45,
    "recurrence": {"rule": "RRULE:FREQ=DAILY", "from": "due", "text": "every day"},
    "reminders": [{"before": 30}, {"at": {"date": "2026-11-24"}}],
    "checklist": [{"text": "find number", "done": True}, {"text": "dial", "done": False}],
    "depends_on": ["0h2j"],
    "created": "2026-11-20T08:00:00Z",
}
SHORT = {"0h2j7k2f": "0h2j", "7k2fzzzz": "7k2fz"}


def test_tasks_stand_in_a_table() -> None:
    desk = Desk(environ={"COLUMNS": "100"})
    print_tasks(desk.terminal, [PLAIN, FULL], SHORT, NOW)
    assert desk.printed.splitlines() == [
        "0h2j       Buy milk",
        "7k2fz  p1  Call␛[2J Ann↵now  Work/Alpha/Soon  @phone @東京  yesterday 09:00  24 Dec",
    ]


def test_a_table_fits_the_terminal() -> None:
    desk = Desk(environ={"COLUMNS": "60"})
    print_tasks(desk.terminal, [{**PLAIN, "title": "x" * 200}], SHORT, NOW)
    assert [len(line) for line in desk.printed.splitlines()] == [60]


def test_in_a_pipe_a_long_title_stays_whole_and_makes_no_other_line_longer() -> None:
    desk, due = Desk(), {"date": "2026-12-24"}
    long = {**PLAIN, "title": "x" * 300, "due": due}
    print_tasks(desk.terminal, [{**PLAIN, "due": due}, long, {**PLAIN, "due": due}], SHORT, NOW)
    first, second, third = desk.printed.splitlines()
    assert first == third == f"0h2j  {'Buy milk':<100}  24 Dec"
    assert second == f"0h2j  {'x' * 300}  24 Dec"


def test_a_terminal_gets_headings_and_colours() -> None:
    desk = Desk(tty=True, environ={"COLUMNS": "100"})
    print_tasks(desk.terminal, [FULL, {**FULL, "status": "done"}], SHORT, NOW, headed=True)
    heading, late, closed = desk.printed.splitlines()
    assert "task" in heading
    assert "\x1b[31myesterday 09:00" in late
    assert "\x1b[31m" not in closed
    assert "x" in closed


def test_no_tasks_print_nothing() -> None:
    desk = Desk()
    print_tasks(desk.terminal, [], {}, NOW)
    assert desk.printed == ""


def test_a_task_is_shown_with_all_it_says() -> None:
    desk = Desk()
    print_task(desk.terminal, FULL, NOW)
    assert desk.printed.splitlines() == [
        "Call␛[2J Ann↵now",
        "id         7k2fzzzz",
        "project    Work/Alpha/Soon",
        "labels     phone, 東京",
        "priority   1",
        "due        yesterday 09:00",
        "deadline   24 Dec",
        "duration   45m",
        "repeats    every day",
        "reminders  30m before, tomorrow",
        "depends on 0h2j",
        "[x]        find number",
        "[ ]        dial",
        "created    20 Nov 09:00",
        "",
        "  first",
        "  ␛]0;x␇second",
    ]


def test_an_empty_task_shows_its_title_and_id() -> None:
    desk = Desk()
    print_task(desk.terminal, PLAIN, NOW)
    assert desk.printed == "Buy milk\nid         0h2j7k2f\n"


def test_the_inbox_has_no_path() -> None:
    assert path_of(PLAIN) == ""


def test_brief_ids_are_the_first_letters() -> None:
    assert brief([{"id": "0h2j7k2fxyz"}]) == {"0h2j7k2fxyz": "0h2j7k2"}
